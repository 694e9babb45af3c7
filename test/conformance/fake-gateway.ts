/**
 * Plays a gateway for one balancer, without an engine: keeps the view that the contract promises, applies the picks, and
 * lets a test settle messages, change membership and pass time as it likes.
 */
import { ChangeJournal } from "../../sim/core/change-journal.ts";
import { Stream } from "../../sim/core/random.ts";
import {
  LATER,
  NONE,
  REFUSE,
  resolveParameters,
  type Balancer,
  type BalancerContext,
  type BalancerDefinition,
  type ClusterTruth,
  type MessageView,
  type NodeConfig,
  type NodeId,
  type ParameterValue,
  type ProbeReport,
  type Random,
  type ReplyView,
} from "../../sim/index.ts";
import { nodeConfig } from "../../sim/gateway/balancer-context.ts";
import { aNode } from "../fixtures/scenario.ts";

export interface FakeOptions {
  /** By node: what the configuration says beside name and weight. */
  readonly servers?: readonly Partial<NodeConfig>[];
  readonly startEpochMs?: number;
  /** State shared with other gateways; by default this one is alone. */
  readonly shared?: <T>(name: string, make: () => T) => T;
  /** How many gateways the balancer is told of; it is the first of them. */
  readonly gatewayCount?: number;
  /** Which of them this is; 0 by default. */
  readonly gateway?: number;
  /** How often the gateway would try again. */
  readonly retries?: number;
  /** Of the gateway; `default` unless given. */
  readonly zone?: string;
  /** Of all gateways; of this one alone unless given. */
  readonly gatewayZones?: readonly string[];
  readonly nodes: number;
  readonly parameters?: Readonly<Record<string, ParameterValue>>;
  /** Of the balancer's stream. */
  readonly seed?: number;
  /** In place of that stream. */
  readonly random?: Random;
  readonly weights?: readonly number[];
  readonly workers?: readonly number[];
  readonly speeds?: readonly number[];
}

/** The view of the contract, writable. */
class FakeView {
  nowNs = 0;
  count: number;
  candidates: Int32Array;
  readonly nodeCount: number;
  inFlight: Int32Array;
  weight: Float64Array;
  degraded: Uint8Array;
  waiting = 0;
  membershipEpoch = 0;
  truth: ClusterTruth | null = null;

  constructor(nodes: number, weights: readonly number[] | undefined) {
    this.count = nodes;
    this.nodeCount = nodes;
    this.candidates = Int32Array.from({ length: nodes }, (_, id) => id);
    this.inFlight = new Int32Array(nodes);
    this.degraded = new Uint8Array(nodes);
    this.weight = Float64Array.from({ length: nodes }, (_, id) => weights?.[id] ?? 1);
  }
}

/** Truth over the fake's own messages and those that a test says others have sent. Work left: one second per message. */
class FakeTruth implements ClusterTruth {
  readonly inSystem: Int32Array;
  readonly speed: Float64Array;
  readonly workers: Int32Array;
  readonly changes: ChangeJournal;
  /** How often the work left was asked for. */
  looks = 0;

  constructor(nodes: number, options: FakeOptions) {
    this.inSystem = new Int32Array(nodes);
    this.speed = Float64Array.from({ length: nodes }, (_, id) => options.speeds?.[id] ?? 1);
    this.workers = Int32Array.from({ length: nodes }, (_, id) => options.workers?.[id] ?? 1);
    this.changes = new ChangeJournal(4 * nodes + 64);
  }

  workLeftSeconds(node: NodeId): number {
    this.looks++;
    return this.inSystem[node]! / (this.speed[node]! * this.workers[node]!);
  }
}

/** A first try, with the key's text and address as the engine makes them. */
function aMessage(key: number): MessageView {
  return {
    key,
    keyText: `key-${key}`,
    clientAddress: Uint8Array.of(10, key >>> 16, key >>> 8, key),
    attempt: 0,
    previous: NONE,
    tried: () => false,
    tries: [],
    sizeBytes: 1000,
    priority: 0,
    ticket: NONE,
  };
}

/** What gateways share that are given the same one. */
export function sharedStates(): BalancerContext["shared"] {
  const states = new Map<string, unknown>();
  return <T>(name: string, make: () => T): T => {
    if (!states.has(name)) states.set(name, make());
    return states.get(name) as T;
  };
}

export class FakeGateway {
  readonly view: FakeView;
  readonly truth: FakeTruth;
  /** Every pick so far, NONE among them. */
  readonly picks: NodeId[] = [];
  /** By NodeId: how often it was picked. */
  readonly counts: Int32Array;
  /** Messages in flight, oldest first: their nodes. */
  readonly held: NodeId[] = [];
  /** Probes that nobody has answered yet, oldest first. */
  readonly probes: { readonly node: NodeId; readonly onReport: (report: ProbeReport) => void }[] = [];
  readonly idleWatchers: ((node: NodeId) => void)[] = [];
  /** Tickets of messages set aside that the balancer wants to be asked for again, oldest first. */
  readonly resumed: number[] = [];
  /** What the balancer wants to be told when its time is up. */
  readonly #timers: { readonly dueNs: number; readonly onDue: () => void }[] = [];
  readonly #balancer: Balancer;
  readonly #routable: Set<NodeId>;
  #idleTold = false;

  constructor(definition: BalancerDefinition, options: FakeOptions) {
    const { nodes, parameters = {} } = options;
    const { values, problems } = resolveParameters(definition, parameters);
    if (problems.length > 0) throw new Error(`${definition.name}: ${JSON.stringify(problems)}`);
    this.view = new FakeView(nodes, options.weights);
    this.truth = new FakeTruth(nodes, options);
    this.view.truth = definition.about.truth ? this.truth : null;
    this.counts = new Int32Array(nodes);
    this.#routable = new Set(this.view.candidates);
    this.#balancer = definition.create(this.#context(definition, values, options));
    this.#balancer.onMembership?.(this.view);
  }

  #context(
    definition: BalancerDefinition,
    values: Readonly<Record<string, ParameterValue>>,
    options: FakeOptions,
  ): BalancerContext {
    const configs = Array.from({ length: options.nodes }, (_, id): NodeConfig => {
      const config = nodeConfig(
        aNode(`n${id + 1}`, { weight: this.view.weight[id]!, workers: this.truth.workers[id]! }),
      );
      return { ...config, ...options.servers?.[id] };
    });
    return {
      random: options.random ?? new Stream(options.seed ?? 1, definition.name),
      parameters: values as never,
      nodeCount: configs.length,
      nodeNames: configs.map((config) => config.name),
      nodeWorkers: configs.map((config) => config.workers),
      nodes: configs,
      gateway: options.gateway ?? 0,
      gatewayCount: options.gatewayCount ?? 1,
      zone: options.zone ?? "default",
      gatewayZones: options.gatewayZones ?? [options.zone ?? "default"],
      retries: options.retries ?? 0,
      startEpochMs: options.startEpochMs ?? 0,
      shared: options.shared ?? sharedStates(),
      signals: {
        probe: (node, onReport) => void this.probes.push({ node, onReport }),
        watchIdle: (onIdle) => void this.idleWatchers.push(onIdle),
        resume: (ticket) => void this.resumed.push(ticket),
        after: (delayNs, onDue) => void this.#timers.push({ dueNs: this.view.nowNs + delayNs, onDue }),
      },
    };
  }

  /** Answers the oldest probe with the node's true state, by default quicker the faster it is; false when none is under way. */
  answerProbe(latencyNs?: number): boolean {
    const probe = this.probes.shift();
    if (probe === undefined) return false;
    const { node } = probe;
    const inSystem = this.truth.inSystem[node]!;
    probe.onReport({ node, atNs: this.view.nowNs, inSystem, latencyNs: latencyNs ?? 1e6 / this.truth.speed[node]! });
    return true;
  }

  /** The next `count` picks as letters, `a` for node 0 and `-` for NONE, each settled before the next. */
  letters(count: number): string {
    const one = (): string => {
      const node = this.pick();
      this.settle();
      return node === NONE ? "-" : String.fromCharCode(97 + node);
    };
    return Array.from({ length: count }, one).join("");
  }

  /** Asks for one message; checks that the answer is a candidate or NONE, and sends it. */
  pick(message: Partial<MessageView> = {}): NodeId {
    const node = this.ask(message);
    return node === REFUSE ? NONE : node;
  }

  /** The same, with REFUSE told from NONE. */
  ask(message: Partial<MessageView> = {}): NodeId {
    const node = this.#balancer.pick(this.view, { ...aMessage(message.key ?? 0), ...message });
    this.picks.push(node === REFUSE ? NONE : node);
    if (node === NONE || node === REFUSE) return node;
    if (node === LATER && (message.ticket ?? NONE) !== NONE) return LATER;
    if (!this.#routable.has(node)) throw new Error(`picked ${node}, which is no candidate`);
    this.counts[node]!++;
    this.view.inFlight[node]!++;
    this.held.push(node);
    this.#change(node, +1);
    return node;
  }

  /** The message that was set aside is given up. */
  withdraw(ticket: number): void {
    if (this.resumed.includes(ticket)) this.resumed.splice(this.resumed.indexOf(ticket), 1);
    this.#balancer.onWithdraw?.(ticket, this.view);
  }

  /** Settles the message in flight at `place` of `held`; the oldest unless said otherwise. */
  settle(latencyNs = 1e6, ok = true, place = 0, reply: Partial<ReplyView> = {}): void {
    const [node] = this.held.splice(place, 1);
    if (node === undefined) return;
    this.view.inFlight[node]!--;
    this.#change(node, -1);
    const outcome = ok ? "ok" : "refused";
    const inSystem = this.truth.inSystem[node]!;
    this.#balancer.onSettle?.(node, latencyNs, ok, this.view, {
      outcome,
      attempt: 0,
      inSystem,
      serviceNs: latencyNs,
      ...reply,
    });
    if (inSystem === 0) this.#tellIdle(node);
  }

  #tellIdle(node: NodeId): void {
    for (const onIdle of this.idleWatchers) onIdle(node);
  }

  /** Time passes; the probes under way are answered, and from the first time on nodes tell that they are idle. */
  advance(ns: number): void {
    this.view.nowNs += ns;
    for (let answered = true; answered;) answered = this.answerProbe();
    for (const timer of this.#timers.filter(({ dueNs }) => dueNs <= this.view.nowNs)) {
      this.#timers.splice(this.#timers.indexOf(timer), 1);
      timer.onDue();
    }
    if (this.#idleTold) return;
    this.#idleTold = true;
    for (let node = 0; node < this.view.nodeCount; node++) if (this.truth.inSystem[node] === 0) this.#tellIdle(node);
  }

  leave(node: NodeId): void {
    if (this.#routable.delete(node)) this.#membership();
  }

  join(node: NodeId): void {
    if (this.#routable.has(node)) return;
    this.#routable.add(node);
    this.#membership();
  }

  degrade(node: NodeId, isDegraded = true): void {
    this.view.degraded[node] = isDegraded ? 1 : 0;
    this.#membership();
  }

  /** Another gateway's message arrives at the node, or leaves it. */
  elsewhere(node: NodeId, messages: 1 | -1): void {
    if (this.truth.inSystem[node]! - this.view.inFlight[node]! + messages >= 0) this.#change(node, messages);
  }

  setSpeed(node: NodeId, speed: number): void {
    this.truth.speed[node] = speed;
    this.truth.changes.record(node);
  }

  #change(node: NodeId, messages: number): void {
    this.truth.inSystem[node]! += messages;
    this.truth.changes.record(node);
  }

  #membership(): void {
    const { view } = this;
    view.count = 0;
    for (let id = 0; id < view.nodeCount; id++) if (this.#routable.has(id)) view.candidates[view.count++] = id;
    view.membershipEpoch++;
    this.#balancer.onMembership?.(view);
  }
}
