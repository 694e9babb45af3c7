/** One line on stderr, rewritten in place some times a second, and only where stderr is a terminal. */
import type { Outlet } from "./surroundings.ts";

const MILLISECONDS_BETWEEN = 100;
const CLEAR_LINE = "\r\u001b[K";

export class StatusLine {
  readonly #outlet: Outlet;
  readonly #shown: boolean;
  #lastAt = -Infinity;

  constructor(outlet: Outlet, quiet: boolean) {
    this.#outlet = outlet;
    this.#shown = outlet.isTerminal && !quiet;
  }

  /** How long the line may be. */
  get room(): number {
    return this.#outlet.columns - 1;
  }

  /** Shows what `line` gives, or nothing for null; `now` in milliseconds. Most calls only look at the clock. */
  show(now: number, line: () => string | null): void {
    if (!this.#shown || now - this.#lastAt < MILLISECONDS_BETWEEN) return;
    const text = line();
    if (text === null) return;
    this.#lastAt = now;
    this.#outlet.write(CLEAR_LINE + text);
  }

  /** Takes the line away, so that other text can follow. */
  clear(): void {
    if (this.#shown && this.#lastAt > -Infinity) this.#outlet.write(CLEAR_LINE);
    this.#lastAt = -Infinity;
  }
}
