/** What is searched: the parameters that the balancers declare, narrowed by `--vary`, and paths of the scenario. */
import { isVaryFault, isWholeRange, parseVary, readQuantity } from "../../../scenarios/index.ts";
import type { Vary } from "../../../scenarios/index.ts";
import { balancerDimensions } from "../../../sim/index.ts";
import type { BalancerSpec, Dimension, ParameterValue, Space } from "../../../sim/index.ts";
import { UserError } from "../../errors.ts";
import type { RunnableScenario } from "../runnable-scenario.ts";
import { valueAtPath } from "./document-path.ts";

/**
 * `words` are those of `--balancer`: whom the first one names comes first, and its defaults are what all is compared with.
 * Throws a `UserError` where a `--vary` says nothing that can be varied, or nothing is left to tune.
 */
export function tuneSpace(loaded: RunnableScenario, varies: readonly string[], words: readonly string[]): Space {
  const parsed = varies.map(parsedVary);
  const balancers = inOrder(loaded.scenario.balancers, words);
  const own = parsed.map((vary) => ({ vary, owner: ownerOf(vary.path, balancers) }));
  const scenario = own.filter(({ owner }) => owner === null).map(({ vary }) => scenarioDimension(vary, loaded));
  const space = balancers.map((spec) => {
    const changes = own.filter(({ owner }) => owner?.label === spec.label).map(({ vary }) => vary);
    return { balancer: spec.label, dimensions: [...ownDimensions(spec, loaded, changes), ...scenario] };
  });
  checkPaths(space);
  const fixed = space.every(({ dimensions }) => dimensions.length === 0);
  if (fixed && space.length === 1) {
    const { balancer } = space[0]!;
    throw new UserError(`tune: expected something to vary, got ${balancer}, which has no parameters, and no --vary`);
  }
  return space;
}

/** The scenario's own come in its order, and others in that of their names: the user's first one goes before them. */
function inOrder(balancers: readonly BalancerSpec[], [first]: readonly string[]): readonly BalancerSpec[] {
  const name = first?.split(":")[0];
  const chosen = balancers.find(({ label }) => label === first || label === name);
  const found = chosen ?? balancers.find(({ algorithm }) => algorithm === name);
  return found === undefined ? balancers : [found, ...balancers.filter((each) => each !== found)];
}

function parsedVary(text: string): Vary {
  const read = parseVary(text);
  if (!isVaryFault(read)) return read;
  throw new UserError(`--vary${read.path === null ? "" : ` ${read.path}`}: ${read.message}`);
}

/** The balancer whose parameter the path names, by its label or its name; null: it is a path of the scenario. */
function ownerOf(path: string, balancers: readonly BalancerSpec[]): BalancerSpec | null {
  const named = (name: string): boolean => path.startsWith(`${name}.`);
  return balancers.find(({ label }) => named(label)) ?? balancers.find(({ algorithm }) => named(algorithm)) ?? null;
}

/** What the balancer declares, but for what is left alone unless it is named. */
function ownDimensions(spec: BalancerSpec, loaded: RunnableScenario, varies: readonly Vary[]): readonly Dimension[] {
  const definition = loaded.definition(spec.algorithm);
  const declared = balancerDimensions(spec, definition);
  const named = new Map(varies.map((vary) => [parameterOf(vary, declared, spec), vary]));
  return declared.flatMap((dimension) => {
    const vary = named.get(dimension.path);
    if (vary !== undefined) return [narrowed(dimension, vary)];
    return definition.about.parameters[dimension.path]!.tuned === false ? [] : [dimension];
  });
}

function parameterOf(vary: Vary, declared: readonly Dimension[], spec: BalancerSpec): string {
  const start = [spec.label, spec.algorithm].find((name) => vary.path.startsWith(`${name}.`))!;
  const parameter = vary.path.slice(start.length + 1);
  if (declared.some(({ path }) => path === parameter)) return parameter;
  throw new UserError(unknownParameter(vary, declared, spec));
}

function unknownParameter({ path }: Vary, declared: readonly Dimension[], { label }: BalancerSpec): string {
  const known = declared.map((each) => `${label}.${each.path}`);
  const expected = known.length === 0 ? `a path of the scenario, as ${label} has no parameters` : known.join(", ");
  return `--vary ${path}: expected ${known.length > 1 ? "one of " : ""}${expected}, got ${JSON.stringify(path)}`;
}

/** Only what the declaration allows: beyond it the balancer would refuse to run. */
function narrowed(dimension: Dimension, { path, values }: Vary): Dimension {
  const { type, low, high, levels } = dimension;
  const refuse = (expected: string, got: string): never => {
    throw new UserError(`--vary ${path}: expected ${expected}, got ${got}`);
  };
  const range = `values from ${low} to ${high}`;
  if (values.kind === "range") {
    if (low === null || high === null) return refuse(`some of ${levels!.join(", ")}`, "a range");
    if (type === "integer" && !isWholeRange(values)) refuse("whole numbers", rangeText(values));
    if (values.low.number < low || values.high.number > high) refuse(range, rangeText(values));
    const logarithmic = values.logarithmic || (dimension.logarithmic && values.low.number > 0);
    const narrow = { ...dimension, low: values.low.number, high: values.high.number, logarithmic };
    return values.count === null ? narrow : withLevels(narrow, evenly(narrow, values.count));
  }
  const read = values.values.map(({ text, number }): ParameterValue => {
    if (low === null || high === null) {
      const level = levels!.find((each) => String(each) === text);
      return level ?? refuse(`some of ${levels!.join(", ")}`, text);
    }
    if (number === null || number < low || number > high) return refuse(range, text);
    return type === "integer" && !Number.isInteger(number) ? refuse("whole numbers", text) : number;
  });
  return withLevels(dimension, read);
}

function rangeText({ low, high }: Extract<Vary["values"], { kind: "range" }>): string {
  return `${low.text}..${high.text}`;
}

function withLevels(dimension: Dimension, values: readonly ParameterValue[]): Dimension {
  if (dimension.low === null) return { ...dimension, choices: choicesOf(dimension, values), levels: values };
  const levels = [...new Set(values)].map(Number).sort((a, b) => a - b);
  const choices = levels.map(String);
  return { ...dimension, low: levels[0]!, high: levels[levels.length - 1]!, choices, levels };
}

function choicesOf({ type }: Dimension, values: readonly ParameterValue[]): readonly string[] | null {
  return type === "choice" ? values.map(String) : null;
}

/** So many values from end to end, by equal steps or factors. */
function evenly({ low, high, logarithmic, type }: Dimension, count: number): number[] {
  const [from, to] = [low!, high!];
  return Array.from({ length: count }, (_, index) => {
    const part = index / (count - 1);
    const value = logarithmic ? from * (to / from) ** part : from + part * (to - from);
    return type === "integer" ? Math.round(value) : Number(value.toPrecision(6));
  });
}

/** A path that the scenario has a value for: that value is what the search is compared with. */
function scenarioDimension({ path, values }: Vary, { document, file }: RunnableScenario): Dimension {
  const now = valueAtPath(document, path);
  if (now === undefined) {
    throw new UserError(
      `--vary ${path}: expected a path that ${file} has a value for, or the parameter of a balancer, got none`,
    );
  }
  const plain = { path, balancer: null, logarithmic: false };
  if (values.kind === "list" && values.unit === null) {
    const levels = values.values.map(({ text }) => text);
    return { ...plain, type: "choice", low: null, high: null, unit: null, choices: levels, levels, initial: now };
  }
  const texts = values.kind === "list" ? values.values.map(({ text }) => text) : [values.low.text, values.high.text];
  const unit = sharedUnit(texts);
  const number = (text: string): number => quantityIn(text, unit);
  if (!Number.isFinite(number(now))) {
    throw new UserError(`--vary ${path}: expected values like the scenario's own, ${now}, got ${texts.join(", ")}`);
  }
  const isWhole =
    values.kind === "range" ? isWholeRange(values) : texts.every((text) => Number.isInteger(Number(text)));
  const numbers = texts.map(number);
  const dimension: Dimension = {
    ...plain,
    type: isWhole ? "integer" : "number",
    low: Math.min(...numbers),
    high: Math.max(...numbers),
    logarithmic: values.kind === "range" && values.logarithmic,
    unit: unit === "" ? null : unit,
    choices: null,
    levels: null,
    initial: number(now),
  };
  if (values.kind === "list") return withLevels(dimension, numbers);
  return values.count === null ? dimension : withLevels(dimension, evenly(dimension, values.count));
}

/** The unit as written where all have the same one; else that of the first. */
function sharedUnit(texts: readonly string[]): string {
  const units = texts
    .filter((text) => readQuantity(text)?.number !== 0)
    .map((text) => text.replace(/^[+-]?[\d.]+(?:[eE][+-]?\d+)?/, ""));
  return units[0]?.trim() ?? "";
}

/** How many of the unit a text says; NaN where that is no such quantity. */
function quantityIn(text: string, unit: string): number {
  const [value, one] = [readQuantity(text), readQuantity(`1${unit}`)];
  if (value === null || one === null || (value.unit !== one.unit && value.number !== 0)) return NaN;
  return Number((value.number / one.number).toPrecision(12));
}

/** A parameter and a path of the scenario may not have one name: nobody could tell which is meant. */
function checkPaths(space: Space): void {
  for (const { balancer, dimensions } of space) {
    const twice = dimensions.find(({ path }, index) => dimensions.findIndex((each) => each.path === path) !== index);
    if (twice !== undefined)
      throw new UserError(`--vary ${twice.path}: expected each path once, got it twice for ${balancer}`);
  }
}
