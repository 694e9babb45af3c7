/** The progress line of an experiment: runs made of those asked for, what is known so far, and the time left. */
import { formatDuration } from "../../../reports/format.ts";
import { shorten } from "../../../reports/terminal/text.ts";
import { StatusLine } from "../../status-line.ts";
import type { Outlet } from "../../surroundings.ts";

/** A guess at the time left is worth showing only once something has been seen. */
const MILLISECONDS_BEFORE_GUESS = 1000;

/** Shown on stderr, and only where it is a terminal. */
export class ExperimentProgress {
  readonly #outlet: Outlet;
  readonly #status: StatusLine;
  readonly #now: () => number;
  readonly #startedAt: number;
  #asked = 0;
  #finished = 0;
  #note = "";

  /** `now` in milliseconds. */
  constructor(outlet: Outlet, quiet: boolean, now: () => number = () => performance.now()) {
    this.#outlet = outlet;
    this.#status = new StatusLine(outlet, quiet);
    this.#now = now;
    this.#startedAt = now();
  }

  /** So many more runs are wanted. */
  asked(runs: number): void {
    this.#asked += runs;
    this.#show();
  }

  /** A run has ended. */
  finished(): void {
    this.#finished++;
    this.#show();
  }

  /** What is known so far, in a few words: the current best, how many differences are decided. */
  note(text: string): void {
    this.#note = text;
    this.#show();
  }

  /** Takes the line away, so that other text can follow. */
  clear(): void {
    this.#status.clear();
  }

  #show(): void {
    const now = this.#now();
    this.#status.show(now, () => {
      const parts = [`run ${this.#finished} of ${this.#asked}`, this.#timeLeft(now), this.#note];
      const line = parts.filter((part) => part !== "").join(" · ");
      return shorten(line, this.#status.room, this.#outlet);
    });
  }

  /** Of the runs asked for so far: whether there will be more, nobody knows. */
  #timeLeft(now: number): string {
    const elapsed = now - this.#startedAt;
    if (this.#finished === 0 || elapsed < MILLISECONDS_BEFORE_GUESS) return "";
    const left = (elapsed / this.#finished) * (this.#asked - this.#finished);
    return `${formatDuration(Math.ceil(left / 1000))} left`;
  }
}
