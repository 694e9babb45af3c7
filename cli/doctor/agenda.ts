/** From cases to work: which are covered and why others are not, and which of them share their runs. */
import type { OracleCase } from "./case-file.ts";
import { findFamily } from "./families/index.ts";
import type { MeasureSpec } from "./measure.ts";
import type { Model } from "./model.ts";
import { runLength } from "./run-length.ts";
import { toScenario, type RunLength } from "./scenario.ts";
import { NotCovered, Setup } from "./setup.ts";
import { targetOf, type Target } from "./verdict.ts";
import type { Scenario } from "../../sim/index.ts";

/** A case that can be simulated. */
export interface Task {
  readonly oracle: OracleCase;
  readonly measure: MeasureSpec;
  readonly target: Target;
}

/** Cases of one model: every run of it serves them all. */
export interface Group {
  readonly model: Model;
  readonly length: RunLength;
  readonly scenario: Scenario;
  readonly tasks: readonly Task[];
}

export interface Agenda {
  readonly groups: readonly Group[];
  /** By case id: why it is not covered. */
  readonly notCovered: ReadonlyMap<string, string>;
}

/** Plans every case; none is passed over in silence. */
export function agendaOf(cases: readonly OracleCase[]): Agenda {
  const notCovered = new Map<string, string>();
  const byModel = new Map<string, { model: Model; tasks: Task[] }>();
  for (const oracle of cases) {
    try {
      const { model, task } = plan(oracle);
      const key = JSON.stringify(model);
      const group = byModel.get(key);
      if (group === undefined) byModel.set(key, { model, tasks: [task] });
      else group.tasks.push(task);
    } catch (error) {
      if (!(error instanceof NotCovered)) throw error;
      notCovered.set(oracle.id, error.message);
    }
  }
  return { groups: [...byModel.values()].map(groupOf), notCovered };
}

function plan(oracle: OracleCase): { readonly model: Model; readonly task: Task } {
  const family = findFamily(oracle.family);
  if (family === undefined) throw new NotCovered(`family ${JSON.stringify(oracle.family)} cannot be simulated yet`);
  const target = targetOf(oracle);
  const setup = new Setup(oracle.setup);
  const { model, measure } = family.plan(setup, oracle);
  setup.finish();
  return { model, task: { oracle, measure, target } };
}

function groupOf({ model, tasks }: { readonly model: Model; readonly tasks: readonly Task[] }): Group {
  const wishes = tasks.map(({ target, oracle }) => ({
    target,
    suggestedJobs: oracle.tolerance.suggested_jobs ?? null,
  }));
  const length = runLength(model, wishes);
  return { model, length, scenario: toScenario(model, length), tasks };
}
