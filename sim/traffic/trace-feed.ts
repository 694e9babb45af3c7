/** The records of one producer's trace that have been read and not yet published, block by block. */
import { NEVER, type Ns } from "../core/time.ts";
import type { ArrivalProcess } from "./arrivals/arrival-process.ts";
import type { TraceBlock } from "./trace-source.ts";

export class TraceFeed implements ArrivalProcess {
  readonly batch = 1;
  /** No further block will come. */
  ended = false;
  readonly #blocks: TraceBlock[] = [];
  #index = 0;
  /** Records that are ready. */
  ready = 0;

  push(block: TraceBlock | null): void {
    if (block === null) {
      this.ended = true;
      return;
    }
    this.#blocks.push(block);
    this.ready += block.length;
  }

  /** When the record at the head is published; NEVER after the last. */
  nextNs(): Ns {
    return this.#blocks.length === 0 ? NEVER : this.#blocks[0]!.timeNs[this.#index]!;
  }
  get key(): number {
    return this.#blocks[0]!.key[this.#index]!;
  }
  get workNs(): number {
    return this.#blocks[0]!.workNs[this.#index]!;
  }
  get sizeBytes(): number {
    return this.#blocks[0]!.sizeBytes[this.#index]!;
  }

  /** Done with the record at the head. */
  shift(): void {
    this.ready--;
    if (++this.#index < this.#blocks[0]!.length) return;
    this.#blocks.shift();
    this.#index = 0;
  }
}
