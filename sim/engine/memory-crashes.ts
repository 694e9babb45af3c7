/** Nodes that crash because they would have to hold more than their memory: a fault as any other, and in the log of faults. */
import { NODE_RESTARTED } from "../core/event-kinds.ts";
import type { EventLoop } from "../core/event-loop.ts";
import type { Ns } from "../core/time.ts";
import type { ClusterControl } from "../faults/control.ts";
import type { FaultLog, History } from "../measure/fault-log.ts";
import type { NodeSpec } from "../scenario.ts";

export interface MemoryCrashesParts {
  readonly nodes: readonly NodeSpec[];
  readonly control: ClusterControl;
  readonly log: FaultLog;
  readonly loop: EventLoop;
}

export class MemoryCrashes {
  readonly #parts: MemoryCrashesParts;

  constructor(parts: MemoryCrashesParts) {
    this.#parts = parts;
  }

  /** The node goes down now, for so long. */
  crash(node: number, downNs: Ns): void {
    const { control, loop } = this.#parts;
    const endNs = loop.nowNs + downNs;
    this.#historyOf(node).begins(node, { targets: [this.#nameOf(node)], startNs: loop.nowNs, endNs });
    control.crash(node);
    loop.at(endNs, NODE_RESTARTED, node, 0);
  }

  /** The NODE_RESTARTED event. */
  restarted(node: number): void {
    this.#historyOf(node).ends(node);
    this.#parts.control.restart(node, null);
  }

  #historyOf(node: number): History {
    return this.#parts.log.of(`out of memory ${this.#nameOf(node)}`, "memory");
  }

  #nameOf(node: number): string {
    return this.#parts.nodes[node]!.name;
  }
}
