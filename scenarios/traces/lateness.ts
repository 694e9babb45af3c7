/** Keeps count of records that come after a later one, and words the error with the window that would have sorted them. */
import type { BoundRole } from "./columns.ts";
import type { RecordParser } from "./record-parser.ts";
import type { Unordered } from "./spec.ts";
import { shownText, type TracePosition } from "./trace-error.ts";

interface OutOfOrder {
  readonly position: TracePosition;
  readonly column: string;
  readonly text: string;
  readonly lateNs: number;
  readonly latestText: string;
  readonly latestLine: number;
}

export class Lateness {
  /** Records that came after one of a later time. */
  count = 0;
  /** By how much at most, in the trace's own time. */
  largestNs = 0;
  /** The whole file has been seen, so that `largestNs` is the window that it needs. */
  isComplete = false;
  /** Records seen since the one that broke the order. */
  measured = 0;
  readonly #unordered: Unordered;
  #latestNs = -Infinity;
  #latestText = "";
  #latestLine = 0;
  #broken: OutOfOrder | null = null;

  constructor(unordered: Unordered) {
    this.#unordered = unordered;
  }

  /** A record was out of order beyond repair; from then on records are only measured. */
  get isBroken(): boolean {
    return this.#broken !== null;
  }

  /** Takes note of a record. */
  note(timeNs: number, parser: RecordParser, time: BoundRole): void {
    if (this.#broken !== null) this.measured++;
    if (timeNs >= this.#latestNs) {
      this.#latestNs = timeNs;
      this.#latestText = parser.fields[time.field]!;
      this.#latestLine = parser.line;
      return;
    }
    this.count++;
    this.largestNs = Math.max(this.largestNs, this.#latestNs - timeNs);
  }

  /** The present record cannot be put in order. */
  break(timeNs: number, parser: RecordParser, time: BoundRole): void {
    this.#broken = {
      position: parser.locate(time.field),
      column: time.name,
      text: parser.fields[time.field]!,
      lateNs: this.#latestNs - timeNs,
      latestText: this.#latestText,
      latestLine: this.#latestLine,
    };
  }

  /** The parts of the error's message; only where `isBroken`. */
  describe(): { position: TracePosition; column: string; problem: string } {
    const { position, column, text, lateNs, latestText, latestLine } = this.#broken!;
    const than = `${shownText(latestText)} of line ${latestLine}`;
    const expected = this.#unordered.kind === "refuse" ? `a time not before ${than}` : this.#withinWindow(than);
    const got = `${shownText(text)}, ${durationText(lateNs)} before it`;
    const fix = `\`unordered: {sort: ${durationText(this.largestNs)}}\` sorts ${this.isComplete ? "the file" : "what was read of it"}`;
    return { position, column, problem: `expected ${expected}, got ${got}; ${fix}` };
  }

  #withinWindow(than: string): string {
    const windowNs = this.#unordered.kind === "sort" ? this.#unordered.windowNs : 0;
    return `a time at most ${durationText(windowNs)} before ${than}`;
  }
}

const UNITS: readonly (readonly [name: string, ns: number])[] = [
  ["s", 1e9],
  ["ms", 1e6],
  ["us", 1e3],
  ["ns", 1],
];

/** A duration as a scenario writes it, rounded up to a whole number of the largest unit that keeps two digits of it. */
export function durationText(ns: number): string {
  const [name, unitNs] = UNITS.find(([, unit]) => ns >= 10 * unit || ns % unit === 0) ?? UNITS.at(-1)!;
  return `${Math.ceil(ns / unitNs)}${name}`;
}
