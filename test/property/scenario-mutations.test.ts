import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatProblem, parseScenario, type Override, type Problem } from "../../scenarios/index.ts";
import { decodeText } from "../../scenarios/yaml/source.ts";

const SEED = 20_240_612;
const FILES = 3000;

/** The shipped example, and a file in which nearly every construct of the language stands once. */
const ORIGINALS: readonly string[] = [
  readFileSync("scenarios/library/one-slow-node.yaml", "utf8"),
  `x-queue: &queue {capacity: 500, discipline: priority}
name: "Everything: once"
question: >
  Does it fold
  over lines?
seed: 42
duration: 1h30m
drain: 10s
warmup: auto
traffic:
  - name: web
    zone: eu
    arrivals: {schedule: {points: [{at: 0s, rate: 5/s}, {at: 12m, rate: 90/min}], shape: step, period: 24h}}
    keys: {uniform: 1000}
    work: {hyperexponential: {branches: [{probability: 90%, mean: 1ms}, {probability: 10%, mean: 71ms}]}}
    size: {lognormal: {mean: 20KiB, cv: 3}}
    priority: 1
  - arrivals: {bursty: {on: {rate: 900/s, mean: 2s}, off: {mean: 8s}}}
    work: {pareto: {shape: 1.5, mean: 8ms, max: 10s}}
  - arrivals: {closed: {clients: 50, think: [10ms, 1s]}}
    work: {gamma: {mean: 8ms, cv: 0.5}}
  - name: llm
    arrivals:
      trace: {file: a.csv, time: {column: T, unit: ms, minus: {column: d, each: 1s}}, key: 3, size: {column: n, each: 4B}, unordered: {sort: 2s}}
    work: {batch: 1}
gateways: {count: 2, assign: producer, zone: eu, detection: never, queue: {capacity: unbounded}}
nodes:
  - {name: n, count: 4, zone: eu, workers: 2, speed: 1.5, weight: 3, queue: *queue, durable: true}
  - name: 'old one'
    queue:
      <<: *queue
      overflow: drop-oldest
network:
  latency: 500us
  links: {gateway-node: {latency: {uniform: {from: 100us, to: 300us}}}}
  zones: [{between: [eu, default], latency: 45ms, link: producer-gateway}]
faults:
  - {crash: [n1, old one], at: 10s, for: 15s, as: both}
  - {slow: n, factor: 3, at: 20s}
balancers:
  - hash
  - power-of-two-choices: {choices: 3, as: three}
expect:
  - "p99(responseTime, three, web) < 0.5 * p99(responseTime, hash) and not lost(hash, node-crash) > 10"
  - throughput(*) >= 99% * offeredRate(*)
`.replace("{batch: 1}", "8ms"),
];

const TOKENS: readonly string[] = [
  ...[
    ":",
    ": ",
    "- ",
    "[",
    "]",
    "{",
    "}",
    ",",
    "&a ",
    "*a",
    "*queue",
    "<<: ",
    "!x ",
    "|",
    ">",
    "'",
    '"',
    "#",
    "%",
    "@",
    "?",
    "---\n",
    "...\n",
  ],
  ...[
    "\t",
    "\n",
    "\r",
    "\0",
    "\u0085",
    "\u2028",
    "\ufeff",
    "\ud800",
    "é",
    "😀",
    "null",
    "~",
    "true",
    ".inf",
    "-.nan",
    "0x1F",
    "1e999",
    "-1",
    "0",
  ],
  ...[
    "1e9",
    "99999999999999999999",
    "400/s",
    "8ms",
    "2%",
    "4KiB",
    "__proto__",
    "constructor",
    "name",
    "poisson",
    "(",
    ")",
    "lost",
    "and",
    "==",
  ],
];

/** One change: where it begins, how long it is (both as fractions), and what happens there. */
interface Mutation {
  readonly kind:
    "flip" | "delete" | "copy" | "move-line" | "copy-line" | "drop-line" | "token" | "insert" | "cut" | "indent";
  readonly at: number;
  readonly length: number;
  readonly token: string;
}

/** Evenly in [0, 1): the usual bias to the ends would leave the middle of the file alone. */
const unit = fc.noBias(fc.integer({ min: 0, max: 999_999 })).map((millionths) => millionths / 1e6);
const mutation: fc.Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom(
    ...([
      "flip",
      "delete",
      "copy",
      "move-line",
      "copy-line",
      "drop-line",
      "token",
      "token",
      "insert",
      "cut",
      "indent",
    ] as const),
  ),
  at: unit,
  length: unit,
  token: fc.oneof(fc.constantFrom(...TOKENS), fc.string({ maxLength: 6 })),
});

/** A copy with so many items at `start` replaced by others. */
function spliced(lines: readonly string[], start: number, count: number, ...others: readonly string[]): string[] {
  return [...lines.slice(0, start), ...others, ...lines.slice(start + count)];
}

function mutate(text: string, { kind, at, length, token }: Mutation): string {
  const start = Math.floor(at * text.length);
  const end = Math.min(text.length, start + 1 + Math.floor(length ** 3 * 80));
  const lines = text.split("\n");
  const line = Math.floor(at * lines.length);
  const other = Math.floor(length * lines.length);
  switch (kind) {
    case "delete":
      return text.slice(0, start) + text.slice(end);
    case "copy":
      return text.slice(0, end) + text.slice(start);
    case "insert":
      return text.slice(0, start) + token + text.slice(start);
    case "cut":
      return text.slice(0, start);
    case "token": {
      const words = [...text.matchAll(/[\w./%-]+/g)];
      const word = words[Math.floor(at * words.length)];
      return word === undefined ? token : text.slice(0, word.index) + token + text.slice(word.index + word[0].length);
    }
    case "flip":
      return text;
    case "drop-line":
      return spliced(lines, line, 1).join("\n");
    case "copy-line":
      return spliced(lines, other, 0, lines[line] ?? "").join("\n");
    case "move-line":
      return spliced(spliced(lines, line, 1), other, 0, lines[line] ?? "").join("\n");
    case "indent":
      return spliced(lines, line, 1, `${" ".repeat(1 + Math.floor(length * 4))}${lines[line] ?? ""}`).join("\n");
  }
}

/** As bytes, so that what is no longer UTF-8 is met too. */
function mutatedBytes(original: string, mutations: readonly Mutation[]): Uint8Array {
  const bytes = Buffer.from(mutations.reduce(mutate, original));
  for (const { kind, at, length } of mutations) {
    const index = Math.floor(at * bytes.length);
    if (kind === "flip" && index < bytes.length) bytes[index] = bytes[index]! ^ (1 << Math.floor(length * 8));
  }
  return bytes;
}

function problemsIn(bytes: Uint8Array, overrides: readonly Override[] = []): readonly Problem[] {
  const text = decodeText(bytes, "f.yaml");
  if (typeof text !== "string") return [text];
  const result = parseScenario(text, { file: "f.yaml", overrides });
  if (!result.ok) expect(result.problems).not.toEqual([]);
  return result.ok ? [] : result.problems;
}

/** Every problem says what was expected and what stands there, at a place that the file has. */
function checkProblems(problems: readonly Problem[], bytes: Uint8Array): void {
  const lines = new TextDecoder().decode(bytes).split("\n");
  for (const problem of problems) {
    const text = formatProblem(problem);
    expect(problem.line, text).toBeGreaterThanOrEqual(1);
    expect(problem.line, text).toBeLessThanOrEqual(lines.length);
    expect(problem.column, text).toBeGreaterThanOrEqual(1);
    expect(problem.column, text).toBeLessThanOrEqual(lines[problem.line - 1]!.length + 1);
    expect(problem.message, text).toMatch(/^(default: )?expected [^]+/);
    expect(text).not.toMatch(/undefined|\[object|\n/);
  }
  const places = problems
    .filter(({ override }) => override === undefined)
    .map(({ line, column }) => line * 1e6 + column);
  expect(places).toEqual([...places].sort((a, b) => a - b));
}

describe(`files at random (seed ${SEED})`, () => {
  it("are fine before anything is done to them", () => {
    for (const original of ORIGINALS) expect(problemsIn(Buffer.from(original)).map(formatProblem)).toEqual([]);
  });

  it(`${FILES} mutated scenarios: never an exception, always a place`, () => {
    const kinds = new Set<string>();
    let refused = 0;
    fc.assert(
      fc.property(
        fc.constantFrom(...ORIGINALS),
        fc.array(mutation, { minLength: 1, maxLength: 4 }),
        (original, mutations) => {
          const bytes = mutatedBytes(original, mutations);
          const problems = problemsIn(bytes);
          checkProblems(problems, bytes);
          if (problems.length > 0) refused++;
          for (const problem of problems) kinds.add(problem.path.replace(/\d+/g, "#"));
        },
      ),
      { seed: SEED, numRuns: FILES },
    );
    // The mutations must reach past YAML into every part of the language.
    expect(refused).toBeGreaterThan(FILES / 2);
    expect(kinds.size).toBeGreaterThan(60);
  });

  it("mutated --set: the same", () => {
    const path = fc.oneof(
      fc.constantFrom(
        "traffic.web.arrivals.poisson",
        "nodes.slow.speed",
        "faults.0.at",
        "balancers.hash.x",
        "network",
        "a.b.c",
        "expect.9",
      ),
      fc.string({ maxLength: 12 }),
    );
    const value = fc.oneof(
      fc.constantFrom(...TOKENS),
      fc.string({ maxLength: 12 }),
      fc.constantFrom("900/s", "{count: 3}", "[a, b]", "*work"),
    );
    const text = Buffer.from(ORIGINALS[0]!);
    fc.assert(
      fc.property(fc.array(fc.record({ path, value }), { minLength: 1, maxLength: 3 }), (overrides) => {
        for (const problem of problemsIn(text, overrides)) expect(problem.message).toMatch(/^expected [^]+/);
      }),
      { seed: SEED, numRuns: 400 },
    );
  });
});
