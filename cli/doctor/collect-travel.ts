/** Collectors about the way from a producer to a node whose workers never make a message wait: it begins to be served as it arrives. */
import { enlarged } from "../../sim/core/arrays.ts";
import type { MessageRecord } from "../../sim/index.ts";
import type { Collector } from "./collector.ts";
import { NotCovered } from "./setup.ts";

/** How often neighbours in the order of publication arrive in the opposite order; ties are no reversal. */
export class ReversedPairs implements Collector {
  readonly #step: 1 | 2;
  /** By place in the order of publication. */
  #arrivedNs: Float64Array<ArrayBuffer> = new Float64Array(1024);
  #messages = 0;

  constructor(step: 1 | 2) {
    this.#step = step;
  }

  add({ sequence, startedNs }: Readonly<MessageRecord>): void {
    if (sequence >= this.#arrivedNs.length) this.#arrivedNs = enlarged(this.#arrivedNs, 2 * sequence);
    this.#arrivedNs[sequence] = startedNs;
    this.#messages = Math.max(this.#messages, sequence + 1);
  }

  figures(): readonly number[] {
    let pairs = 0;
    let reversed = 0;
    for (let i = 0; i + 1 < this.#messages; i += this.#step) {
      pairs++;
      if (this.#arrivedNs[i + 1]! < this.#arrivedNs[i]!) reversed++;
    }
    if (pairs === 0) throw new NotCovered("fewer than two messages");
    return [reversed / pairs];
  }
}

/** Messages on their way, looked at in equal steps of time. */
export class OnTheWay implements Collector {
  readonly #stepNs: number;
  readonly #firstLook: number;
  /** By look: how many more are on their way than at the look before. */
  readonly #changes: Float64Array<ArrayBuffer>;

  constructor(stepNs: number, fromNs: number, toNs: number) {
    this.#stepNs = stepNs;
    this.#firstLook = Math.ceil(fromNs / stepNs);
    this.#changes = new Float64Array(Math.floor(toNs / stepNs) + 1);
  }

  add({ publishedNs, startedNs }: Readonly<MessageRecord>): void {
    this.#change(publishedNs, 1);
    this.#change(startedNs, -1);
  }

  #change(atNs: number, by: number): void {
    const look = Math.ceil(atNs / this.#stepNs);
    if (look < this.#changes.length) this.#changes[look]! += by;
  }

  figures(): readonly number[] {
    let [now, looks, sum, squares] = [0, 0, 0, 0];
    this.#changes.forEach((change, look) => {
      now += change;
      if (look < this.#firstLook) return;
      looks++;
      sum += now;
      squares += now * now;
    });
    if (looks === 0) throw new NotCovered("the run is too short to look at");
    const mean = sum / looks;
    return [mean, squares / looks - mean * mean];
  }
}
