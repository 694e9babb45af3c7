import { describe, expect, it } from "vitest";
import { isVaryFault, isWholeRange, parseVary, spacedValues, valueAt } from "../../../../scenarios/index.ts";
import type { VaryList, VaryRange } from "../../../../scenarios/index.ts";

function valuesOf(text: string): VaryRange | VaryList {
  const read = parseVary(`path=${text}`);
  if (isVaryFault(read)) throw new Error(read.message);
  return read.values;
}

function rangeOf(text: string): VaryRange {
  const values = valuesOf(text);
  if (values.kind !== "range") throw new Error(`${text} is no range`);
  return values;
}

/** The texts of all values of a range that says how many. */
function spaced(text: string): readonly string[] {
  const range = rangeOf(text);
  return spacedValues(range, range.count!, isWholeRange(range)).map((value) => value.text);
}

describe("a list", () => {
  it("of numbers has their numbers and their unit", () => {
    expect(valuesOf("1, 2,5")).toEqual({
      kind: "list",
      unit: "number",
      values: [
        { text: "1", number: 1 },
        { text: "2", number: 2 },
        { text: "5", number: 5 },
      ],
    });
    expect((valuesOf("100ms,2s") as VaryList).values.map(({ number }) => number)).toEqual([0.1, 2]);
    expect((valuesOf("0,10ms") as VaryList).unit).toBe("seconds");
  });

  it.each([
    ["1%,5%", "fraction"],
    ["100/s,6/min", "perSecond"],
    ["4KiB,1MB", "bytes"],
    ["fifo,lifo", null],
    ["1,2s", null],
    ["true", null],
  ])("%s has the unit %s", (text, unit) => expect((valuesOf(text) as VaryList).unit).toBe(unit));

  it("of maps is split between the maps", () => {
    const { values } = valuesOf('{poisson: 100/s, x: 1},{regular: 5/s},[a, b],"a,b"') as VaryList;
    expect(values.map(({ text }) => text)).toEqual(["{poisson: 100/s, x: 1}", "{regular: 5/s}", "[a, b]", '"a,b"']);
  });
});

describe("a range", () => {
  it("keeps its ends as written and puts the others evenly between", () => {
    expect(spaced("100/s..900/s:9")).toEqual("1 2 3 4 5 6 7 8 9".split(" ").map((digit) => `${digit}00/s`));
    expect(spaced("0..1s:4")).toEqual(["0", "333.3ms", "666.7ms", "1s"]);
    expect(spaced(".1...5:3")).toEqual([".1", "0.3", ".5"]);
    expect(spaced("0.1..0.3:3")).toEqual(["0.1", "0.2", "0.3"]);
    expect(spaced("-1..1.5:6")).toEqual(["-1", "-0.5", "0", "0.5", "1", "1.5"]);
  });

  it("goes by equal factors on a log scale", () => {
    expect(spaced("1ms..1s:7:log")).toEqual(["1ms", "3.162ms", "10ms", "31.62ms", "100ms", "316.2ms", "1s"]);
    expect(spaced("1..1000:4:log")).toEqual(["1", "10", "100", "1000"]);
  });

  it("counts in the unit that both ends are written in", () => {
    expect(spaced("10/min..60/min:6")).toEqual(["10/min", "20/min", "30/min", "40/min", "50/min", "60/min"]);
    expect(spaced("1%..5%:5")).toEqual(["1%", "2%", "3%", "4%", "5%"]);
    expect(spaced("1h..2h:2:linear")).toEqual(["1h", "2h"]);
  });

  it("between whole numbers has whole numbers, each once", () => {
    expect(spaced("2..20:5")).toEqual(["2", "7", "11", "16", "20"]);
    expect(spaced("2..4:9")).toEqual(["2", "3", "4"]);
    expect(spacedValues(rangeOf("1..2"), 3, false).map(({ text }) => text)).toEqual(["1", "1.5", "2"]);
  });

  it("tells neighbours apart however near they are", () => {
    expect(spaced("10000..10000.1:3")).toEqual(["10000", "10000.05", "10000.1"]);
  });

  it("gives every whole number the same stretch of the way", () => {
    const range = rangeOf("1..4");
    const drawn = Array.from({ length: 400 }, (_, index) => valueAt(range, (index + 0.5) / 400, true).number);
    expect([1, 2, 3, 4].map((whole) => drawn.filter((each) => each === whole).length)).toEqual([100, 100, 100, 100]);
    expect(valueAt(range, 0.999999, true).text).toBe("4");
  });

  it("has a value anywhere between its ends", () => {
    expect(valueAt(rangeOf("100/s..900/s"), 0.3, false)).toEqual({ text: "340/s", number: 340 });
    expect(valueAt(rangeOf("1ms..1s:log"), 0.5, false).text).toBe("31.62ms");
    expect(valueAt(rangeOf("1..1000:log"), 0.5, true).text).toBe("31");
  });
});

describe("what is wrong", () => {
  it.each([
    ["nodes", 'expected PATH=VALUES, such as nodes=2..20, got "nodes"'],
    ["=3", 'expected PATH=VALUES, such as nodes=2..20, got "=3"'],
    ["a=", "expected values, such as 2..20, 100/s..900/s:9 or 1,2,5, got nothing"],
    ["a=1,,3", 'expected a value on each side of a comma, got "1,,3"'],
    ["a=1,2,", 'expected a value on each side of a comma, got "1,2,"'],
    ["a=1..3,5", 'expected either a range or a list, got "1..3,5"'],
    ["a=1,2,1", 'expected each value once, got "1" twice'],
    ["a=1..", 'expected a range of numbers of one kind, such as 100/s..900/s:9, got "1.."'],
    ["a=1s..5/s", 'expected a range of numbers of one kind, such as 100/s..900/s:9, got "1s..5/s"'],
    ["a=x..y", 'expected a range of numbers of one kind, such as 100/s..900/s:9, got "x..y"'],
    ["a=9..2", 'expected a low end below the high end, got "9..2"'],
    ["a=0..1:3:log", 'expected a low end above 0 on a log scale, got "0..1:3:log"'],
    ["a=1..2:1", 'expected 2 to 10000 values, got "1"'],
    ["a=1..2:10001", 'expected 2 to 10000 values, got "10001"'],
    ["a=1..2:x", 'expected a number of values, log or linear after the colon, got "x" in "1..2:x"'],
    ["a=1..2:3:x", 'expected log or linear after the colon, got "x" in "1..2:3:x"'],
    ["a=1..2:3:log:4", 'expected log or linear after the colon, got "log:4" in "1..2:3:log:4"'],
    [`a=${Array.from({ length: 10_001 }, (_, index) => index).join(",")}`, "expected at most 10000 values, got 10001"],
  ])("with %s", (text, message) => expect(parseVary(text)).toMatchObject({ message }));

  it("names the path as far as it was read", () => {
    expect(parseVary("a.b=9..2")).toMatchObject({ path: "a.b" });
    expect(parseVary("9..2")).toMatchObject({ path: null });
  });
});
