/** When a run is over: nothing is left to happen that could change a figure. */
import { END } from "../core/event-kinds.ts";
import type { EventLoop } from "../core/event-loop.ts";
import { NEVER, type Ns } from "../core/time.ts";
import type { MessageTable } from "../traffic/message-table.ts";

export class Ending {
  reached = false;
  /** Producers that may still publish of their own accord. */
  publishing: number;
  readonly #durationNs: Ns;
  readonly #loop: EventLoop;
  readonly #messages: MessageTable;
  readonly #undecided: () => number;

  /** `undecided`: messages whose producers were told before they had a fate. */
  constructor(publishing: number, durationNs: Ns, loop: EventLoop, messages: MessageTable, undecided: () => number) {
    this.publishing = publishing;
    this.#durationNs = durationNs;
    this.#loop = loop;
    this.#messages = messages;
    this.#undecided = undecided;
  }

  /** Where the duration is known: the end of publishing, and so much later of everything. */
  schedule(drainNs: Ns): void {
    if (this.#durationNs === NEVER) return;
    if (drainNs > 0) this.#loop.at(this.#durationNs, END, 0, 0);
    this.#loop.at(this.#durationNs + drainNs, END, 1, 0);
  }

  /** The END event; `a` is 1 for the end of everything. */
  due(a: number): void {
    this.reached = a === 1 || this.#isDrained();
  }

  /** A producer publishes no more. Returns whether it was the last one of a run whose duration is not known. */
  stopped(): boolean {
    this.publishing--;
    this.look();
    return this.publishing === 0 && this.#durationNs === NEVER;
  }

  /** A message's life has ended. Worth a call only once `publishing` is 0: until then it was not the last one. */
  look(): void {
    if (this.publishing === 0 && this.#isPublished() && this.#isDrained()) this.reached = true;
  }

  #isPublished(): boolean {
    return this.#durationNs === NEVER || this.#loop.nowNs >= this.#durationNs;
  }

  #isDrained(): boolean {
    return this.#messages.length === 0 && this.#undecided() === 0;
  }
}
