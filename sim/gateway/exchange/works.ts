/**
 * The works of a message's tries. What copies and hedges take is drawn with the message, whichever balancer places them;
 * a retry takes what the message's first try takes.
 */
import { enlarged } from "../../core/arrays.ts";
import type { Ns } from "../../core/time.ts";
import type { GatewaysSpec } from "../../scenario.ts";
import { REAL, type MessageId, type MessageTable } from "../../traffic/message-table.ts";
import type { Producer } from "../../traffic/producer.ts";

export class Works {
  readonly #messages: MessageTable;
  /** Works beyond the first that each message has. */
  readonly #more: number;
  readonly #independent: boolean;
  /** By row of the message table. */
  #works: Float64Array<ArrayBuffer> = new Float64Array(64);

  constructor({ redundancy, hedging }: GatewaysSpec, messages: MessageTable) {
    this.#messages = messages;
    this.#more = (redundancy?.copies ?? 1) - 1 + (hedging?.limit ?? 0);
    this.#independent = (redundancy ?? hedging)?.work === "independent";
  }

  /** A message is made. */
  published(message: MessageId, producer: Producer): void {
    if (!this.#independent) return;
    const needed = (this.#messages.whole.length >> 5) * this.#more;
    if (this.#works.length < needed) this.#works = enlarged(this.#works, needed);
    const workNs = this.of(message, 0);
    for (let i = 0; i < this.#more; i++) this.#works[(message >> 5) * this.#more + i] = producer.copyWorkNs(workNs);
  }

  /** Of a message's copy, or of its hedge behind all copies; 0: of the message itself. */
  of(message: MessageId, copy: number): Ns {
    if (copy === 0 || !this.#independent) return this.#messages.real[(message >> 1) | REAL.WORK_NS]!;
    return this.#works[(message >> 5) * this.#more + copy - 1]!;
  }
}
