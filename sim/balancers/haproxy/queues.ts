/**
 * Who waits for whom: the queue of the backend, and one of each server (HAProxy 2.6, `queue.c`). A server that has room takes
 * the older of the two heads, and the algorithm is not asked.
 */
import type { Ns } from "../../core/time.ts";
import { NONE, type ClusterSignals, type NodeId } from "../contract.ts";
import type { Servers } from "./servers.ts";

/** What becomes of a message that has waited: its server, `ANEW`, or `TIMED_OUT`. */
export type Verdict = NodeId;

/** It is assigned a server as if it came now. */
export const ANEW = -1;
/** It has waited for longer than `timeout queue`. */
export const TIMED_OUT = -2;

interface Pending {
  readonly ticket: number;
  /** Its place in the order in which messages began to wait. */
  readonly number: number;
  /** The server that it waits for; NONE: whichever has room. */
  readonly server: NodeId;
  /** It has its verdict, and is only still in its queue's array. */
  hasLeft: boolean;
}

/** First in, first out; those that have left are dropped when they come to the head. */
class PendingQueue {
  #entries: Pending[] = [];
  #at = 0;

  get head(): Pending | undefined {
    while (this.#at < this.#entries.length && this.#entries[this.#at]!.hasLeft) this.#at++;
    if (this.#at > 64 && 2 * this.#at > this.#entries.length) {
      this.#entries = this.#entries.slice(this.#at);
      this.#at = 0;
    }
    return this.#entries[this.#at];
  }

  push(pending: Pending): void {
    this.#entries.push(pending);
  }
}

export class Queues {
  readonly #servers: Servers;
  readonly #signals: ClusterSignals;
  readonly #timeoutNs: Ns;
  readonly #backend = new PendingQueue();
  #backendLength = 0;
  /** By NodeId; made when the first one waits there. */
  readonly #ofServer: PendingQueue[] = [];
  /** By ticket: who waits. */
  readonly #waiting: Map<number, Pending> = new Map();
  /** By ticket: of messages that have waited, and are about to be asked for again. */
  readonly #verdicts: Map<number, Verdict> = new Map();
  #entered = 0;

  /** `timeoutNs`: how long a message waits at most; 0: for as long as it takes. */
  constructor(servers: Servers, signals: ClusterSignals, timeoutNs: Ns) {
    this.#servers = servers;
    this.#signals = signals;
    this.#timeoutNs = timeoutNs;
  }

  /** Of the backend. */
  get length(): number {
    return this.#backendLength;
  }

  /** What has become of a message that has waited; null for one that comes now. Told once. */
  verdictOf(ticket: number): Verdict | null {
    const verdict = this.#verdicts.get(ticket);
    if (verdict === undefined) return null;
    this.#verdicts.delete(ticket);
    return verdict;
  }

  /** The message waits: for the server, or with NONE for the backend. */
  enter(ticket: number, server: NodeId): void {
    const pending = { ticket, number: this.#entered++, server, hasLeft: false };
    this.#queueOf(server).push(pending);
    this.#waiting.set(ticket, pending);
    this.#count(server, +1);
    if (this.#timeoutNs === 0) return;
    this.#signals.after(this.#timeoutNs, () => {
      if (!pending.hasLeft) this.#leave(pending, TIMED_OUT);
    });
  }

  /** The server may have room: it takes whoever has waited longest, for it or for the backend, until it is full. */
  serve(node: NodeId): void {
    const servers = this.#servers;
    while (servers.isUp[node] === 1 && !servers.isAtLimit(node)) {
      const next = this.#nextFor(node);
      if (next === undefined) return;
      servers.take(node);
      this.#leave(next, node);
    }
  }

  /** All that wait for servers that are gone are assigned anew. */
  redistribute(): void {
    // Only nodes for which somebody has ever waited have a queue.
    this.#ofServer.forEach((queue, node) => {
      if (this.#servers.isUp[node] === 1) return;
      for (let { head } = queue; head !== undefined; { head } = queue) this.#leave(head, ANEW);
    });
  }

  /**
   * Nothing is in service whose end could make room: the first one that waits for the backend is assigned anew. Without any
   * server it waits for one, or for `timeout queue`: only who comes then has its 503 at once.
   */
  rescue(): void {
    const { head } = this.#backend;
    const { isEmpty, totalServed } = this.#servers;
    if (head !== undefined && totalServed === 0 && !isEmpty) this.#leave(head, ANEW);
  }

  #nextFor(node: NodeId): Pending | undefined {
    const own = this.#ofServer[node]?.head;
    const any = this.#servers.mayServe(node) ? this.#backend.head : undefined;
    if (own === undefined || any === undefined) return own ?? any;
    return own.number < any.number ? own : any;
  }

  /** The message has been given up while it waited, or before it was asked for again: what a server kept for it is free. */
  withdraw(ticket: number): void {
    const pending = this.#waiting.get(ticket);
    if (pending !== undefined) return this.#end(pending);
    const verdict = this.verdictOf(ticket);
    if (verdict === null || verdict < 0) return;
    this.#servers.drop(verdict);
    this.serve(verdict);
  }

  #end(pending: Pending): void {
    pending.hasLeft = true;
    this.#waiting.delete(pending.ticket);
    this.#count(pending.server, -1);
  }

  #leave(pending: Pending, verdict: Verdict): void {
    this.#end(pending);
    this.#verdicts.set(pending.ticket, verdict);
    this.#signals.resume(pending.ticket);
  }

  #count(server: NodeId, change: 1 | -1): void {
    if (server === NONE) this.#backendLength += change;
    this.#servers.queue(server, change);
  }

  #queueOf(server: NodeId): PendingQueue {
    return server === NONE ? this.#backend : (this.#ofServer[server] ??= new PendingQueue());
  }
}
