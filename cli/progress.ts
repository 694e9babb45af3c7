/** The progress line of runs: how far they have come, how fast, and the time left. */
import type { Progress } from "../sim/index.ts";
import { formatCount, formatDuration, formatNumber } from "../reports/format.ts";
import { shorten, widthOf } from "../reports/terminal/text.ts";
import { StatusLine } from "./status-line.ts";
import type { Outlet } from "./surroundings.ts";

/** A guess at the time left is worth showing only once something has been seen. */
const MILLISECONDS_BEFORE_GUESS = 1000;
const SEPARATOR = " · ";

/** A run under way. */
interface Flight {
  readonly label: string;
  readonly startedAt: number;
  progress: Progress | null;
}

/** How far one file's runs have come. Several may be under way at a time; the one that began first is told of. */
export class ProgressLine {
  readonly #outlet: Outlet;
  readonly #status: StatusLine;
  readonly #total: number;
  readonly #now: () => number;
  readonly #startedAt: number;
  readonly #flights = new Map<number, Flight>();
  #ended = 0;

  /** `total` runs are to come; `now` in milliseconds. */
  constructor(outlet: Outlet, total: number, quiet: boolean, now: () => number = () => performance.now()) {
    this.#outlet = outlet;
    this.#total = total;
    this.#now = now;
    this.#status = new StatusLine(outlet, quiet);
    this.#startedAt = now();
  }

  /** Run number `index` begins. */
  start(index: number, label: string): void {
    this.#flights.set(index, { label, startedAt: this.#now(), progress: null });
  }

  /** Says how far a run has come; most calls only look at the clock. */
  update(index: number, progress: Progress): void {
    const flight = this.#flights.get(index);
    if (flight !== undefined) flight.progress = progress;
    const now = this.#now();
    this.#status.show(now, () => {
      const first = [...this.#flights.values()].find((each) => each.progress !== null);
      return first === undefined ? null : this.#line(first, now);
    });
  }

  /** A run has ended, well or not. */
  end(index: number): void {
    if (this.#flights.delete(index)) this.#ended++;
  }

  /** Takes the line away, so that other text can follow. */
  clear(): void {
    this.#status.clear();
  }

  #line({ label, startedAt, progress }: Flight, now: number): string {
    const { nowSeconds, endSeconds, pilot, messages, events } = progress!;
    const seconds = Math.max(1e-3, (now - startedAt) / 1000);
    const others = this.#flights.size > 1 ? ` and ${this.#flights.size - 1} more` : "";
    const parts = [
      `${label}${others} ${this.#ended + this.#flights.size}/${this.#total}`,
      (pilot ? "warm-up pilot " : "") +
        formatDuration(nowSeconds) +
        (endSeconds === null ? "" : ` of ${formatDuration(endSeconds)}`),
      this.#timeLeft(now),
      `${formatCount(messages)} messages`,
      `${formatNumber(events / seconds / 1e6)} M events/s`,
    ].filter((part) => part !== "");
    // What matters least stands last, and goes first where there is no room.
    const { room } = this.#status;
    while (parts.length > 1 && widthOf(parts.join(SEPARATOR)) > room) parts.pop();
    return shorten(parts.join(SEPARATOR), room, this.#outlet);
  }

  #timeLeft(now: number): string {
    const elapsed = now - this.#startedAt;
    const flights = [...this.#flights.values()];
    const known = flights.every(
      ({ progress }) => progress === null || (progress.endSeconds !== null && !progress.pilot),
    );
    if (!known || elapsed < MILLISECONDS_BEFORE_GUESS) return "";
    const here = flights.reduce((sum, { progress }) => sum + fractionOf(progress), 0);
    const done = (this.#ended + here) / this.#total;
    return done > 0 ? `${formatDuration(Math.ceil((elapsed * (1 - done)) / done / 1000))} left` : "";
  }
}

function fractionOf(progress: Progress | null): number {
  return progress === null ? 0 : Math.min(1, progress.nowSeconds / progress.endSeconds!);
}
