/**
 * The memory of what was processed, by which nodes recognise a message that they are given once more (effectively-once
 * delivery): ids within a window, each node's own or one for all. It holds what was processed within the window, and no
 * more: ids are forgotten in the order in which they came.
 */
import type { Ns } from "../core/time.ts";
import type { DeliverySpec } from "../scenario.ts";

/** Ids with the times when they were remembered: a ring, oldest first. */
class Remembered {
  #ids = new Float64Array(64);
  #timesNs = new Float64Array(64);
  #head = 0;
  #length = 0;
  readonly #known: Set<number> = new Set();

  get size(): number {
    return this.#length;
  }

  has(id: number): boolean {
    return this.#known.has(id);
  }

  add(id: number, nowNs: Ns): void {
    if (this.#length === this.#ids.length) this.#grow();
    const at = (this.#head + this.#length++) & (this.#ids.length - 1);
    this.#ids[at] = id;
    this.#timesNs[at] = nowNs;
    this.#known.add(id);
  }

  /** Forgets what was remembered at or before that time. */
  forget(untilNs: Ns): void {
    while (this.#length > 0 && this.#timesNs[this.#head]! <= untilNs) {
      this.#known.delete(this.#ids[this.#head]!);
      this.#head = (this.#head + 1) & (this.#ids.length - 1);
      this.#length--;
    }
  }

  #grow(): void {
    this.#ids = this.#unrolled(this.#ids);
    this.#timesNs = this.#unrolled(this.#timesNs);
    this.#head = 0;
  }

  #unrolled(ring: Float64Array): Float64Array<ArrayBuffer> {
    const larger = new Float64Array(2 * ring.length);
    larger.set(ring.subarray(this.#head));
    larger.set(ring.subarray(0, this.#head), ring.length - this.#head);
    return larger;
  }
}

type EffectivelyOnce = Extract<DeliverySpec, { readonly kind: "effectively-once" }>;

export class Recognition {
  /** What looking an id up costs, as work. */
  readonly lookupNs: Ns;
  readonly #windowNs: Ns;
  /** By node; one for all where they share it. */
  readonly #memories: readonly Remembered[];

  constructor({ lookupNs, scope, windowNs }: EffectivelyOnce, nodes: number) {
    this.lookupNs = lookupNs;
    this.#windowNs = windowNs;
    this.#memories = Array.from({ length: scope === "cluster" ? 1 : nodes }, () => new Remembered());
  }

  /** Whether the node remembers that the message was processed. An id that was remembered a whole window ago is forgotten. */
  knows(node: number, id: number, nowNs: Ns): boolean {
    return this.#of(node, nowNs).has(id);
  }

  /** The node has processed the message. Returns false where it, or whoever shares its memory, had done so before. */
  remember(node: number, id: number, nowNs: Ns): boolean {
    const memory = this.#of(node, nowNs);
    if (memory.has(id)) return false;
    memory.add(id, nowNs);
    return true;
  }

  /** Ids remembered now, over all memories. */
  get size(): number {
    return this.#memories.reduce((sum, memory) => sum + memory.size, 0);
  }

  #of(node: number, nowNs: Ns): Remembered {
    const memory = this.#memories.length === 1 ? this.#memories[0]! : this.#memories[node]!;
    memory.forget(nowNs - this.#windowNs);
    return memory;
  }
}

/** Null where nodes do not remember what they processed. */
export function recognitionOf(delivery: DeliverySpec | undefined, nodes: number): Recognition | null {
  return delivery?.kind === "effectively-once" ? new Recognition(delivery, nodes) : null;
}
