import { describe, expect, it } from "vitest";
import { guessDelimiter } from "../../../scenarios/traces/csv-position.ts";
import { keyOf } from "../../../scenarios/traces/keys.ts";
import { bytesOf, column, messageOf, readAll, scaled, timesOf, traceSpec } from "./support.ts";

const full = traceSpec({
  key: column("key"),
  work: scaled("work", 1e6),
  size: scaled("bytes", null),
});
const HEAD = "time,key,work,bytes";

describe("CSV", () => {
  it("gives each row's time, key, work and size, scaled", async () => {
    const content = `${HEAD}\n100,7,2.5,10\n100.25,8,0,4096\n`;
    expect(await readAll(full, content)).toEqual([
      { timeNs: 0, key: 7, workNs: 2_500_000, sizeBytes: 10 },
      { timeNs: 250_000_000, key: 8, workNs: 0, sizeBytes: 4096 },
    ]);
  });

  const rows = [
    { timeNs: 0, key: keyOf("a,b"), workNs: 1e6, sizeBytes: 2 },
    { timeNs: 1e9, key: keyOf('say "hi"'), workNs: 3e6, sizeBytes: 4 },
    { timeNs: 2e9, key: keyOf("two\nlines"), workNs: 5e6, sizeBytes: 6 },
    { timeNs: 3e9, key: keyOf("plain é"), workNs: 7e6, sizeBytes: 8 },
  ];
  const text = `${HEAD}\n0,"a,b",1,2\n1,"say ""hi""",3,4\n2,"two\nlines",5,6\n\n3, plain é ,7,8\n`;

  it.each([
    ["LF", text],
    ["CRLF", text.replaceAll("\n", "\r\n")],
    ["LF and CRLF mixed", text.replace("\n", "\r\n")],
    ["a byte order mark", `\uFEFF${text}`],
    ["no line end at the end", text.trimEnd()],
    ["blank lines all over", `\n\n${text.replace("\n", "\n \n\r\n")}\n\n`],
    ["quotes around everything", text.replaceAll(/(?<=^|,)(\w+)(?=,|$)/gm, '"$1"')],
    ["semicolons", text.replaceAll(/,(?!b")/g, ";")],
    ["tabs", text.replaceAll(/,(?!b")/g, "\t")],
    ["bars", text.replaceAll(/,(?!b")/g, "|")],
    ["spaces before the fields", text.replaceAll(/,(?!b")/g, ", ")],
  ])("is read with %s, whatever the chunks", async (_, content) => {
    for (const chunkBytes of [1, 7, 1 << 16]) expect(await readAll(full, bytesOf(content, chunkBytes))).toEqual(rows);
  });

  it("takes a delimiter of its own, which no guess would find", async () => {
    const content = "a;b;c~time\nx;y;z~1\nx;y;z~2\n";
    expect(timesOf(await readAll(traceSpec({ delimiter: "~" }), content))).toEqual([0, 1e9]);
    expect(guessDelimiter("a;b;c~time")).toBe(";");
  });

  it("guesses the delimiter outside quotes", () => {
    expect(guessDelimiter('"a,b,c";time')).toBe(";");
    expect(guessDelimiter("time")).toBe(",");
  });

  it("calls columns by number where there is no header", async () => {
    const spec = { ...full, header: false, key: column("2"), work: scaled("3", 1e6), size: scaled("4", null) };
    const time = { column: "1", missing: null, unit: "auto", minus: null } as const;
    expect(await readAll({ ...spec, time }, "5,9,1,2\n6,9,1,2\n")).toEqual([
      { timeNs: 0, key: 9, workNs: 1e6, sizeBytes: 2 },
      { timeNs: 1e9, key: 9, workNs: 1e6, sizeBytes: 2 },
    ]);
  });

  it("needs no names for columns that are called what they are", async () => {
    const spec = traceSpec({ key: column(null), work: scaled(null, null), size: scaled(null, null) });
    expect(await readAll(spec, "Timestamp,KEY,work_ms,bytes\n1,2,3,4\n")).toEqual([
      { timeNs: 0, key: 2, workNs: 3e6, sizeBytes: 4 },
    ]);
  });

  it("reads one column twice where two things are in it", async () => {
    const spec = { ...full, key: column("bytes") };
    expect(await readAll(spec, `${HEAD}\n0,x,1,77\n`)).toMatchObject([{ key: 77, sizeBytes: 77 }]);
  });

  it("gives what is missing the value that the description says", async () => {
    const spec = { ...full, key: column("key", "anonymous"), work: scaled("work", 1e6, "3") };
    expect(await readAll(spec, `${HEAD}\n0,,,1\n`)).toEqual([
      { timeNs: 0, key: keyOf("anonymous"), workNs: 3e6, sizeBytes: 1 },
    ]);
  });

  it("leaves at 0 what is not read", async () => {
    expect(await readAll(traceSpec({}), `${HEAD}\n0,x,1,2\n`)).toEqual([
      { timeNs: 0, key: 0, workNs: 0, sizeBytes: 0 },
    ]);
  });
});

describe("a fault in CSV", () => {
  it.each([
    ["text for work", "0,a,abc,1", '2:5: work: expected a number of 0 or more, got "abc"'],
    ["work below 0", "0,a,-1,1", '2:5: work: expected a number of 0 or more, got "-1"'],
    ["NaN", "0,a,NaN,1", '2:5: work: expected a number of 0 or more, got "NaN"'],
    ["a number in hexadecimal", "0,a,0x10,1", '2:5: work: expected a number of 0 or more, got "0x10"'],
    [
      "no work",
      "0,a,,1",
      "2:5: work: expected a number of 0 or more, got nothing (`missing: …` would give it a value)",
    ],
    ["no key", "0,,1,1", "2:3: key: expected a key, got nothing (`missing: …` would give it a value)"],
    ["no time", ",a,1,1", "2:1: time: expected a time, got nothing (`missing: …` would give it a value)"],
    [
      "too much work",
      "0,a,1e12,1",
      '2:5: work: expected at most 2^53 nanoseconds or bytes, got "1e12" of 1000000 each',
    ],
    ["a field too few", "0,a,1", "2:1: record: expected 4 fields, got 3"],
    ["a field too many", "0,a,1,1,", "2:1: record: expected 4 fields, got 5"],
    ["a fault after a quoted line end", '0,"a\nb",x,1', '3:4: work: expected a number of 0 or more, got "x"'],
    ["a quote left open", '0,"a,1,1\n1,b,2,2', "2:1: key: expected a closing quote, got the end of the file"],
    [
      "a quote within a field",
      '0,a"b,1,1',
      "2:1: key: expected a quote only where a field starts, got one within a field",
    ],
    [
      "text after a quote",
      '0,"a"b,1,1',
      "2:1: key: expected the delimiter or the line's end after a closing quote, got another character",
    ],
  ])("such as %s is told by line and column", async (_, line, expected) => {
    expect(await messageOf(full, `${HEAD}\n${line}\n`)).toBe(`trace.csv:${expected}`);
  });

  it("is told by its own line where quotes and blank lines came before", async () => {
    const content = `${HEAD}\n0,"a\n\nb",1,1\n\n1,"c",1,1\n2,d,1,1\n3,"e",oops,1\n`;
    expect(await messageOf(full, content)).toBe('trace.csv:8:7: work: expected a number of 0 or more, got "oops"');
    expect(await messageOf(full, content.replace('"e"', 'e"'))).toMatch(/^trace\.csv:8:1: key: expected a quote only/);
  });

  it.each([
    ["wrok", 'got "wrok"; did you mean "work"?'],
    ["WORK", 'got "WORK"; did you mean "work"?'],
    ["elephant", 'got "elephant"'],
  ])("such as an unknown column %s is told with the known ones", async (name, end) => {
    const spec = { ...full, work: scaled(name, 1e6) };
    const start = "trace.csv:1:1: work: expected a column of the file (one of time, key, work, bytes), ";
    expect(await messageOf(spec, `${HEAD}\n0,a,1,1\n`)).toBe(start + end);
  });

  it("such as work without a unit is told", async () => {
    expect(await messageOf({ ...full, work: scaled("work", null) }, `${HEAD}\n0,a,1,1\n`)).toBe(
      'trace.csv:1:1: work: expected the unit of column "work" (such as each: 1ms), got none',
    );
  });

  it("such as no column for the time is told", async () => {
    expect(await messageOf(traceSpec({}), "when,who\n0,a\n")).toBe(
      "trace.csv:1:1: time: expected a column called time or timestamp, or the name of a column (one of when, who), got none",
    );
  });

  it.each([
    ["an empty file", "", 1],
    ["a header and nothing else", `${HEAD}\n`, 1],
    ["blank lines", "\n\n\n", 1],
  ])("such as %s is told", async (_, content, line) => {
    expect(await messageOf(full, content)).toBe(`trace.csv:${line}:1: file: expected at least one record, got none`);
  });

  it("such as a line without end does not fill the memory", async () => {
    const endless = `${HEAD}\n0,${"x".repeat(3 << 20)}`;
    expect(await messageOf(full, endless)).toBe(
      "trace.csv:2:1048577: line: expected at most 1048576 characters, got more",
    );
    const open = `${HEAD}\n0,"${"x\n".repeat(3 << 19)}`;
    expect(await messageOf(full, open)).toMatch(/^trace\.csv:2:1: record: expected a record of at most 1048576 char/);
  });

  it("after the limit is not met", async () => {
    const content = `${HEAD}\n0,a,1,1\n1,"b",1,1\n2,oops\n`;
    expect(await readAll({ ...full, limit: 2 }, content)).toHaveLength(2);
    expect(await readAll({ ...full, limit: 2 }, content.replace("oops", 'o"op"s'))).toHaveLength(2);
  });
});
