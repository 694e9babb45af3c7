/**
 * What goes wrong, when. Faults speak to the other rooms through one small control surface, and may overlap: a node is
 * up again when its last crash is over, and slow factors multiply.
 */
import { FAULT_BEGINS, FAULT_ENDS } from "../core/event-kinds.ts";
import type { EventLoop } from "../core/event-loop.ts";
import type { FaultSpec, NodeSpec } from "../scenario.ts";

/** What a fault may do to the cluster. */
export interface ClusterControl {
  crash(node: number): void;
  restart(node: number): void;
  setSpeed(node: number, speed: number): void;
}

export class FaultTimeline {
  readonly #faults: readonly FaultSpec[];
  readonly #nodes: readonly NodeSpec[];
  readonly #control: ClusterControl;
  /** By node: crashes in force. */
  readonly #crashes: Int32Array;
  /** By node: the product of the slow factors in force is taken over these, so that it ends exactly where it began. */
  readonly #slowedBy: readonly Set<number>[];

  constructor(faults: readonly FaultSpec[], nodes: readonly NodeSpec[], control: ClusterControl) {
    for (const { kind, timing } of faults)
      if ((kind !== "crash" && kind !== "slow") || timing.kind !== "once")
        throw new RangeError(`expected a crash or slow fault that happens once, got ${timing.kind} ${kind}`);
    this.#faults = faults;
    this.#nodes = nodes;
    this.#control = control;
    this.#crashes = new Int32Array(nodes.length);
    this.#slowedBy = nodes.map(() => new Set<number>());
  }

  schedule(loop: EventLoop): void {
    this.#faults.forEach(({ timing }, index) => {
      if (timing.kind !== "once") return;
      loop.at(timing.startNs, FAULT_BEGINS, index, 0);
      if (timing.endNs !== Infinity) loop.at(timing.endNs, FAULT_ENDS, index, 0);
    });
  }

  begin(index: number): void {
    const fault = this.#faults[index]!;
    for (const node of fault.nodes) {
      if (fault.kind === "crash") {
        if (this.#crashes[node]!++ === 0) this.#control.crash(node);
      } else this.#slow(node, (slowing) => slowing.add(index));
    }
  }

  end(index: number): void {
    const fault = this.#faults[index]!;
    for (const node of fault.nodes) {
      if (fault.kind === "crash") {
        if (--this.#crashes[node]! === 0) this.#control.restart(node);
      } else this.#slow(node, (slowing) => slowing.delete(index));
    }
  }

  #slow(node: number, change: (slowing: Set<number>) => void): void {
    const slowing = this.#slowedBy[node]!;
    change(slowing);
    let speed = this.#nodes[node]!.speed;
    this.#faults.forEach((fault, index) => {
      if (fault.kind === "slow" && slowing.has(index)) speed /= fault.factor;
    });
    this.#control.setSpeed(node, speed);
  }
}
