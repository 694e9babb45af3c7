/**
 * nginx's selection written down a second time, as plainly as its own: lists walked from the front, nothing kept between picks but
 * nginx's own fields. What the balancers find by other structures must be what this finds.
 */

export interface ReferenceServer {
  readonly weight: number;
  readonly maxFails: number;
  readonly failTimeout: number;
  readonly maxConns: number;
  readonly backup: boolean;
  readonly down: boolean;
}

export interface ReferencePeer extends ReferenceServer {
  readonly id: number;
  ew: number;
  cw: number;
  conns: number;
  fails: number;
  accessed: number;
  checked: number;
  routable: boolean;
  /** least_time: average response in ms, and what waits. */
  time: number;
  waiting: number;
  ages: number;
  changed: number;
  waitingTime: number;
}

export type ReferenceMethod = "round_robin" | "least_conn" | "least_time" | "least_time inflight";

export class Reference {
  readonly peers: readonly ReferencePeer[];
  readonly #method: ReferenceMethod;
  ms = 0;

  constructor(servers: readonly ReferenceServer[], method: ReferenceMethod) {
    this.#method = method;
    this.peers = servers.map((server, id) => ({
      ...server,
      id,
      ew: server.weight,
      cw: 0,
      conns: 0,
      fails: 0,
      accessed: -1e9,
      checked: -1e9,
      routable: true,
      time: 0,
      waiting: 0,
      ages: 0,
      changed: 0,
      waitingTime: 0,
    }));
  }

  get #now(): number {
    return Math.floor(this.ms / 1000);
  }

  pick(tries: readonly number[]): number {
    const primaries = this.peers.filter((peer) => !peer.backup);
    const backups = this.peers.filter((peer) => peer.backup);
    if (primaries.length === 1 && backups.length === 0) return this.#single(primaries[0]!, tries);
    const last = tries.at(-1);
    let best = last !== undefined && this.peers[last]!.backup ? null : this.#among(primaries, tries);
    best ??= this.#among(backups, tries);
    if (best === null) return -1;
    this.#take(best);
    return best.id;
  }

  end(id: number, failed: boolean, latencyMs: number): void {
    const peer = this.peers[id]!;
    if (this.#method === "least_time inflight") this.#answered(peer, latencyMs);
    if (!failed) peer.time = average(peer.time, latencyMs);
    peer.conns--;
    if (this.peers.filter((one) => !one.backup).length === 1 && this.peers.length === 1) return;
    if (!failed) {
      if (peer.accessed < peer.checked) peer.fails = 0;
      return;
    }
    peer.fails++;
    peer.accessed = peer.checked = this.#now;
    if (peer.maxFails > 0) peer.ew = Math.max(0, peer.ew - Math.floor(peer.weight / peer.maxFails));
  }

  #single(peer: ReferencePeer, tries: readonly number[]): number {
    if (tries.length > 0 || peer.down || !peer.routable || this.#isFull(peer)) return -1;
    peer.conns++;
    return peer.id;
  }

  #isFull(peer: ReferencePeer): boolean {
    return peer.maxConns > 0 && peer.conns >= peer.maxConns;
  }

  #isEligible(peer: ReferencePeer, tries: readonly number[]): boolean {
    const isHidden = peer.maxFails > 0 && peer.fails >= peer.maxFails && this.#now - peer.checked <= peer.failTimeout;
    return !tries.includes(peer.id) && !peer.down && peer.routable && !isHidden && !this.#isFull(peer);
  }

  #among(peers: readonly ReferencePeer[], tries: readonly number[]): ReferencePeer | null {
    const eligible = peers.filter((peer) => this.#isEligible(peer, tries));
    if (eligible.length === 0) return null;
    if (this.#method === "round_robin") return turn(eligible);
    for (const peer of eligible) if (this.#method === "least_time inflight") this.#age(peer);
    const load = (peer: ReferencePeer): number => (this.#method === "least_conn" ? peer.conns : this.#estimate(peer));
    let best = eligible[0]!;
    for (const peer of eligible) if (load(peer) * best.weight < load(best) * peer.weight) best = peer;
    const ties = eligible.filter((peer) => load(peer) * best.weight === load(best) * peer.weight);
    return ties.length === 1 ? best : turn(ties);
  }

  #take(peer: ReferencePeer): void {
    if (this.#method === "least_time inflight") {
      if (peer.waiting > 0) peer.ages += (this.ms - peer.changed) * peer.waiting;
      peer.changed = this.ms;
      peer.waiting++;
    }
    if (this.#now - peer.checked > peer.failTimeout) peer.checked = this.#now;
    peer.conns++;
  }

  #estimate(peer: ReferencePeer): number {
    let time = peer.time;
    const idle = this.#now - peer.checked;
    if (idle > peer.failTimeout) {
      for (let i = Math.min(64, Math.floor(idle / (peer.failTimeout + 1))); i > 0; i--) time = Math.floor(time / 2);
    }
    if (peer.waiting > 0) time = Math.max(time, peer.waitingTime);
    return (time > 5000 ? 5000 : time + 20 - (time % 20)) * (1 + peer.conns);
  }

  #age(peer: ReferencePeer): void {
    if (peer.waiting === 0) return;
    const age = Math.floor(peer.ages / peer.waiting) + this.ms - peer.changed;
    peer.waitingTime = average(peer.waitingTime, age);
  }

  #answered(peer: ReferencePeer, latencyMs: number): void {
    if (peer.waiting === 1) peer.ages = 0;
    else {
      peer.ages += (this.ms - peer.changed) * peer.waiting - latencyMs;
      peer.changed = this.ms;
    }
    peer.waiting--;
  }
}

/** One step of smooth weighted round robin. */
function turn(peers: readonly ReferencePeer[]): ReferencePeer {
  let best: ReferencePeer | null = null;
  let total = 0;
  for (const peer of peers) {
    peer.cw += peer.ew;
    total += peer.ew;
    if (peer.ew < peer.weight) peer.ew++;
    if (best === null || peer.cw > best.cw) best = peer;
  }
  best!.cw -= total;
  return best!;
}

function average(old: number, value: number): number {
  return old === 0 ? value : Math.floor(0.5 + 0.05 * value + 0.95 * old);
}
