/**
 * How long the way takes. A path that only takes time remembers nothing and counts nothing: one of constant latency uses a
 * lane of the event loop, any other draws each time.
 */
import type { DistributionSpec } from "../core/distribution.ts";
import type { EventLoop } from "../core/event-loop.ts";
import { roundHalfUp } from "../core/math.ts";
import type { Sampler } from "../core/samplers.ts";
import type { Ns } from "../core/time.ts";
import type { Path } from "./path.ts";

/** One step of a chain that takes time. */
export interface Delay {
  /** When what comes at `atNs` goes on; never before. */
  after(atNs: Ns): Ns;
}

/** Each message's own latency; constant where nothing is drawn. */
export class Latency implements Delay {
  readonly #latency: Sampler;

  constructor(latency: Sampler) {
    this.#latency = latency;
  }

  after(atNs: Ns): Ns {
    return atNs + roundHalfUp(this.#latency.draw());
  }
}

/** Nanoseconds, or null for a latency that is drawn. */
export function constantNs(spec: DistributionSpec): Ns | null {
  return spec.kind === "constant" ? roundHalfUp(spec.value) : null;
}

export class ConstantPath implements Path {
  readonly #loop: EventLoop;
  readonly #delayNs: Ns;
  /** By event kind: its lane, made when the first message takes it. */
  readonly #lanes: number[] = [];

  constructor(loop: EventLoop, delayNs: Ns) {
    this.#loop = loop;
    this.#delayNs = delayNs;
  }

  travel(kind: number, a: number, b: number): boolean {
    const lane = (this.#lanes[kind] ??= this.#loop.lane(this.#delayNs, kind));
    this.#loop.arm(lane, a, b);
    return true;
  }

  duplicates(): boolean {
    return false;
  }
}

export class DrawnPath implements Path {
  readonly #loop: EventLoop;
  readonly #latency: Sampler;

  constructor(loop: EventLoop, latency: Sampler) {
    this.#loop = loop;
    this.#latency = latency;
  }

  travel(kind: number, a: number, b: number): boolean {
    const loop = this.#loop;
    loop.dueNs = loop.nowNs + roundHalfUp(this.#latency.draw());
    loop.schedule(kind, a, b, 0);
    return true;
  }

  duplicates(): boolean {
    return false;
  }
}
