/** What all of HAProxy's algorithms have in common: queues, redispatch, backups, and the order of events around a pick. */
import { NS_PER_SECOND, type Ns } from "../../core/time.ts";
import {
  LATER,
  NONE,
  REFUSE,
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
import { ANEW, Queues, TIMED_OUT } from "./queues.ts";

/** The parameters of every algorithm. */
export const COMMON_PARAMETERS: {
  readonly allBackups: ParameterDeclaration & { type: "boolean" };
  readonly redispatch: ParameterDeclaration & { type: "boolean" };
  readonly redispatchInterval: ParameterDeclaration & { type: "integer" };
  readonly fullConnections: ParameterDeclaration & { type: "integer" };
  readonly queueTimeout: ParameterDeclaration & { type: "number" };
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
  fullConnections: {
    type: "integer",
    min: 0,
    max: 1_000_000_000,
    default: 0,
    tuned: false,
    help: "fullconn: at so many connections, waiting ones included, servers with a minconn have their maxconn; 0: they always have",
  },
  queueTimeout: {
    type: "number",
    min: 0,
    max: 1e6,
    default: 0,
    unit: "duration",
    tuned: false,
    help: "timeout queue: a message that waits for longer is refused; 0: it waits for as long as it takes",
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

type CommonParameters = ParameterValues<typeof COMMON_PARAMETERS>;
type CommonContext = BalancerContext<typeof COMMON_PARAMETERS>;

export class HaproxyBalancer implements Balancer {
  readonly #servers: Servers;
  readonly #algorithm: Algorithm;
  readonly #queues: Queues;
  readonly #queuesFirst: boolean;
  readonly #redispatch: RedispatchRule;
  readonly #serve: (node: NodeId) => void;

  constructor(context: CommonContext, traits: AlgorithmTraits, algorithm: (servers: Servers) => Algorithm) {
    const { allBackups, redispatch, redispatchInterval, fullConnections, queueTimeout }: CommonParameters =
      context.parameters;
    const { dynamicWeights } = traits;
    this.#servers = new Servers(context, { allBackups, dynamicWeights, fullConnections });
    this.#algorithm = algorithm(this.#servers);
    this.#servers.watch(this.#algorithm);
    this.#queues = new Queues(this.#servers, context.signals, Math.round(queueTimeout * NS_PER_SECOND));
    this.#queuesFirst = traits.queuesFirst;
    this.#serve = (node) => this.#queues.serve(node);
    this.#redispatch = {
      option: redispatch,
      interval: redispatchInterval,
      retries: context.retries,
      roundRobinKind: traits.roundRobinKind,
    };
  }

  pick(view: ClusterView, message: MessageView): NodeId {
    this.#servers.advance(view.nowNs, this.#serve);
    const verdict = this.#queues.verdictOf(message.ticket);
    if (verdict === TIMED_OUT) return REFUSE;
    if (verdict !== null && verdict !== ANEW) {
      // It has been counted there since the server took it.
      if (this.#servers.isUp[verdict] === 1) return verdict;
      this.#servers.drop(verdict);
    }
    this.#servers.arriving(true);
    const node = this.#place(view, message, verdict !== null);
    this.#servers.arriving(false);
    return node;
  }

  onSettle(node: NodeId, _latencyNs: Ns, _ok: boolean, view: ClusterView): void {
    this.#servers.advance(view.nowNs, this.#serve);
    this.#servers.drop(node);
    this.#queues.serve(node);
    this.#queues.rescue();
  }

  onMembership(view: ClusterView): void {
    this.#servers.advance(view.nowNs, this.#serve);
    this.#servers.membership(view, this.#serve);
    this.#algorithm.onMembership?.();
    // Without the option they wait for their server to come back, or for `timeout queue`.
    if (this.#redispatch.option) this.#queues.redistribute();
    this.#queues.rescue();
  }

  onWithdraw(ticket: number): void {
    this.#queues.withdraw(ticket);
  }

  /** Takes a connection of the server that is named; the message waits where that has none left. */
  #place(view: ClusterView, message: MessageView, hasWaited: boolean): NodeId {
    if (this.#servers.isEmpty) return REFUSE;
    const node = this.#assign(view, message, hasWaited);
    if (node === REFUSE) return REFUSE;
    if (node !== NONE && !this.#servers.isFull(node)) {
      this.#servers.take(node);
      return node;
    }
    if (message.ticket === NONE || (node !== NONE && this.#servers.isQueueFull(node))) return REFUSE;
    this.#queues.enter(message.ticket, node);
    return LATER;
  }

  /** The server of a message, whether it has room or not; NONE: whichever has room next. */
  #assign(view: ClusterView, message: MessageView, hasWaited: boolean): NodeId {
    const servers = this.#servers;
    const { previous } = message;
    const isRetry = message.attempt > 0 && previous !== NONE;
    if (isRetry && !hasWaited && !redispatches(this.#redispatch, servers, message)) {
      return servers.isUp[previous] === 1 ? previous : REFUSE;
    }
    if (this.#queuesFirst && this.#queues.length > 0 && servers.totalServed > 0) return NONE;
    return servers.soleBackup === NONE
      ? this.#algorithm.choose(message, isRetry ? previous : NONE, view)
      : servers.soleBackup;
  }
}
