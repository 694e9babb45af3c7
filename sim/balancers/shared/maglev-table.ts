/** Maglev's lookup table (Eisenbud et al., NSDI 2016), with Envoy's rule for unequal weights. */

/** What fills a table: members in the order in which they take turns. */
export interface MaglevMember {
  /** What the table says of its entries. */
  readonly id: number;
  /** Where its permutation begins, in [0, size). */
  readonly offset: number;
  /** How far it goes each time, in [1, size). */
  readonly skip: number;
  /** At least 0; only ratios count, but for rounding. */
  readonly weight: number;
}

/** A table of `size` entries, which must be prime so that every permutation meets every entry; -1 throughout where nobody has weight. */
export function maglevTable(members: readonly MaglevMember[], size: number): Int32Array {
  const table = new Int32Array(size).fill(-1);
  const heaviest = members.reduce((most, { weight }) => Math.max(most, weight), 0);
  if (heaviest === 0) return table;
  const seats = members.filter(({ weight }) => weight > 0).map((member) => new Seat(member));
  let free = size;
  for (let round = 1; free > 0; round++) {
    for (const seat of seats) {
      // Whoever weighs half as much as the heaviest takes a turn in every other round (Envoy, maglev_lb.cc).
      if (round * seat.weight < seat.target) continue;
      seat.target += heaviest;
      seat.take(table);
      if (--free === 0) break;
    }
  }
  return table;
}

/** A member and how far it has come. */
class Seat {
  readonly weight: number;
  target = 0;
  readonly #id: number;
  readonly #skip: number;
  #next: number;

  constructor({ id, offset, skip, weight }: MaglevMember) {
    this.weight = weight;
    this.#id = id;
    this.#skip = skip;
    this.#next = offset;
  }

  /** Takes the next entry of its permutation that is free. */
  take(table: Int32Array): void {
    while (table[this.#next] !== -1) this.#step(table.length);
    table[this.#next] = this.#id;
    this.#step(table.length);
  }

  #step(size: number): void {
    this.#next += this.#skip;
    if (this.#next >= size) this.#next -= size;
  }
}
