/**
 * A producer: when its next messages come, and what each carries. Everything that belongs to the workload is drawn here,
 * when a message is made, from streams of this producer's own, so that every balancer meets the same messages.
 */
import type { Random } from "../core/random.ts";
import { roundHalfUp } from "../core/math.ts";
import { sampler, type Sampler } from "../core/samplers.ts";
import { NEVER, type Ns } from "../core/time.ts";
import type { ProducerSpec } from "../scenario.ts";
import { arrivalProcess, type ArrivalProcess } from "./arrivals/index.ts";
import { keySampler, type KeySampler } from "./keys.ts";
import { REAL, type MessageId, type MessageTable } from "./message-table.ts";
import { TraceFeed } from "./trace-feed.ts";

const { KEY, SIZE_BYTES, WORK_NS } = REAL;

export class Producer {
  /** Null unless the producer replays a trace. */
  readonly feed: TraceFeed | null;
  /** Clients of a closed population; 0 for open traffic. */
  readonly clients: number;
  readonly #arrivals: ArrivalProcess | null;
  readonly #think: Sampler | null;
  readonly #keys: KeySampler | null;
  readonly #work: Sampler | null;
  readonly #size: Sampler | null;

  constructor(spec: ProducerSpec, stream: (purpose: string) => Random) {
    const { arrivals, keys, work, size } = spec;
    this.feed = arrivals.kind === "trace" ? new TraceFeed() : null;
    this.clients = arrivals.kind === "closed" ? arrivals.clients : 0;
    this.#think = arrivals.kind === "closed" ? sampler(arrivals.think, stream("think")) : null;
    const open = arrivals.kind !== "trace" && arrivals.kind !== "closed";
    this.#arrivals = open ? arrivalProcess(arrivals, stream("arrivals")) : null;
    this.#keys = keys.kind === "trace" ? null : keySampler(keys, stream("keys"));
    this.#work = work.kind === "trace" ? null : sampler(work, stream("work"));
    this.#size = size.kind === "trace" ? null : sampler(size, stream("size"));
  }

  /** When the next message or batch is published; NEVER after the last, and for a closed population. */
  nextNs(): Ns {
    if (this.feed !== null) return this.feed.nextNs;
    return this.#arrivals === null ? NEVER : this.#arrivals.nextNs();
  }

  /** How many messages the arrival that is due now brings. */
  get batch(): number {
    return this.#arrivals === null ? 1 : this.#arrivals.batch;
  }

  /** How long a client thinks before it publishes again. */
  thinkNs(): Ns {
    return roundHalfUp(this.#think!.draw());
  }

  /** Writes key, work and size of the next message; takes it off the trace where there is one. */
  fill(id: MessageId, messages: MessageTable): void {
    const { feed } = this;
    const { real } = messages;
    real[(id >> 1) + KEY] = this.#keys === null ? feed!.key : this.#keys.draw();
    real[(id >> 1) + WORK_NS] = this.#work === null ? feed!.workNs : roundHalfUp(this.#work.draw());
    real[(id >> 1) + SIZE_BYTES] = this.#size === null ? feed!.sizeBytes : roundHalfUp(this.#size.draw());
    if (feed !== null) feed.shift();
  }
}
