/** The progress line: one line on stderr, rewritten in place, and only where stderr is a terminal. */
import type { Progress } from "../sim/index.ts";
import { formatCount, formatDuration, formatNumber } from "../reports/format.ts";
import { shorten, widthOf } from "../reports/terminal/text.ts";
import type { Outlet } from "./surroundings.ts";

const MILLISECONDS_BETWEEN = 100;
/** A guess at the time left is worth showing only once something has been seen. */
const MILLISECONDS_BEFORE_GUESS = 1000;
const SEPARATOR = " · ";
const CLEAR_LINE = "\r\u001b[K";

/** How far one file's runs have come. */
export class ProgressLine {
  readonly #outlet: Outlet;
  readonly #total: number;
  readonly #now: () => number;
  readonly #shown: boolean;
  readonly #startedAt: number;
  #index = -1;
  #label = "";
  #runStartedAt = 0;
  #lastAt = -Infinity;

  /** `total` runs are to come; `now` in milliseconds. */
  constructor(outlet: Outlet, total: number, quiet: boolean, now: () => number = () => performance.now()) {
    this.#outlet = outlet;
    this.#total = total;
    this.#now = now;
    this.#shown = outlet.isTerminal && !quiet;
    this.#startedAt = now();
  }

  /** The next run begins. */
  start(label: string): void {
    this.#index++;
    this.#label = label;
    this.#runStartedAt = this.#now();
  }

  /** Says how far the run has come; most calls only look at the clock. */
  update(progress: Progress): void {
    const now = this.#now();
    if (!this.#shown || now - this.#lastAt < MILLISECONDS_BETWEEN) return;
    this.#lastAt = now;
    this.#outlet.write(CLEAR_LINE + this.#line(progress, now));
  }

  /** Takes the line away, so that other text can follow. */
  clear(): void {
    if (this.#shown && this.#lastAt > -Infinity) this.#outlet.write(CLEAR_LINE);
    this.#lastAt = -Infinity;
  }

  #line(progress: Progress, now: number): string {
    const seconds = Math.max(1e-3, (now - this.#runStartedAt) / 1000);
    const end = progress.endSeconds === null ? "" : ` of ${formatDuration(progress.endSeconds)}`;
    const parts = [
      `${this.#label} ${this.#index + 1}/${this.#total}`,
      (progress.pilot ? "warm-up pilot " : "") + formatDuration(progress.nowSeconds) + end,
      this.#timeLeft(progress, now),
      `${formatCount(progress.messages)} messages`,
      `${formatNumber(progress.events / seconds / 1e6)} M events/s`,
    ].filter((part) => part !== "");
    // What matters least stands last, and goes first where there is no room.
    const room = this.#outlet.columns - 1;
    while (parts.length > 1 && widthOf(parts.join(SEPARATOR)) > room) parts.pop();
    return shorten(parts.join(SEPARATOR), room, this.#outlet);
  }

  #timeLeft(progress: Progress, now: number): string {
    const elapsed = now - this.#startedAt;
    if (progress.endSeconds === null || progress.pilot || elapsed < MILLISECONDS_BEFORE_GUESS) return "";
    const here = Math.min(1, progress.nowSeconds / progress.endSeconds);
    const done = (this.#index + here) / this.#total;
    return done > 0 ? `${formatDuration(Math.ceil((elapsed * (1 - done)) / done / 1000))} left` : "";
  }
}
