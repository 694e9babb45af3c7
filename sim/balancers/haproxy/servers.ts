/**
 * A backend's servers: who is usable, at what effective weight, how many connections each has, and whose turn it is at all:
 * the active servers, or when none is usable the backups. Every `balance` algorithm of HAProxy is built on one.
 */
import type { Ns } from "../../core/time.ts";
import { NONE, type BalancerContext, type ClusterView, type NodeId } from "../contract.ts";
import { Limits } from "./limits.ts";
import { haproxyWeights, SCALE, serverIds } from "./weights.ts";
import { SlowStart } from "./slow-start.ts";

/** What an algorithm is told of its servers. None of it is needed by one that looks when it is asked. */
export interface ServerWatcher {
  /** The server is usable again; told by one after the other, in the order of the file. */
  onUp?(node: NodeId): void;
  /** It is not any more; `before` was its effective weight. */
  onDown?(node: NodeId, before: number): void;
  /** The effective weight of a usable server has changed. */
  onWeight?(node: NodeId, before: number): void;
  /** Its connections, those that wait for it, or its limit have changed. */
  onLoad?(node: NodeId): void;
}

/** Active servers, and backups. */
export type Group = 0 | 1;
export const ACTIVE: Group = 0;
export const BACKUP: Group = 1;

export interface ServersOptions {
  /** `option allbackups`. */
  readonly allBackups: boolean;
  /** Whether weights may change while it runs: not under static-rr and map-based hashing. */
  readonly dynamicWeights: boolean;
  /** `fullconn`; 0: none. */
  readonly fullConnections: number;
}

export class Servers {
  readonly count: number;
  /** By NodeId: as configured, 0 to 256. */
  readonly weight: Int32Array;
  /** By NodeId: whether the configuration lets it serve: it has a weight and is not `disabled`. */
  readonly canServe: Uint8Array;
  /** By NodeId: the numeric id. */
  readonly id: Int32Array;
  /** By NodeId: its group. */
  readonly group: Uint8Array;
  /** By NodeId: whether messages may go there. */
  readonly isUp: Uint8Array;
  /** By NodeId: the weight in sixteenths, less while it starts slowly; 0 where it is not up. */
  readonly effectiveWeight: Int32Array;
  /** By NodeId: connections now, counted from the moment when it is picked. */
  readonly served: Int32Array;
  /** By NodeId: how many it may have now. */
  readonly limit: Float64Array;
  /** By NodeId: how many wait for this server alone. */
  readonly queued: Int32Array;
  /** By NodeId: `maxqueue`; 0: no bound. */
  readonly maxQueue: Int32Array;
  /** Of all servers. */
  totalServed = 0;
  /** Whoever waits, for a server or for the backend. */
  #totalQueued = 0;
  /** 1 while a message is assigned a server, which counts it already. */
  #arriving: 0 | 1 = 0;
  /** By group: usable servers, and their effective weights' sum. */
  readonly up: [active: number, backup: number] = [0, 0];
  readonly upWeight: [active: number, backup: number] = [0, 0];
  /** The first usable backup where it alone stands in for all; else NONE. */
  soleBackup: NodeId = NONE;
  readonly #options: ServersOptions;
  readonly #limits: Limits;
  readonly #slowStart: SlowStart;
  #watcher: ServerWatcher = {};
  #hasBegun = false;

  constructor({ nodes, startEpochMs }: Pick<BalancerContext, "nodes" | "startEpochMs">, options: ServersOptions) {
    this.count = nodes.length;
    this.weight = haproxyWeights(nodes);
    this.canServe = Uint8Array.from(nodes, (node, id) => (this.weight[id]! > 0 && !node.down ? 1 : 0));
    this.id = serverIds(nodes);
    this.group = Uint8Array.from(nodes, (node) => (node.backup ? BACKUP : ACTIVE));
    this.isUp = new Uint8Array(this.count);
    this.effectiveWeight = new Int32Array(this.count);
    this.served = new Int32Array(this.count);
    this.queued = new Int32Array(this.count);
    this.maxQueue = Int32Array.from(nodes, (node) => node.maxQueue);
    this.#limits = new Limits(nodes, options.fullConnections);
    this.limit = Float64Array.from(nodes, (_, node) => this.#limits.of(node, 0));
    this.#options = options;
    this.#slowStart = new SlowStart(nodes, startEpochMs);
  }

  /** From now on tells the algorithm of what changes. */
  watch(watcher: ServerWatcher): void {
    this.#watcher = watcher;
  }

  /** Whose turn it is: the backups' only where no active server is usable. */
  get groupInUse(): Group {
    return this.up[ACTIVE] > 0 ? ACTIVE : BACKUP;
  }

  get isEmpty(): boolean {
    return this.up[ACTIVE] + this.up[BACKUP] === 0;
  }

  /** It has all connections that it may have now. */
  isAtLimit(node: NodeId): boolean {
    return this.served[node]! >= this.limit[node]!;
  }

  /** A message would have to wait there: it is at its limit, or others wait for it already. */
  isFull(node: NodeId): boolean {
    return this.queued[node]! > 0 || this.isAtLimit(node);
  }

  /** A message may not even wait there. */
  isQueueFull(node: NodeId): boolean {
    const maxQueue = this.maxQueue[node]!;
    return maxQueue > 0 && this.queued[node]! >= maxQueue;
  }

  /** Whether the server may take what waits: it is usable, and no backup while it is not needed. */
  mayServe(node: NodeId): boolean {
    if (this.isUp[node] === 0) return false;
    if (this.group[node] === ACTIVE) return true;
    return this.up[ACTIVE] === 0 && (this.#options.allBackups || node === this.soleBackup);
  }

  take(node: NodeId): void {
    this.#serve(node, +1);
  }

  drop(node: NodeId): void {
    this.#serve(node, -1);
  }

  /** One more, or one less, waits for the server, or with NONE for the backend. */
  queue(node: NodeId, change: 1 | -1): void {
    this.#totalQueued += change;
    if (node !== NONE) {
      this.queued[node]! += change;
      this.#watcher.onLoad?.(node);
    }
    this.#moveLimits();
  }

  /** A message is being assigned a server, or no longer. */
  arriving(isArriving: boolean): void {
    this.#arriving = isArriving ? 1 : 0;
    this.#moveLimits();
  }

  #serve(node: NodeId, change: 1 | -1): void {
    this.served[node]! += change;
    this.totalServed += change;
    this.#watcher.onLoad?.(node);
    this.#moveLimits();
  }

  /** O(1) where no server has a `minconn`. */
  #moveLimits(): void {
    for (const node of this.#limits.moving) this.#refreshLimit(node);
  }

  /** Brings slow starts to this time; `onRoom` is told of servers whose limit may have grown. */
  advance(nowNs: Ns, onRoom: (node: NodeId) => void): void {
    this.#slowStart.advance(nowNs, (node) => {
      this.#refreshLimit(node);
      this.#reweigh(node);
      onRoom(node);
    });
  }

  /** Takes over which servers can be reached. `onUp` is told of those that are back; O(n). */
  membership(view: ClusterView, onUp: (node: NodeId) => void): void {
    const back: NodeId[] = [];
    let place = 0;
    for (let node = 0; node < this.count; node++) {
      const isCandidate = place < view.count && view.candidates[place] === node;
      if (isCandidate) place++;
      const isUp = isCandidate ? this.canServe[node]! : 0;
      if (isUp === this.isUp[node]) continue;
      if (isUp === 0) this.#goDown(node);
      else back.push(node);
    }
    for (const node of back) this.#comeUp(node, view.nowNs);
    this.#electBackup();
    this.#hasBegun = true;
    back.forEach(onUp);
  }

  #goDown(node: NodeId): void {
    this.#slowStart.end(node);
    this.isUp[node] = 0;
    this.up[this.group[node]!]!--;
    const before = this.effectiveWeight[node]!;
    this.#setWeight(node, 0);
    this.#watcher.onDown?.(node, before);
  }

  /** The servers that are there when it all begins were never down, and start at full weight. */
  #comeUp(node: NodeId, nowNs: Ns): void {
    if (this.#hasBegun) this.#slowStart.begin(node, nowNs);
    this.isUp[node] = 1;
    this.up[this.group[node]!]!++;
    this.#setWeight(node, this.#weightNow(node));
    this.#refreshLimit(node);
    this.#watcher.onUp?.(node);
  }

  #reweigh(node: NodeId): void {
    const before = this.effectiveWeight[node]!;
    if (before === this.#weightNow(node)) return;
    this.#setWeight(node, this.#weightNow(node));
    this.#watcher.onWeight?.(node, before);
  }

  #weightNow(node: NodeId): number {
    return this.weight[node]! * (this.#options.dynamicWeights ? this.#slowStart.sixteenths(node) : SCALE);
  }

  #setWeight(node: NodeId, weight: number): void {
    this.upWeight[this.group[node]!]! += weight - this.effectiveWeight[node]!;
    this.effectiveWeight[node] = weight;
  }

  #refreshLimit(node: NodeId): void {
    const load = this.totalServed + this.#totalQueued + this.#arriving;
    const limit = this.#slowStart.limit(node, this.#limits.of(node, load));
    if (limit === this.limit[node]) return;
    this.limit[node] = limit;
    this.#watcher.onLoad?.(node);
  }

  #electBackup(): void {
    const needed = this.up[ACTIVE] === 0 && this.up[BACKUP] > 0 && !this.#options.allBackups;
    this.soleBackup = needed ? this.isUp.findIndex((isUp, node) => isUp === 1 && this.group[node] === BACKUP) : NONE;
  }
}
