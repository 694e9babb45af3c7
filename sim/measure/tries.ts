/** How often messages were sent, and what came of sending them more than once. Measured messages only. */

/** How a try came to be sent, in the order of its numbers. A first try is a duplicate where it is served after a later one. */
export const ORIGINS = ["first", "retry", "hedge", "network", "copy"] as const;
export type Origin = (typeof ORIGINS)[number];

/** Tries of a message that its gateway sent, of the messages that the gateway has done with; null where there were none. */
export interface Attempts {
  readonly mean: number | null;
  readonly max: number | null;
  /** By number of tries, from 0. */
  readonly histogram: readonly number[];
}

export class TryCounts {
  /** By number of tries: messages that their gateways had sent so often when they had done with them. */
  readonly histogram: number[] = [];
  /** Messages processed more than once. */
  duplicates = 0;
  /** By origin of the try that was the second one processed. */
  readonly duplicatesFrom: Float64Array = new Float64Array(ORIGINS.length);
  /** Tries that a node recognised as processed before. */
  suppressed = 0;

  sent(tries: number): void {
    while (this.histogram.length <= tries) this.histogram.push(0);
    this.histogram[tries]!++;
  }

  processedTwice(origin: number): void {
    this.duplicates++;
    this.duplicatesFrom[origin]!++;
  }
}
