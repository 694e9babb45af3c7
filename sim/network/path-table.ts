/** The paths of one kind of link in one direction, by both ends, made as they are asked for. */
import type { Path } from "./path.ts";

export class PathTable {
  /** By near end: its paths by far end; `undefined` where none was asked for yet. Near ends that are alike share a row. */
  readonly #rows: ((Path | null | undefined)[] | undefined)[];
  readonly #rowOf: (near: number) => number;
  readonly #farEnds: number;
  readonly #make: (near: number, far: number) => Path | null;

  /** `rowOf`: near ends of the same row have the same paths. */
  constructor(nearEnds: number, farEnds: number, rowOf: (near: number) => number, make: PathTable["between"]) {
    this.#rows = new Array<undefined>(nearEnds).fill(undefined);
    this.#rowOf = rowOf;
    this.#farEnds = farEnds;
    this.#make = make;
  }

  /** The path between two ends (producer and gateway, or gateway and node); null: free. */
  between(near: number, far: number): Path | null {
    const path = this.#rows[near]?.[far];
    return path === undefined ? this.#add(near, far) : path;
  }

  #add(near: number, far: number): Path | null {
    const row = this.#row(near);
    const known = row[far];
    return known === undefined ? (row[far] = this.#make(near, far)) : known;
  }

  #row(near: number): (Path | null | undefined)[] {
    const owner = this.#rowOf(near);
    const row = (this.#rows[owner] ??= new Array<undefined>(this.#farEnds).fill(undefined));
    this.#rows[near] = row;
    return row;
  }
}
