/** What experiments keep of a run: its figures, with what is pooled over runs and over sections of one. */
import type { Distribution } from "./distribution.ts";
import type { RunResult, Summary } from "./result.ts";

/** A run's figures alone, as experiments keep them: all but what is drawn over time or set beside theory. */
export interface RunFigures extends Omit<RunResult, "series" | "theory"> {
  /** Whole distributions, where figures are all that is kept of a run: experiments pool them. */
  readonly distributions?: Distributions;
  /** Where a job asks for them. */
  readonly sections?: Sections;
}

/** A run in sections of equal time from its start; null for those of the warm-up. */
export interface Sections {
  /** To be tested for independence. */
  readonly fine: readonly (SectionFigures | null)[];
  /** Four fine ones each: what intervals of a single run rest on. */
  readonly batches: readonly (SectionFigures | null)[];
}

/** Of the messages published in a section whose fate was known at the end. */
export interface SectionFigures {
  readonly offered: number;
  readonly delivered: number;
  readonly lost: number;
  readonly responseTime: Summary;
  readonly distribution: Distribution;
}

export interface Distributions {
  readonly responseTime: Distribution;
  readonly endToEndTime: Distribution;
  readonly waitingTime: Distribution;
  readonly serviceTime: Distribution;
  /** Response times by producer, in the order of `producers`; empty where there is only one. */
  readonly producers: readonly Distribution[];
}
