/** The wires whose bandwidth may change, by the number that WIRE_FREE events give them. */
import type { EventLoop } from "../core/event-loop.ts";
import type { ChainPath } from "./chain-path.ts";
import type { LinkCounts } from "./link-counts.ts";
import { PacedWire } from "./paced-wire.ts";

export class PacedWires {
  readonly #loop: EventLoop;
  readonly #wires: PacedWire[] = [];
  readonly #paths: ChainPath[] = [];

  constructor(loop: EventLoop) {
    this.#loop = loop;
  }

  add(path: ChainPath, counts: LinkCounts): PacedWire {
    const leave = (kind: number, a: number, b: number): void => path.goOn(kind, a, b, this.#loop.nowNs);
    const wire = new PacedWire(this.#wires.length, this.#loop, counts, leave);
    this.#wires.push(wire);
    this.#paths.push(path);
    return wire;
  }

  /** The WIRE_FREE event. */
  free(wire: number, epoch: number): void {
    this.#wires[wire]!.free(epoch);
  }

  /** What faults do has changed: what waits goes on at the bandwidth there is now. */
  paceAnew(): void {
    for (const path of this.#paths) path.lookUp();
  }
}
