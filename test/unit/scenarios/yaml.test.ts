import { describe, expect, it } from "vitest";
import { decodeText } from "../../../scenarios/yaml/source.ts";
import { parsed, problemsOf, withSections } from "./support.ts";

const FINE = withSections({});

function bytes(...parts: readonly (string | readonly number[])[]): Uint8Array {
  return Buffer.concat(parts.map((part) => Buffer.from(part as string)));
}

describe("text that is no scenario", () => {
  it.each([
    ["", "1:1: scenario: expected a map with traffic, nodes and balancers, got an empty file"],
    ["# nothing yet\n", "1:1: scenario: expected a map with traffic, nodes and balancers, got an empty file"],
    ["~", "1:1: scenario: expected a map with traffic, nodes and balancers, got an empty file"],
    ["- a\n- b\n", "1:1: scenario: expected a map with traffic, nodes and balancers, got a list"],
    ["hello", '1:1: scenario: expected a map with traffic, nodes and balancers, got "hello"'],
    ["\n\n 42", "3:2: scenario: expected a map with traffic, nodes and balancers, got 42"],
  ])("%j", (text, message) => expect(problemsOf(text)).toEqual([`test.yaml:${message}`]));
});

describe("YAML's own faults", () => {
  it.each([
    ["a: b: c", '1:4: yaml: expected one `key: value` on a line (put text that holds `: ` in quotes), got "b: c"'],
    ["a: [1, 2\nb: 3", '2:1: yaml: expected a closing ], got "b: 3"'],
    ["a: {b: 1\nc: 3", '2:1: yaml: expected a closing }, got "c: 3"'],
    ['a: "x', '1:6: yaml: expected a closing ", got the end of the file'],
    ["a: 'x", "1:6: yaml: expected a closing ', got the end of the file"],
    ["a:\n\tb: 1", "2:1: yaml: expected spaces for indentation, got a tab"],
    ["a: @b", '1:4: yaml: expected a value that does not start with a reserved character (put it in quotes), got "@b"'],
    ['a: "\\q"', '1:5: yaml: expected an escape such as \\n or \\u00e9, got "\\\\q\\""'],
    ["a: 1\n---\nb: 2\n", '2:1: yaml: expected one document in the file, got "---"'],
    ["%YAML 3.1\n---\na: 1", '1:7: yaml: expected no directive but %YAML 1.2, got "3.1"'],
    ["a: &x &y 1", '1:7: yaml: expected at most one anchor, got "&y 1"'],
    ["a: b\u0000c", "1:5: yaml: expected text, got the character U+0000"],
    ["a: \ud800", "1:4: yaml: expected text, got the character U+D800"],
    ["\u0001", "1:1: yaml: expected text, got the character U+0001"],
  ])("%j", (text, message) => expect(problemsOf(text)).toContain(`test.yaml:${message}`));

  it("stop before sections are judged, as nothing certain can be said of them", () => {
    expect(problemsOf(`${FINE}sed: "x`)).toHaveLength(1);
  });

  it.each([
    ["duration: 2m\n", 'yaml: expected each key once, got "duration" again'],
    ["x-a: *nobody\n", 'yaml: expected an alias that names an anchor above it, got "nobody"'],
    ["x-a: &a [*a]\n", "yaml: expected an alias to something that ends, got itself"],
    ["x-a: !mine 1\n", 'yaml: expected no tag, got "!mine 1"'],
    ["x-a: !!binary aGVsbG8=\n", 'yaml: expected no tag, got "!!binary aGVsbG8="'],
    ["? [a, b]\n: 1\n", "yaml: expected a plain key, got a list or a map"],
    ["x-a: {<<: 5}\n", "yaml: expected a map, or a list of maps, to merge"],
  ])("of values: %j", (line, message) => {
    const [problem, ...others] = problemsOf(FINE + line);
    expect(others).toEqual([]);
    expect(problem).toContain(`: ${message}`);
    expect(problem).toMatch(new RegExp(`^test\\.yaml:${FINE.split("\n").length}:\\d+: `));
  });
});

describe("aliases", () => {
  it("stand for their values, and a fault in one is shown where it was written", () => {
    const text =
      "x-w: &w {exponential: 8}\nduration: 1m\ntraffic: {arrivals: {poisson: 3/s}, work: *w}\nnodes: 2\nbalancers: hash\n";
    expect(parsed(text.replace("8}", "8ms}")).scenario.traffic[0]!.work).toEqual({ kind: "exponential", mean: 8e6 });
    expect(problemsOf(text)).toEqual(["test.yaml:1:23: traffic.work.exponential: expected a mean such as 8ms, got 8"]);
  });

  it("take the last anchor of the name above them", () => {
    const text =
      "x-a: &w 1ms\nx-b: &w 2ms\nduration: 1m\ntraffic: {arrivals: {poisson: 3/s}, work: *w}\nnodes: 2\nbalancers: hash\nx-c: &w 3ms\n";
    expect(parsed(text).scenario.traffic[0]!.work).toEqual({ kind: "constant", value: 2e6 });
  });

  it("find faults in merged maps where they were written", () => {
    const text =
      "x-n: &n {sped: 3, workers: 0}\nduration: 1m\ntraffic: {arrivals: {poisson: 3/s}, work: 1s}\nnodes: {<<: *n}\nbalancers: hash\n";
    expect(problemsOf(text).map((problem) => problem.split(": ")[0])).toEqual(["test.yaml:1:10", "test.yaml:1:28"]);
  });

  it("cannot be used as a bomb", () => {
    const levels = Array.from({ length: 9 }, (_, i) => `x-${i + 1}: &l${i + 1} [${`*l${i}, `.repeat(9)}]`);
    const [problem, ...others] = problemsOf(`x-0: &l0 [1]\n${levels.join("\n")}\n${FINE}`);
    expect(problem).toMatch(
      /^test\.yaml:\d+:\d+: yaml: expected aliases that stand for at most 100000 values, got more$/,
    );
    expect(others).toEqual([]);
  });
});

describe("nesting", () => {
  it.each([
    "[".repeat(20_000),
    "{a: ".repeat(5_000),
    "- ".repeat(20_000),
    `x: ${"[".repeat(20_000)}${"]".repeat(20_000)}`,
  ])("without end is a problem with a place", (text) => {
    const [problem] = problemsOf(text);
    // How deep is too deep is the parser's stack's affair: what it still reads may end too soon instead.
    expect(problem).toMatch(
      /^test\.yaml:1:\d+: yaml: expected (fewer levels of nesting, got too many|a closing }, got the end of the file)$/,
    );
  });

  it("of keys that mean something to JavaScript is only an unknown key", () => {
    expect(
      problemsOf(`${FINE}__proto__: {polluted: 1}\nconstructor: 2\n`).map((problem) => problem.split(", got ")[1]),
    ).toEqual(['"__proto__"', '"constructor"']);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });
});

describe("bytes", () => {
  it("are UTF-8, with or without a byte-order mark", () => {
    expect(decodeText(bytes("name: µ"), "f")).toBe("name: µ");
    expect(decodeText(bytes([0xef, 0xbb, 0xbf], "name: x"), "f")).toBe("name: x");
  });

  it.each<[string, Uint8Array, object]>([
    ["UTF-16", bytes([0xff, 0xfe], "n\0a\0"), { line: 1, column: 1, message: "expected UTF-8 text, got UTF-16" }],
    [
      "Latin-1",
      bytes("a: 1\nb: caf", [0xe9], "\n"),
      { line: 2, column: 7, message: "expected UTF-8 text, got bytes that are not" },
    ],
    [
      "gzip",
      bytes([0x1f, 0x8b, 0x08, 0x00]),
      { line: 1, column: 2, message: "expected UTF-8 text, got bytes that are not" },
    ],
    ["cut off", bytes("a: ", [0xc3]), { line: 1, column: 4, message: "expected UTF-8 text, got bytes that are not" }],
  ])("that are %s are a problem at the first that is wrong", (_, data, problem) => {
    expect(decodeText(data, "f.yaml")).toEqual({ file: "f.yaml", path: "scenario", ...problem });
  });
});
