/** Reads what stands in a call's brackets: the time of a statistic, the balancer, a node, producer, cause or number. */
import { listed, oneOf, quoted } from "../wording.ts";
import { CAUSES, DUPLICATE_ORIGINS, MEASURES, STATISTICS, statistic, TIMES } from "./measures.ts";
import type { Statistic, TimeName } from "./measures.ts";
import { readWindow } from "./windows.ts";
import { Fault, type Scanner } from "./scanner.ts";
import type { Extra, ExtraKind, Measure } from "./measure.ts";
import type { MeasureCall, Span } from "./tree.ts";

/** The names that an expectation may use; null: any (for evaluating results, when they were checked before). */
export interface KnownNames {
  readonly balancers: readonly string[] | null;
  readonly nodes: readonly string[] | null;
  readonly producers: readonly string[] | null;
}

/** Functions of values, not of results. */
export const CHOICES = ["min", "max", "abs"] as const;

const FUNCTIONS: readonly string[] = [...new Set([...STATISTICS, ...MEASURES.map(({ name }) => name), ...CHOICES])];
const EVERY: readonly string[] = ["*", "every"];

/** Whether the word names a statistic of times here: `max` is one of times, but also one of values. */
export function isStatistic(word: string, scanner: Scanner): word is Statistic {
  if (!STATISTICS.includes(word as Statistic)) return false;
  if (word !== "max") return true;
  return new RegExp(String.raw`^\s*\(\s*(${TIMES.join("|")})\s*[,)]`).test(scanner.text.slice(scanner.position));
}

/** Reads the call of `word`, whose name has just been taken and stands at `span`. */
export function readCall(
  word: string,
  span: Span,
  scanner: Scanner,
  names: KnownNames,
): MeasureCall & { readonly span: Span } {
  const measure = isStatistic(word, scanner) ? null : MEASURES.find(({ name }) => name === word);
  if (measure === undefined) throw new Fault(span.start, `expected ${oneOf(FUNCTIONS, word)}, got ${quoted(word)}`);
  const list = readArguments(scanner);
  let taken = 0;
  const called = measure ?? readTime(word as Statistic, list[taken++], scanner, span);
  const balancer = list[taken++];
  const extra = list[taken++];
  const surplus = list[taken];
  if (surplus !== undefined) throw new Fault(surplus.span.start, `expected ), got ${quoted(surplus.text)}`);
  const end = scanner.position;
  const close = scanner.text[end - 1] === ")" ? end - 1 : end;
  return {
    kind: "measure",
    measure: called,
    balancer: readBalancer(balancer, names),
    balancerSpan: balancer?.span ?? { start: close, end: close },
    extra: readExtra(called, extra, names, close),
    span: { start: span.start, end },
  };
}

interface Argument {
  readonly text: string;
  readonly span: Span;
}

/** None where there are no brackets: `lost == 0`. */
function readArguments(scanner: Scanner): readonly Argument[] {
  const list: Argument[] = [];
  const open = scanner.peek();
  if (open.kind !== "symbol" || open.text !== "(") return list;
  scanner.next();
  for (;;) {
    const name = scanner.name();
    scanner.skipSpace();
    const after = scanner.next();
    const separator = after.kind === "symbol" ? after.text : "";
    if (separator !== "," && separator !== ")") {
      throw new Fault(
        after.span.start,
        `expected , or ), got ${after.kind === "end" ? "the end" : quoted(scanner.text.slice(after.span.start, after.span.end))}`,
      );
    }
    if (name.text === "" && (separator === "," || list.length > 0))
      throw new Fault(name.span.start, `expected a name, got ${quoted(separator)}`);
    if (name.text !== "") list.push(name);
    if (separator === ")") return list;
  }
}

/** A statistic that names no time is of the response time, as long as nothing follows it: `p99`. */
function readTime(word: Statistic, argument: Argument | undefined, scanner: Scanner, span: Span): Measure {
  if (argument === undefined && scanner.position === span.end) return statistic(word, "responseTime");
  const time = TIMES.find((name) => name === argument?.text);
  if (time !== undefined) return statistic(word, time as TimeName);
  const got = argument === undefined ? "nothing" : quoted(argument.text);
  const start = argument?.span.start ?? Math.min(span.end, scanner.text.length);
  throw new Fault(start, `expected ${oneOf(TIMES, argument?.text)}, got ${got}`);
}

function readBalancer(argument: Argument | undefined, { balancers }: KnownNames): string | null {
  if (argument === undefined || EVERY.includes(argument.text)) return null;
  if (balancers !== null && !balancers.includes(argument.text)) {
    throw new Fault(
      argument.span.start,
      `expected ${balancerWords(balancers, argument.text)}, got ${quoted(argument.text)}`,
    );
  }
  return argument.text;
}

function balancerWords(balancers: readonly string[], written: string): string {
  return balancers.length === 1 ? `the balancer ${oneOf(balancers, written)}` : oneOf([...balancers, "*"], written);
}

function readExtra(measure: Measure, argument: Argument | undefined, names: KnownNames, close: number): Extra | null {
  if (argument === undefined) {
    if (!measure.extraRequired) return null;
    throw new Fault(close, `expected ${extraWords(measure.extra)} after the balancer, got nothing`);
  }
  if (measure.extra.length === 0) throw new Fault(argument.span.start, `expected ), got ${quoted(argument.text)}`);
  for (const kind of measure.extra) {
    const known = extraNames(kind, names);
    const fits =
      kind === "whole"
        ? /^\d{1,9}$/.test(argument.text)
        : kind === "window"
          ? isWindow(argument)
          : known === null || known.includes(argument.text);
    if (fits) return { kind, value: argument.text };
  }
  const known = measure.extra.flatMap((kind) => extraNames(kind, names) ?? []);
  const expected =
    known.length === 0
      ? extraWords(measure.extra)
      : known.length === 1
        ? `${extraWords(measure.extra)}: ${oneOf(known, argument.text)}`
        : oneOf(known, argument.text);
  throw new Fault(argument.span.start, `expected ${expected}, got ${quoted(argument.text)}`);
}

function isWindow({ text, span }: Argument): boolean {
  const window = readWindow(text);
  if (window !== null && window.from >= window.to)
    throw new Fault(span.start, `expected a window from an earlier to a later time, got ${quoted(text)}`);
  return window !== null;
}

function extraNames(kind: ExtraKind, names: KnownNames): readonly string[] | null {
  if (kind === "cause") return CAUSES;
  if (kind === "origin") return DUPLICATE_ORIGINS;
  if (kind === "whole" || kind === "window") return [];
  return kind === "node" ? names.nodes : names.producers;
}

const EXTRA_WORDS: Readonly<Record<ExtraKind, string>> = {
  node: "a node",
  producer: "a producer",
  cause: "a cause of loss",
  whole: "a whole number",
  origin: "an origin",
  window: "a window such as 60s..80s",
};

function extraWords(kinds: readonly ExtraKind[]): string {
  return listed(
    kinds.map((kind) => EXTRA_WORDS[kind]),
    "or",
  );
}
