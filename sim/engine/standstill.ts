/** Zero think time and refusals without latency can keep the clock from ever moving: better an error than a hang. */
import { toSeconds, type Ns } from "../core/time.ts";

/** A run in which so many events happen at one instant will never end. */
const MAX_SIMULTANEOUS = 5_000_000;

/** More than five million events at one instant: the scenario lets nothing take time. */
export class Standstill extends Error {
  override readonly name = "Standstill";
  readonly atSeconds: number;

  constructor(atSeconds: number) {
    super(
      `simulated time stands still at ${atSeconds} s: expected something to take time, got clients that publish again ` +
        "at once after every refusal (give them a think time, or the network a latency)",
    );
    this.atSeconds = atSeconds;
  }
}

/** Watches the clock. */
export class Progress {
  #instantNs: Ns = NaN;
  #instantEvents = 0;

  /** So many events more have happened, the last one now. Throws a `Standstill` where too many happen at one instant. */
  note(events: number, nowNs: Ns): void {
    if (nowNs !== this.#instantNs) this.#instantEvents = 0;
    this.#instantNs = nowNs;
    this.#instantEvents += events;
    if (this.#instantEvents > MAX_SIMULTANEOUS) throw new Standstill(toSeconds(nowNs));
  }
}
