/** What a family of cases is: a rule that turns any set-up of its shape into a model and a measure, or into a calculation. */
import type { OracleCase } from "../case-file.ts";
import type { MeasureSpec } from "../measure.ts";
import type { Model } from "../model.ts";
import type { Setup } from "../setup.ts";
import type { Target } from "../verdict.ts";

export interface Plan {
  readonly model: Model;
  readonly measure: MeasureSpec;
  /** The case's value as the measure has it, where that is another unit. */
  readonly expected?: readonly number[];
}

/** A case that needs no simulated time, since the code that balancers run on gives the figures itself; or several runs for one figure. */
export interface Calculation {
  /** The figures under one seed; those who draw nothing ignore it. May throw `NotCovered`. */
  readonly compute: (seed: number) => readonly number[] | Promise<readonly number[]>;
  /** The case's value as figures, where it is not written in figures. */
  readonly expected?: readonly number[];
  /** What the case accepts, where its tolerance is a relation in words that the family understands. */
  readonly accepted?: Pick<Target, "low" | "high">;
}

export interface Family {
  /** As in the cases' `family`. */
  readonly name: string;
  /** Throws `NotCovered` where the case asks for more than can be simulated, or than is understood. */
  plan(setup: Setup, oracle: OracleCase): Plan | Calculation;
}
