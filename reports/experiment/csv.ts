/**
 * An experiment as tables for a spreadsheet or a notebook (RFC 4180). Values in the measures' base units: seconds, per second,
 * fractions; an empty field where a figure does not apply.
 */
import type { CompareFile, Estimate, SweepFile, TuneFile } from "../../sim/index.ts";
import { table } from "../csv.ts";
import type { CsvRow, CsvTable } from "../csv.ts";
import type { ExperimentFile } from "./kinds.ts";

/**
 * Of a comparison `comparison.csv`, `replications.csv`, `convergence.csv` and `expectations.csv`; of a sweep `sweep.csv` and,
 * where limits were searched for, `limits.csv`; of a study `configurations.csv`, `history.csv` and `importance.csv`.
 */
export function renderExperimentCsv(file: ExperimentFile): readonly CsvTable[] {
  const tables = tablesOf(file);
  return Object.entries(tables).map(([name, rows]) => ({ fileName: `${name}.csv`, text: table(rows) }));
}

function tablesOf(file: ExperimentFile): Readonly<Record<string, readonly CsvRow[]>> {
  switch (file.kind) {
    case "compare":
      return compareTables(file);
    case "sweep":
      return sweepTables(file);
    case "tune":
      return tuneTables(file);
  }
}

function compareTables(file: CompareFile): Readonly<Record<string, readonly CsvRow[]>> {
  const ranked = new Map(
    file.rankings.flatMap(({ measure, places }) =>
      places.map((place, index) => [keyOf(measure, place.balancer), { ...place, rank: index + 1 }] as const),
    ),
  );
  const compared = new Map(file.differences.map((each) => [keyOf(each.measure, each.balancer), each]));
  return {
    comparison: file.intervals.map(({ values: _, ...interval }) => {
      const key = keyOf(interval.measure, interval.balancer);
      const difference = compared.get(key);
      return {
        ...pick(interval, ["measure", "balancer"]),
        ...estimateColumns("", interval),
        method: interval.method,
        ...(difference === undefined
          ? {}
          : {
              ...estimateColumns("difference.", difference.difference),
              ...estimateColumns("ratio.", difference.ratio),
            }),
        verdict: difference?.verdict,
        moreReplications: difference?.moreReplications,
        varianceReduction: difference?.varianceReduction,
        rank: ranked.get(key)?.rank,
        probabilityOfBest: ranked.get(key)?.probabilityOfBest,
        mayBeBest: ranked.get(key)?.mayBeBest,
      };
    }),
    replications: file.intervals.flatMap(({ measure, balancer, values }) =>
      values.map((value, index) => ({ measure, balancer, seed: file.seeds[index], value })),
    ),
    convergence: file.convergence.map(({ difference, ...point }) => ({
      ...point,
      ...estimateColumns("difference.", difference),
    })),
    expectations: file.expectations.map(({ share, ...each }) => ({ ...each, ...estimateColumns("share.", share) })),
  };
}

function sweepTables(file: SweepFile): Readonly<Record<string, readonly CsvRow[]>> {
  const at = (point: number): CsvRow =>
    Object.fromEntries(
      file.axes.map((axis, index) => {
        const value = file.points[point]?.values[index];
        return [axis.path, value?.number ?? value?.text];
      }),
    );
  const cells = file.cells.map((cell) => ({
    ...at(cell.point),
    ...pick(cell, ["point", "balancer", "measure"]),
    ...estimateColumns("", cell),
    met: cell.met,
  }));
  if (file.limits === null) return { sweep: cells };
  const limits = file.limits.map(({ point, balancer, path, kind, ...limit }) => ({
    ...at(point),
    point,
    balancer,
    path,
    kind,
    limit: limit.limit?.text,
    low: limit.low?.text,
    high: limit.high?.text,
    sureLow: limit.sureLow?.text,
    sureHigh: limit.sureHigh?.text,
    tried: limit.tried.length,
  }));
  return { sweep: cells, limits };
}

function tuneTables(file: TuneFile): Readonly<Record<string, readonly CsvRow[]>> {
  return {
    configurations: file.configurations.map((configuration, index) => ({
      configuration: index,
      ...pick(configuration, ["balancer", "state", "replications", "feasible"]),
      winner: index === file.winner,
      ...Object.fromEntries(file.space.map(({ path }) => [path, configuration.values[path]])),
      ...Object.assign(
        {},
        ...configuration.objectives.map((each, objective) =>
          estimateColumns(`${file.objectives[objective]?.text ?? objective}.`, each),
        ),
      ),
    })),
    history: file.history.map((point) => ({ ...point })),
    importance: file.importance.map(({ share, path, balancer }) => ({
      path,
      balancer,
      ...estimateColumns("share.", share),
    })),
  };
}

function keyOf(measure: string, balancer: string): string {
  return JSON.stringify([measure, balancer]);
}

function estimateColumns(prefix: string, { estimate, low, high, count }: Estimate): CsvRow {
  return { [`${prefix}estimate`]: estimate, [`${prefix}low`]: low, [`${prefix}high`]: high, [`${prefix}count`]: count };
}

function pick<T extends object, K extends keyof T>(from: T, names: readonly K[]): Pick<T, K> {
  return Object.fromEntries(names.map((name) => [name, from[name]])) as Pick<T, K>;
}
