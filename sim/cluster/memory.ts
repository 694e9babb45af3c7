/** Nodes that hold only so many bytes: what would come to more takes the node down. */
import { sampler, type Sampler } from "../core/samplers.ts";
import { roundHalfUp } from "../core/math.ts";
import type { Random } from "../core/random.ts";
import type { Ns } from "../core/time.ts";
import type { NodeSpec } from "../scenario.ts";
import { REAL, type MessageId, type MessageTable } from "../traffic/message-table.ts";

const { SIZE_BYTES } = REAL;

export class NodeMemory {
  readonly #specs: readonly NodeSpec[];
  readonly #messages: MessageTable;
  readonly #stream: (name: string) => Random;
  /** By node. */
  readonly #bytes: Float64Array;
  /** By node; made when it goes down for the first time. */
  readonly #restarts: Map<number, Sampler> = new Map();

  constructor(specs: readonly NodeSpec[], messages: MessageTable, stream: (name: string) => Random) {
    this.#specs = specs;
    this.#messages = messages;
    this.#stream = stream;
    this.#bytes = new Float64Array(specs.length);
  }

  /** Whether the message is more than the node can hold beside what it has. */
  isTooMuch(node: number, id: MessageId): boolean {
    const { memory } = this.#specs[node]!;
    return memory !== undefined && this.#bytes[node]! + this.#bytesOf(node, id) > memory.limitBytes;
  }

  takesIn(node: number, id: MessageId): void {
    this.#bytes[node]! += this.#bytesOf(node, id);
  }

  lets(node: number, id: MessageId): void {
    this.#bytes[node]! -= this.#bytesOf(node, id);
  }

  /** The node holds nothing any more. */
  clear(node: number): void {
    this.#bytes[node] = 0;
  }

  /** Draws how long the node is down. */
  downNs(node: number): Ns {
    const { memory, name } = this.#specs[node]!;
    let restart = this.#restarts.get(node);
    if (restart === undefined) {
      restart = sampler(memory!.restart, this.#stream(`nodes/${name}/memory`));
      this.#restarts.set(node, restart);
    }
    return Math.max(0, roundHalfUp(restart.draw()));
  }

  #bytesOf(node: number, id: MessageId): number {
    const { memory } = this.#specs[node]!;
    return memory === undefined ? 0 : this.#messages.real[(id >> 1) | SIZE_BYTES]! + memory.perMessageBytes;
  }
}
