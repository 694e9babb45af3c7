/** What a family of cases is: a rule that turns any set-up of its shape into a model and a measure. */
import type { OracleCase } from "../case-file.ts";
import type { MeasureSpec } from "../measure.ts";
import type { Model } from "../model.ts";
import type { Setup } from "../setup.ts";

export interface Plan {
  readonly model: Model;
  readonly measure: MeasureSpec;
}

export interface Family {
  /** As in the cases' `family`. */
  readonly name: string;
  /** Throws `NotCovered` where the case asks for more than can be simulated, or than is understood. */
  plan(setup: Setup, oracle: OracleCase): Plan;
}
