/**
 * The contract between a gateway and its balancer (DESIGN.md §4 and §7). A balancer sees only what its real counterpart
 * could know; global truth is opt-in (`truth: true`) and named in the report.
 */
import type { ChangeJournal } from "../core/change-journal.ts";
import type { Ns } from "../core/time.ts";
import type { Random } from "../core/random.ts";

/** A dense index into the scenario's nodes. */
export type NodeId = number;

/** No node: the message is refused, or waits at the gateway where its queue has room and the balancer's product would not refuse it. */
export const NONE = -1;

/**
 * Set aside: the message waits outside the gateway's queue, in nobody's way, until the balancer asks to be asked for it
 * again (`ClusterSignals.resume`). Only for a message that has a `ticket`.
 */
export const LATER = -2;

/** The message is refused, whether the gateway's queue has room or not. */
export const REFUSE = -3;

/**
 * What one gateway can honestly know. One object per gateway, updated in place: do not keep copies of its arrays. A
 * message counts in `inFlight` from the moment its `pick` has returned until just before its `onSettle`.
 */
export interface ClusterView {
  readonly nowNs: Ns;
  /** How many nodes are routable now. */
  readonly count: number;
  /** The routable nodes' ids in [0, count), ascending. Entries from `count` on are meaningless. */
  readonly candidates: Int32Array;
  /** All nodes of the scenario, routable or not; ids are below it. */
  readonly nodeCount: number;
  /** By NodeId: this gateway's own messages sent and not yet settled; and others', as far as they have told. */
  readonly inFlight: Int32Array;
  /** By NodeId: 1 where the node has told this gateway that it had better be spared (Envoy's degraded hosts; others do not care). */
  readonly degraded: Uint8Array;
  /** By NodeId, as configured; less while a node starts slowly. */
  readonly weight: Float64Array;
  /**
   * Messages waiting at this gateway, set aside or not, the one being picked for among them when it waited; else 0. While messages wait,
   * the gateway asks again for the first of them at every arrival, at every settlement and at every membership change.
   */
  readonly waiting: number;
  /** Grows by one whenever `candidates` changes, so that a balancer can rebuild its tables lazily. */
  readonly membershipEpoch: number;
  /** What no real balancer can know; null unless the balancer's definition asks for `truth`. */
  readonly truth: ClusterTruth | null;
}

/** The state of the cluster as it is, not as a gateway believes it. */
export interface ClusterTruth {
  /** By NodeId: messages waiting or in service at the node. */
  readonly inSystem: Int32Array;
  /** By NodeId: the node's present speed. */
  readonly speed: Float64Array;
  /** By NodeId: its workers. */
  readonly workers: Int32Array;
  /** The nodes whose `inSystem`, `speed` or `workers` changed: an entry per change, made after it. */
  readonly changes: ChangeJournal;
  /**
   * Work at the node, waiting or in service, in seconds at its present speed and per worker: with one worker, how long a
   * message that joined now would wait for its service.
   */
  workLeftSeconds(node: NodeId): number;
}

/** The message to place. One cursor, reused: read it during `pick` only. */
export interface MessageView {
  /** A whole number of at least 0 and below 2^53; 0 where the traffic has no keys. */
  readonly key: number;
  /** The key as real hash functions see it on the wire; empty where the traffic has no keys. */
  readonly keyText: string;
  /** The client's IP address, four or sixteen bytes in network order. Same key, same client. */
  readonly clientAddress: Uint8Array;
  /** 0 for the first try. */
  readonly attempt: number;
  /** Where the last try went; NONE on the first. */
  readonly previous: NodeId;
  /** Whether an earlier try of this message went to the node. */
  tried(node: NodeId): boolean;
  /** Where the earlier tries went, oldest first. */
  readonly tries: readonly NodeId[];
  readonly sizeBytes: number;
  readonly priority: number;
  /** Names the message while it is set aside (`LATER`); NONE where it cannot be, since there is no queue or no room in it. */
  readonly ticket: number;
}

/**
 * How a try ended. ok: its reply came. refused: the node did not take the connection. rejected: it answered that it is
 * full, or has no time for it. broken: the connection broke while the message was there. error: it answered with an error.
 * timeout: the gateway waited for its answer no longer. cancelled: the gateway gave it up before any answer, since
 * another copy of the message had been answered or a copy was there already; it is no failure of the node, and how long it
 * took says nothing of it.
 */
export type TryOutcome = "ok" | "refused" | "rejected" | "broken" | "error" | "timeout" | "cancelled";

/** What comes back with a reply, as load reports do (ORCA, C3's feedback). One object, reused. */
export interface ReplyView {
  readonly outcome: TryOutcome;
  /** How many tries of the message came before this one. */
  readonly attempt: number;
  /** Messages that the node held when the reply left, itself not among them. Meaningless unless `ok`. */
  readonly inSystem: number;
  /** How long the service took. Meaningless unless `ok`. */
  readonly serviceNs: Ns;
}

/** A node's answer to a probe. */
export interface ProbeReport {
  readonly node: NodeId;
  /** When the answer was back. */
  readonly atNs: Ns;
  /** Messages at the node when the probe reached it. */
  readonly inSystem: number;
  /** What the node expects a message to take that comes now: the recent mean of those that met a like load; 0: unknown. */
  readonly latencyNs: Ns;
}

export interface Balancer {
  /**
   * The node that gets the message: one of `view.candidates[0 … count)`. Or NONE, LATER or REFUSE. A gateway does not ask
   * while no node is routable.
   */
  pick(view: ClusterView, message: MessageView): NodeId;
  /**
   * A message sent to `node` is settled, `latencyNs` after it was sent: its reply came (`ok`), it failed, or the gateway
   * cancelled it. Called once for every node that `pick` named, whatever became of the message there.
   */
  onSettle?(node: NodeId, latencyNs: Ns, ok: boolean, view: ClusterView, reply: ReplyView): void;
  /** `candidates`, `weight` or `degraded` has changed. Also called once before the first pick. */
  onMembership?(view: ClusterView): void;
  /** `inFlight` of the node has changed by what other gateways tell, where they tell each other. */
  onInFlight?(node: NodeId, view: ClusterView): void;
  /** A message that had been set aside, resumed or not, waits no longer: its ticket means nothing any more. */
  onWithdraw?(ticket: number, view: ClusterView): void;
}

export type ParameterDeclaration =
  | (ParameterBase & {
      readonly type: "integer" | "number";
      readonly min: number;
      readonly max: number;
      readonly default: number;
      /** `duration` values are in seconds. */
      readonly unit?: "duration" | "fraction";
      /** Search this parameter on a logarithmic scale when tuning. */
      readonly logarithmic?: boolean;
    })
  | (ParameterBase & { readonly type: "boolean"; readonly default: boolean })
  | (ParameterBase & { readonly type: "choice"; readonly choices: readonly string[]; readonly default: string });

interface ParameterBase {
  /** One line. */
  readonly help: string;
  /** false: tuning leaves it alone unless asked, since it is chance, or which version of a product there is. */
  readonly tuned?: false;
}

export type ParameterDeclarations = Readonly<Record<string, ParameterDeclaration>>;

/** The type of one parameter's value: `boolean`, one of the choices, or a number. */
export type ParameterValueOf<D extends ParameterDeclaration> = D extends { readonly type: "boolean" }
  ? boolean
  : D extends { readonly type: "choice"; readonly choices: readonly (infer Choice)[] }
    ? Choice
    : number;

/** The values that declarations resolve to. */
export type ParameterValues<P extends ParameterDeclarations> = {
  readonly [K in keyof P]: ParameterValueOf<P[K]>;
};

/** One node as an operator configures it for her balancer. */
export interface NodeConfig {
  readonly name: string;
  /** The text after `server` in a product's configuration: rings hash it. The name by default. */
  readonly address: string;
  readonly zone: string;
  readonly workers: number;
  readonly weight: number;
  /** `max_conns`, `maxconn`: this gateway's limit; `Infinity` for none. */
  readonly maxConnections: number;
  /** HAProxy `minconn`: the limit while the backend has little to do; 0: it is `maxConnections` at any load. */
  readonly minConnections: number;
  /** HAProxy `maxqueue`: how many may wait for this server alone; 0: no bound. */
  readonly maxQueue: number;
  /** nginx: failures within `failTimeoutSeconds` that take the server out; 0: never. Default 1. */
  readonly maxFails: number;
  /** nginx: for how long; whole seconds. Default 10. */
  readonly failTimeoutSeconds: number;
  /** Used only when no other is usable. */
  readonly backup: boolean;
  /** Configured, and out of use for good. */
  readonly down: boolean;
  /** Envoy's `health_status: DEGRADED`: only used where healthy hosts do not suffice. */
  readonly degraded: boolean;
  /** How long a server that comes back works up to its weight; 0: at once. */
  readonly slowStartSeconds: number;
  /** Envoy's priority level, 0 first. */
  readonly priority: number;
  /** What subsets select by. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** What a balancer is made from. */
export interface BalancerContext<P extends ParameterDeclarations = ParameterDeclarations> {
  /** This gateway's own stream; the only source of chance a balancer may use. */
  readonly random: Random;
  readonly parameters: ParameterValues<P>;
  /** Node ids are below this. */
  readonly nodeCount: number;
  /** By NodeId: names as in the scenario (ring and maglev tables hash them). */
  readonly nodeNames: readonly string[];
  /** By NodeId: configured workers, what an operator would base a node's connection limit on. */
  readonly nodeWorkers: readonly number[];
  /** By NodeId. */
  readonly nodes: readonly NodeConfig[];
  readonly gateway: number;
  readonly gatewayCount: number;
  /** Where this gateway is. */
  readonly zone: string;
  /** By gateway: where it is, this one among them. */
  readonly gatewayZones: readonly string[];
  /** How many tries of a message may follow its first: copies of it, and those after a failure. */
  readonly retries: number;
  /** Calendar time at simulated time 0, in milliseconds since 1970: nginx compares whole calendar seconds. */
  readonly startEpochMs: number;
  /** State that the gateways of a run share (nginx's `zone`): made by whoever asks first. It outlives a gateway's process. */
  readonly shared: <T>(name: string, make: () => T) => T;
  readonly signals: ClusterSignals;
}

/** What a balancer may ask of the nodes, over the same links as messages. */
export interface ClusterSignals {
  /** Asks a node for its load; `onReport` is called when the answer is back, never within `probe`; not at all if it is down. */
  probe(node: NodeId, onReport: (report: ProbeReport) => void): void;
  /**
   * From now on calls `onIdle` whenever a node has run out of messages; first, soon, for every node that is idle now. Goes on
   * when the gateway's process ends, since gateways may share what listens; all else that was asked for ends with it.
   */
  watchIdle(onIdle: (node: NodeId) => void): void;
  /**
   * The gateway is to ask for a message that has been set aside, before it asks for any other; after the hook from which this
   * is called. Never within the pick that sets it aside.
   */
  resume(ticket: number): void;
  /** Calls `onDue` so much later; never within `after`. */
  after(delayNs: Ns, onDue: () => void): void;
}

export type WithoutNode = "wait" | "refuse";

/** The static half of a balancer: everything the catalogue, the schema, the documentation and a tuner read. */
export interface BalancerAbout<P extends ParameterDeclarations = ParameterDeclarations> {
  /** One line: what it does. */
  readonly summary?: string;
  /** How it picks, in words; where it comes from (product, version, paper); when it fails. */
  readonly how?: string;
  readonly source?: string;
  readonly fails?: string;
  readonly parameters?: P;
  /** Uses global truth that no real balancer has. */
  readonly truth?: boolean;
  /**
   * What becomes of a message for which no node is routable, or none is named, in a gateway with a queue: it waits there
   * (default), or is refused at once, as its product does. A scenario may say otherwise (`queue: {withoutNode: …}`).
   */
  readonly withoutNode?: WithoutNode;
  /**
   * For a balancer that was made for a queue at its gateway: what it does where there is none, to follow upon its name, as in
   * `draws nodes at random`. Whoever runs it so is told. By default it needs no queue.
   */
  readonly withoutQueue?: string;
}

export interface BalancerDefinition<P extends ParameterDeclarations = ParameterDeclarations> {
  readonly name: string;
  readonly about: Required<BalancerAbout<P>>;
  readonly create: (context: BalancerContext<P>) => Balancer;
}
