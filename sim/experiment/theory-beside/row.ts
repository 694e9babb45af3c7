/** One row of theory beside measurement. */
import type { RunResult, TheoryRow } from "../../measure/result.ts";
import { UnstableError } from "../../theory/index.ts";

/** What a run is before theory has been put beside it. */
export type RunWithoutTheory = Omit<RunResult, "theory">;

/** Theory has no answer; the message says why. */
export class NoFormula extends Error {
  override readonly name = "NoFormula";
}

type Given = Pick<TheoryRow, "name" | "role" | "formula" | "predicted" | "measured" | "note"> &
  Partial<Pick<TheoryRow, "measure" | "unit">>;

/** Completes a row: the relative difference follows from its two figures; a mean response time unless it says otherwise. */
export function row(given: Given): TheoryRow {
  const { predicted, measured } = given;
  const comparable = predicted !== null && measured !== null && predicted !== 0;
  return {
    measure: "mean response time",
    unit: "seconds",
    ...given,
    relativeDifference: comparable ? (measured - predicted) / predicted : null,
  };
}

/** A row for where theory is silent: `note` says why. */
export function silentRow(name: string, formula: string, measured: number | null, note: string): TheoryRow {
  return row({ name, role: "reference", formula, predicted: null, measured, note });
}

/** What `rows` gives; or, where theory has no answer, a single row that says why. */
export function rowsOrReason(name: string, measured: number | null, rows: () => TheoryRow[]): TheoryRow[] {
  try {
    return rows();
  } catch (error) {
    if (error instanceof NoFormula) return [silentRow(name, "none", measured, error.message)];
    if (error instanceof UnstableError) return [silentRow(name, "none", measured, unstable(error.load))];
    throw error;
  }
}

function unstable(load: number): string {
  return `The load is ${load.toPrecision(3)}, so queues grow as long as the traffic lasts: there is no steady state.`;
}
