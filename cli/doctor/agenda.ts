/** From cases to work: which are covered and why others are not, and which of them share their runs. */
import type { OracleCase } from "./case-file.ts";
import type { Calculation, Plan } from "./families/family.ts";
import { findFamily } from "./families/index.ts";
import type { MeasureSpec } from "./measure.ts";
import type { Model } from "./model.ts";
import { expectFeasible, runLength, type Wish } from "./run-length.ts";
import { toScenario, type RunLength } from "./scenario.ts";
import { NotCovered, Setup } from "./setup.ts";
import { targetOf, type Target } from "./verdict.ts";
import type { Scenario } from "../../sim/index.ts";

/** A case that can be examined. */
export interface Task {
  readonly oracle: OracleCase;
  readonly target: Target;
}

/** One that is simulated. */
export interface MeasuredTask extends Task {
  readonly measure: MeasureSpec;
}

/** One that is calculated. */
export interface CalculatedTask extends Task {
  readonly compute: Calculation["compute"];
}

/** Cases of one model: every run of it serves them all. */
export interface Group {
  readonly model: Model;
  readonly length: RunLength;
  readonly scenario: Scenario;
  readonly tasks: readonly MeasuredTask[];
}

export interface Agenda {
  readonly groups: readonly Group[];
  readonly calculated: readonly CalculatedTask[];
  /** By case id: why it is not covered. */
  readonly notCovered: ReadonlyMap<string, string>;
}

/** Plans every case; none is passed over in silence. */
export function agendaOf(cases: readonly OracleCase[]): Agenda {
  const notCovered = new Map<string, string>();
  const byModel = new Map<string, { model: Model; tasks: MeasuredTask[] }>();
  const calculated: CalculatedTask[] = [];
  for (const oracle of cases) {
    try {
      const planned = planOf(oracle);
      if ("compute" in planned) {
        calculated.push({
          oracle,
          target: targetOf(oracle, planned.expected, planned.accepted),
          compute: planned.compute,
        });
        continue;
      }
      const { model, measure } = planned;
      const task = { oracle, measure, target: targetOf(oracle, planned.expected) };
      expectFeasible(model, wishOf(task));
      const key = JSON.stringify(model);
      const group = byModel.get(key);
      if (group === undefined) byModel.set(key, { model, tasks: [task] });
      else group.tasks.push(task);
    } catch (error) {
      if (!(error instanceof NotCovered)) throw error;
      notCovered.set(oracle.id, error.message);
    }
  }
  return { groups: [...byModel.values()].map(groupOf), calculated, notCovered };
}

function planOf(oracle: OracleCase): Plan | Calculation {
  const family = findFamily(oracle.family);
  if (family === undefined) throw new NotCovered(`family ${JSON.stringify(oracle.family)} cannot be simulated yet`);
  const setup = new Setup(oracle.setup);
  const planned = family.plan(setup, oracle);
  setup.finish();
  return planned;
}

function groupOf({ model, tasks }: { readonly model: Model; readonly tasks: readonly MeasuredTask[] }): Group {
  const length = runLength(model, tasks.map(wishOf));
  return { model, length, scenario: toScenario(model, length), tasks };
}

function wishOf({ target, oracle }: Task): Wish {
  return { target, suggestedJobs: oracle.tolerance.suggested_jobs ?? null };
}
