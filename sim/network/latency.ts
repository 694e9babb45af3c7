/** Paths that only take time. One of constant latency uses a lane of the event loop; any other draws each time. */
import type { EventLoop } from "../core/event-loop.ts";
import { roundHalfUp } from "../core/math.ts";
import type { Sampler } from "../core/samplers.ts";
import type { Path } from "./path.ts";

export class ConstantPath implements Path {
  readonly #loop: EventLoop;
  readonly #delayNs: number;
  /** By event kind: its lane, made when the first message takes it. */
  readonly #lanes: number[] = [];

  constructor(loop: EventLoop, delayNs: number) {
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
    this.#loop.at(this.#loop.nowNs + roundHalfUp(this.#latency.draw()), kind, a, b);
    return true;
  }

  duplicates(): boolean {
    return false;
  }
}
