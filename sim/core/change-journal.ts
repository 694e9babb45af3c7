/**
 * Who has changed: a ring of ids that a writer fills and any number of readers follow, each from its own position. It
 * lets a reader keep an ordered structure right in O(log n) per change, where a scan would cost O(n) per look.
 */
export class ChangeJournal {
  /** How many of the newest entries can be read. */
  readonly capacity: number;
  readonly #ids: Int32Array;
  #written = 0;

  /** `atLeast` entries are kept; rounded up to a power of two. */
  constructor(atLeast: number) {
    let capacity = 1;
    while (capacity < atLeast) capacity *= 2;
    this.capacity = capacity;
    this.#ids = new Int32Array(capacity);
  }

  /** How many changes were ever recorded. A reader that is more than `capacity` behind has to look at everything. */
  get written(): number {
    return this.#written;
  }

  record(id: number): void {
    this.#ids[this.#written & (this.capacity - 1)] = id;
    this.#written++;
  }

  /** The id of change number `position`, for `written - capacity <= position < written`. */
  at(position: number): number {
    return this.#ids[position & (this.capacity - 1)]!;
  }
}
