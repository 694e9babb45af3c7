/** The map of slots that static-rr walks and that map-based hashing looks into (HAProxy 2.6, `lb_map.c`). */
import type { NodeId } from "../contract.ts";
import { Tournament } from "../shared/tournament.ts";

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b));

/** What the weights of a backend are divided by: all servers', backups among them. */
export function weightDivisor(weights: Int32Array): number {
  return Math.max(1, weights.reduce(greatestCommonDivisor, 0));
}

/**
 * As many slots as the weights sum up to. HAProxy fills them one after the other: every server's score grows by its weight, and
 * the first server whose score is at least the sum has the slot, else the first whose score is at least 0; the sum is taken
 * off. So a server of weight w can have its slot number k (from 0) once w * (slot + 1) >= sum * k, and comes before those who
 * merely can from sum * (k + 1) on. Walking from one such moment to the next costs O(log n) per slot, where HAProxy looks at
 * all servers.
 */
export function serverMap(servers: readonly NodeId[], weightOf: (node: NodeId) => number): Int32Array {
  const weights = servers.map(weightOf);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const moments = new Moments(weights, sum);
  return Int32Array.from({ length: sum }, (_, slot) => servers[moments.take(slot)]!);
}

const [URGENT, READY] = [0, 1];

/** By place among the servers: who may have the slot. */
class Moments {
  readonly #weights: readonly number[];
  readonly #sum: number;
  readonly #claims: Tournament;
  /** By place: slots had so far. */
  readonly #had: Int32Array;
  /** By place: the slot at which it is looked at again. */
  readonly #due: Int32Array;
  /** By slot: a chain of the places that were to be looked at then; those whose `#due` has moved since are passed over. */
  readonly #chains: Chains;

  constructor(weights: readonly number[], sum: number) {
    this.#weights = weights;
    this.#sum = sum;
    this.#claims = new Tournament(weights.length);
    this.#had = new Int32Array(weights.length);
    this.#due = new Int32Array(weights.length);
    this.#chains = new Chains(sum);
    for (let place = 0; place < weights.length; place++) this.#claim(place, 0);
  }

  take(slot: number): number {
    this.#chains.each(slot, (place) => {
      if (this.#due[place] === slot) this.#claim(place, slot);
    });
    const winner = this.#claims.first();
    this.#had[winner]!++;
    this.#claims.remove(winner);
    this.#claim(winner, slot + 1);
    return winner;
  }

  /** Enters the claim that a server has at this slot, and the slot at which it will have a better one. */
  #claim(place: number, slot: number): void {
    const ready = this.#slotFor(place, this.#had[place]!);
    const urgent = this.#slotFor(place, this.#had[place]! + 1);
    if (slot >= urgent) this.#claims.set(place, URGENT);
    else if (slot >= ready) this.#claims.set(place, READY);
    this.#due[place] = slot < ready ? ready : slot < urgent ? urgent : this.#sum;
    this.#chains.add(this.#due[place]!, place);
  }

  /** The first slot at which the server's score has reached so many sums. */
  #slotFor(place: number, sums: number): number {
    return Math.ceil((this.#sum * sums) / this.#weights[place]!) - 1;
  }
}

/** Places to come back to, by slot. */
class Chains {
  readonly #head: Int32Array;
  readonly #places: number[] = [];
  readonly #next: number[] = [];

  constructor(slots: number) {
    this.#head = new Int32Array(slots).fill(-1);
  }

  /** Nothing for a slot behind the last one. */
  add(slot: number, place: number): void {
    if (slot >= this.#head.length) return;
    this.#next.push(this.#head[slot]!);
    this.#head[slot] = this.#places.push(place) - 1;
  }

  each(slot: number, visit: (place: number) => void): void {
    for (let entry = this.#head[slot]!; entry >= 0; entry = this.#next[entry]!) visit(this.#places[entry]!);
  }
}
