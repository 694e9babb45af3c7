/**
 * A producer: when its next messages come, and what each carries. Everything that belongs to the workload is drawn here,
 * when a message is made, from streams of this producer's own, so that every balancer meets the same messages.
 */
import type { Random } from "../core/random.ts";
import { roundHalfUp } from "../core/math.ts";
import { sampler, type Sampler } from "../core/samplers.ts";
import type { Ns } from "../core/time.ts";
import type { ProducerSpec } from "../scenario.ts";
import { arrivalProcess, type ArrivalProcess } from "./arrivals/index.ts";
import { NoArrivals } from "./arrivals/steady.ts";
import { keySampler } from "./keys.ts";
import { REAL, type MessageId, type MessageTable } from "./message-table.ts";
import { TraceFeed } from "./trace-feed.ts";

const { DEADLINE_NS, KEY, PUBLISHED_NS, SIZE_BYTES, WORK_NS } = REAL;

/** Something that a message gets a number from: a law of chance, or a column of the trace. */
interface Source {
  draw(): number;
}

/** Draws, rounded to whole numbers. */
class Whole implements Source {
  readonly #sampler: Sampler;

  constructor(sampler: Sampler) {
    this.#sampler = sampler;
  }

  draw(): number {
    return roundHalfUp(this.#sampler.draw());
  }
}

export class Producer {
  /** Null unless the producer replays a trace. */
  readonly feed: TraceFeed | null;
  /** Clients of a closed population; 0 for open traffic. */
  readonly clients: number;
  /** When its messages come: never, of its own accord, those of a closed population. */
  readonly arrivals: ArrivalProcess;
  readonly #think: Sampler | null;
  // Key and size are the same for all messages in many a scenario: then there is nothing to draw, and the source is null.
  readonly #keys: Source | null;
  readonly #key: number;
  readonly #work: Source;
  readonly #size: Source | null;
  readonly #sizeBytes: number;
  /** For how long its messages are worth serving; null: for ever. */
  readonly #deadline: Source | null;
  /** Makes the source of copies' works, for the first one that is drawn: a run without copies has no such stream. */
  readonly #copyWorkSource: (() => Source) | null;
  #copyWork: Source | null = null;

  constructor(spec: ProducerSpec, stream: (purpose: string) => Random) {
    const { arrivals, deadline, keys, work, size } = spec;
    const feed = new TraceFeed();
    this.feed = arrivals.kind === "trace" ? feed : null;
    this.clients = arrivals.kind === "closed" ? arrivals.clients : 0;
    this.#think = arrivals.kind === "closed" ? sampler(arrivals.think, stream("think")) : null;
    if (arrivals.kind === "trace") this.arrivals = feed;
    else this.arrivals = arrivals.kind === "closed" ? new NoArrivals() : arrivalProcess(arrivals, stream("arrivals"));
    this.#key = keys.kind === "constant" ? keys.key : 0;
    const constantKey = keys.kind === "none" || keys.kind === "constant";
    const drawnKeys = keys.kind === "trace" ? { draw: (): number => feed.key } : keySampler(keys, stream("keys"));
    this.#keys = constantKey ? null : drawnKeys;
    this.#work = work.kind === "trace" ? { draw: () => feed.workNs } : new Whole(sampler(work, stream("work")));
    this.#copyWorkSource = work.kind === "trace" ? null : (): Source => new Whole(sampler(work, stream("copies")));
    const drawnSize =
      size.kind === "trace" ? { draw: (): number => feed.sizeBytes } : new Whole(sampler(size, stream("size")));
    this.#sizeBytes = size.kind === "constant" ? drawnSize.draw() : 0;
    this.#size = size.kind === "constant" ? null : drawnSize;
    this.#deadline = deadline === undefined ? null : new Whole(sampler(deadline, stream("deadline")));
  }

  /** How long a client thinks before it publishes again. */
  thinkNs(): Ns {
    return roundHalfUp(this.#think!.draw());
  }

  /** The work of one more copy of a message of this work: drawn for itself; what a trace tells is one for all copies. */
  copyWorkNs(workNs: Ns): Ns {
    if (this.#copyWorkSource === null) return workNs;
    this.#copyWork ??= this.#copyWorkSource();
    return this.#copyWork.draw();
  }

  /** Writes key, work, size and deadline of the next message, which is published now; takes it off the trace where there is one. */
  fill(id: MessageId, messages: MessageTable): void {
    const { real } = messages;
    const at = id >> 1;
    real[at | KEY] = this.#keys === null ? this.#key : this.#keys.draw();
    real[at | WORK_NS] = this.#work.draw();
    real[at | SIZE_BYTES] = this.#size === null ? this.#sizeBytes : this.#size.draw();
    if (this.#deadline !== null) real[at | DEADLINE_NS] = real[at | PUBLISHED_NS]! + this.#deadline.draw();
    if (this.feed !== null) this.feed.shift();
  }
}
