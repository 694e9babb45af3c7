import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { inspectTrace } from "../../../scenarios/traces/index.ts";
import { bytesOf, column, messageOf, readAll, scaled, traceSpec } from "./support.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

describe("the summary of a trace", () => {
  it("counts what would be played", async () => {
    const content = "time,work_ms,bytes\n0,1,10\n2,3,10\n1,2,10\n1,2,10\n9,2,10\n";
    const spec = traceSpec({
      work: scaled(null, null),
      size: scaled(null, null),
      unordered: { kind: "sort", windowNs: 1e9 },
    });
    expect(await inspectTrace(spec, bytesOf(content))).toEqual({
      format: "csv",
      columns: ["time", "work_ms", "bytes"],
      records: 5,
      durationSeconds: 9,
      meanRatePerSecond: 4 / 9,
      peakPerSecond: 2,
      mostAtOnce: 2,
      workSeconds: { mean: 0.002, cv: expect.closeTo(Math.sqrt(2 / 5) / 2, 12) },
      sizeBytes: { mean: 10, cv: 0 },
      unordered: 2,
      largestLatenessSeconds: 1,
    });
    const faster = await inspectTrace({ ...spec, speedup: 2, repeat: 2, limit: 9 }, bytesOf(content));
    expect(faster).toMatchObject({ records: 9, durationSeconds: (9 + 2.25 + 2) / 2 });
  });

  it("says null where there is nothing to say", async () => {
    expect(await inspectTrace(traceSpec({}), bytesOf("time\n5\n"))).toMatchObject({
      meanRatePerSecond: null,
      workSeconds: null,
      sizeBytes: null,
    });
    const free = await inspectTrace(traceSpec({ work: scaled("work_ms", null) }), bytesOf("time,work_ms\n5,0\n"));
    expect(free.workSeconds).toEqual({ mean: 0, cv: null });
  });

  it("fails as a run would", async () => {
    await expect(inspectTrace(traceSpec({}), bytesOf("time\n2\n1\n"))).rejects.toThrow(
      await messageOf(traceSpec({}), "time\n2\n1\n"),
    );
  });
});

describe("the trace that ships", () => {
  const file = "scenarios/library/traces/shop-morning.csv";
  const spec = traceSpec({
    file,
    baseDir: root,
    key: column(null),
    work: scaled(null, null),
    size: scaled(null, null),
  });

  it("is as its script makes it", () => {
    const made = execFileSync(process.execPath, [join(root, "scripts/make-trace.mjs")], { encoding: "utf8" });
    expect(readFileSync(join(root, file), "utf8")).toBe(made);
    expect(made.length).toBeLessThan(120_000);
  });

  it("is a morning with a ramp, a burst, hot customers and heavy-tailed work", async () => {
    const summary = await inspectTrace(spec);
    expect(summary.records).toBeGreaterThan(2900);
    expect(summary.durationSeconds).toBeGreaterThan(590);
    expect(summary.peakPerSecond).toBeGreaterThan(20);
    expect(summary.workSeconds!.cv).toBeGreaterThan(1.2);
    const counts = new Map<number, number>();
    for (const { key } of await readAll(spec)) counts.set(key, (counts.get(key) ?? 0) + 1);
    expect(Math.max(...counts.values()) / summary.records).toBeGreaterThan(0.08);
  });
});

const data = process.env["EVENKEEL_DATA"] ?? join(root, "../shared/data");

describe.skipIf(!existsSync(data))(`real traces in ${data} (skipped where there are none; set EVENKEEL_DATA)`, () => {
  it("include an hour of a language model's requests", async () => {
    const spec = traceSpec({
      file: "azure-llm-conv-2023.csv",
      baseDir: data,
      time: { column: "TIMESTAMP", missing: null, unit: "auto", minus: null },
      work: scaled("GeneratedTokens", 12e6),
      size: scaled("ContextTokens", 4),
    });
    const summary = await inspectTrace(spec);
    expect(summary).toMatchObject({ format: "csv", records: 19_366, unordered: 0, durationSeconds: 3501.721937 });
    const [first] = await readAll({ ...spec, limit: 1 });
    expect(first).toEqual({ timeNs: 0, key: 0, workNs: 44 * 12e6, sizeBytes: 374 * 4 });
    const [, second] = await readAll({ ...spec, limit: 2 });
    expect(second!.timeNs).toBe(50_995_169_000 - 46_680_590_000);
  });

  it("include four days of a web server's log, packed, unordered, and with a line cut off", async () => {
    const spec = traceSpec({
      file: "apache-access-2015.log.gz",
      baseDir: data,
      key: column(null),
      size: scaled(null, 1),
    });
    expect(await messageOf(spec)).toMatch(
      /:4:19: time_local: expected a time not before "17\/May\/2015:10:05:47 \+0000" of line 3, .*`unordered: {sort: 59s}` sorts the file$/,
    );
    const sorted = { ...spec, unordered: { kind: "sort", windowNs: 59e9 } } as const;
    expect(await inspectTrace(sorted)).toMatchObject({ format: "access-log", records: 10_000, unordered: 9448 });
    const spread = await inspectTrace({ ...sorted, spreadNs: 1e9 });
    expect(spread).toMatchObject({ records: 10_000, mostAtOnce: 1 });
  });
});
