/**
 * Who waits, for what, and who takes the next one: HAProxy's queue of the backend and those of its servers, on the one
 * queue that a gateway has.
 *
 * A message that finds no server with room waits for the backend: the first server that has room again takes it, without the
 * algorithm being asked. One whose server is settled (a hash, a retry in place) waits for that server. The approximation:
 * HAProxy keeps one queue per server beside the backend's, here all stand in one line, so that whoever waits for one server
 * holds up those behind it.
 */
import { NONE, type NodeId } from "../contract.ts";
import type { Servers } from "./servers.ts";

export class WaitingLine {
  readonly #servers: Servers;
  /** Whether new messages queue behind those that wait without asking the algorithm. */
  readonly #queuesFirst: boolean;
  /** How many at the head of the gateway's queue are known to wait. */
  #length = 0;
  /** The server that the first one waits for; NONE: the backend. */
  #server: NodeId = NONE;
  /** Servers that have had room since, in that order. */
  readonly #offers: NodeId[] = [];

  constructor(servers: Servers, queuesFirst: boolean) {
    this.#servers = servers;
    this.#queuesFirst = queuesFirst;
  }

  /** Whether the message that the gateway asks for has already been told to wait; `waiting` is the gateway's count. */
  hasWaited(waiting: number): boolean {
    this.#length = Math.min(this.#length, waiting);
    if (this.#length === 0) this.#offers.length = 0;
    return this.#length > 0;
  }

  /** The message waits, where the gateway has a queue, for the server or with NONE for the backend. */
  enter(waiting: number, server: NodeId): void {
    this.#server = server;
    this.#length = this.#queuesFirst && server === NONE ? waiting : Math.min(1, waiting);
  }

  /** A server may have room. */
  offer(node: NodeId): void {
    if (this.#length === 0 || this.#server !== NONE) return;
    if (this.#servers.mayServe(node) && !this.#servers.isFull(node)) this.#offers.push(node);
  }

  /** The server that takes the first one; NONE where it waits on. The gateway counts `waiting`. */
  next(waiting: number): NodeId {
    const node = this.#server === NONE ? this.#nextOffer() : this.#ifOpen(this.#server);
    if (node !== NONE) this.leave(waiting);
    else this.enter(waiting, this.#server);
    return node;
  }

  /** The first one has its server. Those behind it have queued without asking, or are yet to ask. */
  leave(waiting: number): void {
    const haveQueued = this.#length > 0 && this.#server === NONE && this.#queuesFirst;
    this.#length = haveQueued ? waiting - 1 : 0;
  }

  /**
   * Whether nobody will ever take the first one: the server it waits for is gone, or nothing is in service whose end could
   * make room. It is then asked for anew.
   */
  get isStuck(): boolean {
    return this.#server === NONE ? this.#servers.totalServed === 0 : this.#servers.isUp[this.#server] === 0;
  }

  #nextOffer(): NodeId {
    while (this.#offers.length > 0) {
      const node = this.#ifOpen(this.#offers[0]!);
      if (node !== NONE && this.#servers.mayServe(node)) return node;
      this.#offers.shift();
    }
    return NONE;
  }

  #ifOpen(node: NodeId): NodeId {
    return this.#servers.isUp[node] === 1 && !this.#servers.isFull(node) ? node : NONE;
  }
}
