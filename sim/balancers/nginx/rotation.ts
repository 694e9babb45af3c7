/**
 * Smooth weighted round robin among those who rank first, as every method of nginx ends. nginx walks the list of servers at
 * each pick; here those whose weights stand still race in a kinetic tournament, and only the others are looked at one by one.
 */
import { NONE, type NodeId } from "../contract.ts";
import { IdSet } from "../shared/id-set.ts";
import { KineticTournament } from "../shared/kinetic-tournament.ts";
import type { Peers } from "./peers.ts";
import type { Ranking } from "./ranking.ts";

export class Rotation {
  readonly #peers: Peers;
  readonly #ranking: Ranking;
  /** By NodeId: whether the server is one of this rotation's. */
  readonly #member: Uint8Array;
  /** Eligible, at their configured weights; its values are nginx's `current_weight`, those of all others included. */
  readonly #race: KineticTournament;
  /** Eligible, with a weight that changes: recovering, starting slowly, or of a restless ranking. */
  readonly #unsteady: IdSet;
  /** By NodeId: the rank that this pick has found for one that is unsteady. */
  readonly #rank: Float64Array;

  constructor(peers: Peers, ids: Int32Array, ranking: Ranking) {
    const count = peers.weight.length;
    this.#peers = peers;
    this.#ranking = ranking;
    this.#member = new Uint8Array(count);
    for (const id of ids) this.#member[id] = 1;
    this.#race = new KineticTournament(count);
    this.#unsteady = new IdSet(count);
    this.#rank = new Float64Array(count);
  }

  /** Something about the server has changed. O(log n). */
  refresh(node: NodeId): void {
    if (this.#member[node] === 0) return;
    const peers = this.#peers;
    const isEligible = peers.isEligible(node);
    const races = isEligible && !this.#ranking.isRestless && peers.isSteady(node);
    if (races) this.#enter(node, peers.weight[node]!);
    else this.#race.leave(node);
    if (isEligible && !races) this.#unsteady.add(node);
    else this.#unsteady.remove(node);
  }

  /** Whose turn it is among the servers that the message has not tried; NONE where nobody is eligible. */
  pick(tries: readonly NodeId[]): NodeId {
    for (const node of tries) this.#race.leave(node);
    const best = this.#pickUntried(tries);
    for (const node of tries) this.refresh(node);
    return best;
  }

  /** The turn among these alone, whatever their ranks: servers of one text on a ring. NONE where nobody is eligible. */
  pickAmong(nodes: readonly NodeId[], tries: readonly NodeId[]): NodeId {
    let [best, total]: [NodeId, number] = [NONE, 0];
    for (const node of nodes) {
      if (!this.#peers.isEligible(node) || tries.includes(node)) continue;
      // Whoever is alone pays what it gains.
      if (nodes.length === 1 && this.#peers.isSteady(node)) return node;
      total += this.#take(node);
      best = this.#better(node, best);
    }
    if (best !== NONE) this.#race.add(best, -total);
    return best;
  }

  #enter(node: NodeId, weight: number): void {
    const rank = this.#ranking.rank(node, weight);
    if (!this.#race.stands(node, weight, rank)) this.#race.enter(node, weight, rank);
  }

  #pickUntried(tries: readonly NodeId[]): NodeId {
    const race = this.#race;
    let [rank, first, ties]: [number, NodeId, number] = [race.level, race.leader(), 0];
    for (let i = 0; i < this.#unsteady.size; i++) {
      const node = this.#unsteady.at(i);
      if (tries.includes(node)) continue;
      const own = (this.#rank[node] = this.#look(node));
      if (first !== NONE && own > rank) continue;
      ties = first !== NONE && own === rank ? ties + 1 : 1;
      if (first === NONE || own < rank) [rank, first] = [own, node];
    }
    if (first === NONE) return NONE;
    const racing = race.leader() !== NONE && race.level === rank;
    const isAlone = racing ? ties === 0 && race.total === this.#peers.weight[first] : ties === 1;
    return isAlone && (racing || !this.#ranking.turnsAlone) ? first : this.#turn(rank, racing, tries);
  }

  /** Everybody of this rank gains its weight; the greatest, of equals the first in the file, pays for all. */
  #turn(rank: number, racing: boolean, tries: readonly NodeId[]): NodeId {
    const race = this.#race;
    let [best, total]: [NodeId, number] = racing ? [NONE, race.total] : [NONE, 0];
    if (racing) {
      race.advance();
      best = race.leader();
    }
    // From the end: whoever becomes steady leaves the set, and the last one takes its place.
    for (let i = this.#unsteady.size - 1; i >= 0; i--) {
      const node = this.#unsteady.at(i);
      if (tries.includes(node) || this.#rank[node] !== rank) continue;
      total += this.#take(node);
      best = this.#better(node, best);
    }
    race.add(best, -total);
    return best;
  }

  /** The server gains its effective weight, which then climbs by one. Returns what it gained. */
  #take(node: NodeId): number {
    const peers = this.#peers;
    const gain = peers.effectiveWeight[node]! * peers.ramp(node);
    this.#race.add(node, gain);
    peers.recover(node);
    this.refresh(node);
    return gain;
  }

  #better(node: NodeId, best: NodeId): NodeId {
    if (best === NONE) return node;
    const lead = this.#race.value(node) - this.#race.value(best);
    return lead > 0 || (lead === 0 && node < best) ? node : best;
  }

  #look(node: NodeId): number {
    this.#ranking.consider?.(node);
    return this.#ranking.rank(node, this.#peers.weight[node]! * this.#peers.ramp(node));
  }
}
