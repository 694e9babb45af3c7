/** Who is routable that was not before: service discovery knows an endpoint that comes back as a new one. */
import type { ClusterView, NodeId } from "../contract.ts";

export class Routable {
  #routable: Uint8Array;

  constructor(nodeCount: number) {
    this.#routable = new Uint8Array(nodeCount);
  }

  has(node: NodeId): boolean {
    return this.#routable[node] === 1;
  }

  /** Takes over the view's candidates, then tells of those that are new, ascending. */
  update(view: ClusterView, onJoined: (node: NodeId) => void = () => {}): void {
    const before = this.#routable;
    this.#routable = new Uint8Array(before.length);
    for (let i = 0; i < view.count; i++) this.#routable[view.candidates[i]!] = 1;
    for (let i = 0; i < view.count; i++) {
      const node = view.candidates[i]!;
      if (before[node] === 0) onJoined(node);
    }
  }
}
