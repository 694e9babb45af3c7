/** What all of HAProxy's algorithms have in common: queues, redispatch, backups, and the order of events around a pick. */
import type { Ns } from "../../core/time.ts";
import {
  NONE,
  type Balancer,
  type BalancerContext,
  type ClusterView,
  type MessageView,
  type NodeId,
  type ParameterDeclaration,
  type ParameterValues,
} from "../contract.ts";
import { redispatches, type RedispatchRule } from "./redispatch.ts";
import { Servers, type ServerWatcher } from "./servers.ts";
import { WaitingLine } from "./waiting-line.ts";

/** The parameters of every algorithm. */
export const COMMON_PARAMETERS: {
  readonly allBackups: ParameterDeclaration & { type: "boolean" };
  readonly redispatch: ParameterDeclaration & { type: "boolean" };
  readonly redispatchInterval: ParameterDeclaration & { type: "integer" };
} = {
  allBackups: {
    type: "boolean",
    default: false,
    help: "option allbackups: all usable backups stand in, by the algorithm; without it only the first of them",
  },
  redispatch: {
    type: "boolean",
    default: false,
    help: "option redispatch: a retry may go to another server; without it every retry goes where the first try went",
  },
  redispatchInterval: {
    type: "integer",
    min: -100,
    max: 100,
    default: -1,
    help: "option redispatch N: every Nth retry, or with -N the Nth from the last and its multiples; 0: none",
  },
};

/** An algorithm's own part. */
export interface Algorithm extends ServerWatcher {
  /**
   * The server for this message, `avoid` only where there is no other; NONE: none has room, the message waits for the first
   * that has. Asked only while the group in use has a usable server and is not one backup alone.
   */
  choose(message: MessageView, avoid: NodeId, view: ClusterView): NodeId;
  /** The servers that can be reached have changed. */
  onMembership?(): void;
}

export interface AlgorithmTraits {
  /** Of HAProxy's round-robin kind (roundrobin, static-rr, random): the first retry is already redispatched. */
  readonly roundRobinKind: boolean;
  /** While messages wait for the backend, new ones queue behind them without asking (roundrobin, static-rr, first). */
  readonly queuesFirst: boolean;
  /** Weights can change while it runs. */
  readonly dynamicWeights: boolean;
}

type CommonContext = BalancerContext<typeof COMMON_PARAMETERS>;

export class HaproxyBalancer implements Balancer {
  readonly #servers: Servers;
  readonly #algorithm: Algorithm;
  readonly #line: WaitingLine;
  readonly #redispatch: RedispatchRule;
  readonly #offer: (node: NodeId) => void;

  constructor(context: CommonContext, traits: AlgorithmTraits, algorithm: (servers: Servers) => Algorithm) {
    const { allBackups, redispatch, redispatchInterval }: ParameterValues<typeof COMMON_PARAMETERS> =
      context.parameters;
    this.#servers = new Servers(context, { allBackups, dynamicWeights: traits.dynamicWeights });
    this.#algorithm = algorithm(this.#servers);
    this.#servers.watch(this.#algorithm);
    this.#line = new WaitingLine(this.#servers, traits.queuesFirst);
    this.#offer = (node) => this.#line.offer(node);
    this.#redispatch = {
      option: redispatch,
      interval: redispatchInterval,
      retries: context.retries,
      roundRobinKind: traits.roundRobinKind,
    };
  }

  pick(view: ClusterView, message: MessageView): NodeId {
    this.#servers.advance(view.nowNs, this.#offer);
    const node = this.#place(view, message);
    if (node !== NONE) this.#servers.take(node);
    return node;
  }

  onSettle(node: NodeId, _latencyNs: Ns, _ok: boolean, view: ClusterView): void {
    this.#servers.advance(view.nowNs, this.#offer);
    this.#servers.drop(node);
    this.#line.offer(node);
  }

  onMembership(view: ClusterView): void {
    this.#servers.advance(view.nowNs, this.#offer);
    this.#servers.membership(view, this.#offer);
    this.#algorithm.onMembership?.();
  }

  #place(view: ClusterView, message: MessageView): NodeId {
    const { waiting } = view;
    if (this.#line.hasWaited(waiting)) {
      const next = this.#line.next(waiting);
      if (next !== NONE || !this.#line.isStuck) return next;
    }
    const node = this.#assign(view, message);
    const isPlaced = node !== NONE && !this.#servers.isFull(node);
    if (isPlaced) this.#line.leave(waiting);
    else this.#line.enter(waiting, node);
    return isPlaced ? node : NONE;
  }

  /** The server of a message that does not wait, whether it has room or not; NONE: whichever has room next. */
  #assign(view: ClusterView, message: MessageView): NodeId {
    const servers = this.#servers;
    const { previous } = message;
    const isRetry = message.attempt > 0 && previous !== NONE;
    if (isRetry && !redispatches(this.#redispatch, servers, message)) {
      if (servers.isUp[previous] === 1) return previous;
      // The server is gone and HAProxy answers 503: a gateway without a queue refuses. In a queue the message would stand in
      // everybody's way until the server is back, so there it is redispatched after all.
      if (view.waiting === 0) return NONE;
    }
    if (servers.isEmpty) return NONE;
    return servers.soleBackup === NONE
      ? this.#algorithm.choose(message, isRetry ? previous : NONE, view)
      : servers.soleBackup;
  }
}
