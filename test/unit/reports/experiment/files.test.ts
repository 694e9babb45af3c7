import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { renderExperimentCsv } from "../../../../reports/experiment/csv.ts";
import { experimentJsonSchema } from "../../../../reports/experiment-schema.ts";
import { parseExperimentFile, parseSavedFile, renderJson, ResultFileError } from "../../../../reports/json.ts";
import { fabricateCompare } from "../../../fixtures/experiments/compare-file.ts";
import { EXPERIMENTS } from "../../../fixtures/experiments/index.ts";
import { LIMITS, NODES, RATE, fabricateSweep } from "../../../fixtures/experiments/sweep-file.ts";
import { fabricateTune } from "../../../fixtures/experiments/tune-file.ts";

describe.each(Object.entries(EXPERIMENTS))("the file of a %s", (_, fabricate) => {
  const file = fabricate();

  it("survives being written and read, byte for byte", () => {
    const text = renderJson(file);
    expect(parseExperimentFile(text)).toEqual(file);
    expect(renderJson(parseSavedFile(text) as typeof file)).toBe(text);
  });

  it("keeps to the published schema", () => {
    const validate = new Ajv({ strict: false }).compile(JSON.parse(experimentJsonSchema()) as object);
    expect(validate(file), JSON.stringify(validate.errors?.slice(0, 3))).toBe(true);
  });
});

describe("an experiment's file that is none", () => {
  const problemsOf = (value: unknown): readonly string[] => {
    try {
      parseSavedFile(JSON.stringify(value));
    } catch (error) {
      if (error instanceof ResultFileError) return error.problems;
      throw error;
    }
    return [];
  };

  it("is told from every place that is wrong", () => {
    const file = fabricateCompare();
    expect(problemsOf({ ...file, baseline: 3, extra: 1, confidence: 1.5 })).toEqual([
      "confidence: too big: expected number to be <1, got 1.5",
      "baseline: expected string, got 3",
      expect.stringMatching(/^file: unrecognized key: "extra"/),
    ]);
  });

  it("is refused for another kind and for another version", () => {
    expect(problemsOf({ ...fabricateCompare(), kind: "guess" })).toEqual([
      'kind: expected "compare", "sweep", "tune", got "guess"',
    ]);
    expect(problemsOf({ ...fabricateTune(), schemaVersion: 9 })).toEqual([
      "schemaVersion: expected 1 (a result file of this version of evenkeel), got 9",
    ]);
  });
});

it("the published schema is the one declared", () => {
  const published = readFileSync(new URL("../../../../reports/experiment.schema.json", import.meta.url), "utf8");
  expect(published).toBe(experimentJsonSchema());
});

describe("an experiment as tables", () => {
  const rowsOf = (tables: ReturnType<typeof renderExperimentCsv>, name: string): readonly Record<string, string>[] =>
    parse(tables.find(({ fileName }) => fileName === name)!.text, { columns: true });

  it("has a row for each measure and balancer of a comparison, and one for each value of a replication", () => {
    const file = fabricateCompare();
    const tables = renderExperimentCsv(file);
    expect(tables.map(({ fileName }) => fileName)).toEqual([
      "comparison.csv",
      "replications.csv",
      "convergence.csv",
      "expectations.csv",
    ]);
    const rows = rowsOf(tables, "comparison.csv");
    expect(rows).toHaveLength(25);
    const hash = rows.find(({ measure, balancer }) => measure === "p99" && balancer === "hash")!;
    const [interval, difference] = [file.intervals[1]!, file.differences[0]!];
    expect(hash).toMatchObject({
      estimate: String(interval.estimate),
      "difference.low": String(difference.difference.low),
      verdict: "worse",
      mayBeBest: "false",
    });
    expect(rows.find(({ balancer }) => balancer === "round-robin")).toMatchObject({ verdict: "", rank: "4" });
    expect(rowsOf(tables, "replications.csv")).toHaveLength(25 * 24);
  });

  it("has the values of the axes beside every cell of a sweep", () => {
    const file = fabricateSweep({ axes: [NODES, RATE], limits: LIMITS });
    const tables = renderExperimentCsv(file);
    const rows = rowsOf(tables, "sweep.csv");
    expect(rows).toHaveLength(file.cells.length);
    expect(rows.at(-1)).toMatchObject({ [NODES.path]: "12", [RATE.path]: "900", measure: "lost" });
    expect(rowsOf(tables, "limits.csv")[0]).toMatchObject({ balancer: "round-robin", limit: "500/s", tried: "6" });
  });

  it("has a row for each configuration of a study, the winner named", () => {
    const file = fabricateTune({ objectives: 2 });
    const rows = rowsOf(renderExperimentCsv(file), "configurations.csv");
    expect(rows).toHaveLength(file.configurations.length);
    const winner = rows.filter((row) => row["winner"] === "true");
    expect(winner.map((row) => Number(row["configuration"]))).toEqual([file.winner]);
    expect(winner[0]).toMatchObject({
      weight: String(file.configurations[file.winner!]!.values["weight"]),
      "nodes * 0.2 + lost.estimate": String(file.configurations[file.winner!]!.objectives[1]!.estimate),
    });
  });
});
