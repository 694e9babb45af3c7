/** Tables that depend on who is routable, kept for the memberships met last, so that gateways share them. */
import type { ClusterView } from "../contract.ts";

/** A node that comes and goes needs two; gateways that learn of changes at different times a few more. */
const KEPT = 4;

interface Entry<T> {
  readonly ids: Int32Array;
  readonly table: T;
}

/** To be kept in `context.shared`. */
export class TablesByMembership<T> {
  readonly #build: (ids: Int32Array) => T;
  /** The one used last comes first. */
  readonly #entries: Entry<T>[] = [];

  /** `build` makes the table of some nodes' ids, ascending. */
  constructor(build: (ids: Int32Array) => T) {
    this.#build = build;
  }

  /** The table of the view's candidates: O(n) to recognise them, more only where they are new. */
  of(view: ClusterView): T {
    const place = this.#entries.findIndex(({ ids }) => isSame(ids, view));
    const [found] = place < 0 ? [] : this.#entries.splice(place, 1);
    const entry = found ?? this.#made(view.candidates.slice(0, view.count));
    this.#entries.unshift(entry);
    this.#entries.length = Math.min(KEPT, this.#entries.length);
    return entry.table;
  }

  #made(ids: Int32Array): Entry<T> {
    return { ids, table: this.#build(ids) };
  }
}

function isSame(ids: Int32Array, { candidates, count }: ClusterView): boolean {
  return ids.length === count && ids.every((id, index) => id === candidates[index]);
}
