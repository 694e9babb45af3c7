/** One oracle case made up for a test, and what the doctor makes of it. */
import { agendaOf, type CalculatedTask, type Group } from "../../cli/doctor/agenda.ts";
import type { OracleCase } from "../../cli/doctor/case-file.ts";

export function oracle(family: string, setup: OracleCase["setup"], measure = "mean response time"): OracleCase {
  return { id: "x", family, tier: 2, setup, measure, value: 1, tolerance: { type: "rel", value: 0.1 } };
}

/** The runs that the doctor plans for a case. Throws the reason where it cannot. */
export function planned(family: string, setup: OracleCase["setup"], measure?: string): Group {
  const { groups, notCovered } = agendaOf([oracle(family, setup, measure)]);
  if (groups.length === 0) throw new Error(notCovered.get("x"));
  return groups[0]!;
}

/** Why the doctor leaves a case out, or "covered". */
export function notCovered(sample: OracleCase): string {
  return agendaOf([sample]).notCovered.get(sample.id) ?? "covered";
}

export function reasonFor(family: string, setup: OracleCase["setup"], measure?: string, value: unknown = 1): string {
  return notCovered({ ...oracle(family, setup, measure), value });
}

/** The figures of a case that needs no run. */
export function computed(task: CalculatedTask | undefined, seed = 1): readonly number[] {
  const figures = task!.compute(seed);
  if (figures instanceof Promise) throw new Error("this case makes runs");
  return figures;
}
