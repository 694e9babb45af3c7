/**
 * One run: the rooms wired together, and the one switch over event kinds. How a message begins is in `engine/publishing.ts`,
 * how it gets to its node and back in `engine/short-way.ts` or, where it may have several tries, in the gateways' exchange.
 */
import type { BalancerDefinition } from "./balancers/contract.ts";
import { Cluster } from "./cluster/cluster.ts";
import { Digest } from "./core/digest.ts";
import * as Kind from "./core/event-kinds.ts";
import { EventLoop } from "./core/event-loop.ts";
import { RandomStreams, type Random } from "./core/random.ts";
import { NEVER, type Ns } from "./core/time.ts";
import { Ending } from "./engine/ending.ts";
import { MemoryCrashes } from "./engine/memory-crashes.ts";
import { Publishing } from "./engine/publishing.ts";
import { ShortWay } from "./engine/short-way.ts";
import { Progress } from "./engine/standstill.ts";
import type { Way } from "./engine/way.ts";
import { RunControl } from "./faults/run-control.ts";
import { FaultTimeline } from "./faults/timeline.ts";
import { contextsOf } from "./gateway/balancer-context.ts";
import type { Gateway } from "./gateway/gateway.ts";
import type { GatewayParts } from "./gateway/gateway-parts.ts";
import { GatewayRoom } from "./gateway/gateway-room.ts";
import { Exchange } from "./gateway/exchange/exchange.ts";
import { needsExchange } from "./gateway/exchange/needed.ts";
import type { LifeObserver } from "./gateway/exchange/observer.ts";
import type { Tries } from "./gateway/exchange/tries.ts";
import { GuardRoom, isGuarded } from "./gateway/guards/guard-room.ts";
import { GatewayChoice } from "./gateway/gateway-choice.ts";
import { Membership } from "./gateway/membership.ts";
import { NodeLists } from "./gateway/node-lists.ts";
import { Signals } from "./gateway/signals.ts";
import { Truth } from "./gateway/views.ts";
import { recordOf, type MessageRecord } from "./measure/message-record.ts";
import { Recorder } from "./measure/recorder.ts";
import { Links } from "./network/links.ts";
import type { ParameterValue, Scenario } from "./scenario.ts";
import { MessageTable, NO_MESSAGE, WHOLE, type MessageId } from "./traffic/message-table.ts";
import { Producer } from "./traffic/producer.ts";

export { Standstill } from "./engine/standstill.ts";

const { ARRIVAL, DEPARTURE } = Kind;
const { GATEWAY, PRODUCER } = WHOLE;

/** Arrivals of so many producers have an alarm each; those of further ones go through the heap. */
const MAX_ALARMS = 8;

export interface SimulationOptions {
  readonly scenario: Scenario;
  readonly definition: BalancerDefinition;
  /** Every parameter, defaults included. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly seed: number;
  readonly warmupNs: Ns;
  readonly onMessage?: ((record: MessageRecord) => void) | undefined;
  /** False where nobody will ask what happened over time. Nothing else differs. */
  readonly withSeries?: boolean;
  /** Follows the lives of messages, which then all go through the exchange: the same run, but slower. */
  readonly observer?: LifeObserver | undefined;
}

export class Simulation {
  readonly loop: EventLoop;
  readonly streams: RandomStreams;
  readonly recorder: Recorder;
  readonly cluster: Cluster;
  readonly producers: readonly Producer[];
  /** For whoever looks at a run that stands still. */
  readonly gateways: readonly Gateway[];
  /** What gateways do to protect themselves and nodes; null where they do nothing of the kind. */
  readonly guards: GuardRoom | null;
  /** For tests: every row, to see that none is left behind. */
  readonly messages: MessageTable = new MessageTable();
  readonly #scenario: Scenario;
  readonly #digest: Digest = new Digest();
  readonly #ending: Ending;
  readonly #progress: Progress = new Progress();
  readonly #publishing: Publishing;
  readonly #way: Way;
  /** One of the two is null: messages go either way. */
  readonly #shortWay: ShortWay | null;
  readonly #exchange: Exchange | null;
  readonly #attempts: NodeLists = new NodeLists();
  readonly #membership: Membership;
  readonly #signals: Signals;
  readonly #links: Links;
  readonly #control: RunControl;
  readonly #faults: FaultTimeline;
  readonly #memoryCrashes: MemoryCrashes;
  readonly #onMessage: ((record: MessageRecord) => void) | null;

  constructor(options: SimulationOptions) {
    const { scenario, definition, seed } = options;
    const { durationNs, drainNs, gateways, nodes, traffic } = scenario;
    const stream = (name: string): Random => this.streams.stream(name);
    this.#scenario = scenario;
    this.#onMessage = options.onMessage ?? null;
    this.loop = new EventLoop(Math.min(MAX_ALARMS, traffic.length), Kind.ARRIVAL);
    const { loop, messages } = this;
    this.streams = new RandomStreams(seed);
    this.cluster = new Cluster(scenario, loop, messages, {
      onLost: (id, cause) => this.#way.lost(id, cause),
      onOverflow: (node, downNs) => this.#memoryCrashes.crash(node, downNs),
      watched: definition.about.truth,
      stream,
    });
    this.producers = traffic.map((each) => new Producer(each, (purpose) => stream(`traffic/${each.name}/${purpose}`)));
    const open = this.producers.filter((producer) => producer.clients === 0).length;
    this.#ending = new Ending(open, durationNs, loop, messages, () => this.#exchange?.fates.open ?? 0);
    this.#links = new Links(scenario, { loop, stream });
    const isExchanged = needsExchange(scenario) || options.observer !== undefined;
    const answersAtOnce = this.#links.free && !isExchanged;
    const withSeries = options.withSeries ?? true;
    const { warmupNs } = options;
    this.recorder = new Recorder(scenario, warmupNs, this.cluster.nodes, messages, loop, answersAtOnce, withSeries);
    this.#signals = new Signals(loop, this.cluster, this.#links);
    this.#exchange = isExchanged ? this.#makeExchange(options) : null;
    this.#shortWay = isExchanged ? null : this.#makeShortWay(scenario);
    this.#way = this.#exchange ?? this.#shortWay!;
    this.#membership = new Membership(nodes.length);
    const choice = new GatewayChoice(gateways, this.producers.length, stream("gateways"));
    this.#publishing = new Publishing({
      producers: this.producers,
      durationNs,
      loop,
      messages,
      choice,
      recorder: this.recorder,
      way: this.#way,
      ending: this.#ending,
    });
    this.guards = this.#makeGuards(options);
    const room = this.#makeGateways(options);
    this.gateways = room.all;
    if (this.#shortWay !== null) this.#shortWay.gateways = room.all;
    this.#control = new RunControl({
      cluster: this.cluster,
      gateways: this.gateways,
      membership: this.#membership,
      loop,
      exchange: this.#exchange,
      choice,
      links: this.#links.control,
      processes: room,
      detectionNs: gateways.detectionNs,
    });
    const log = this.recorder.faults;
    this.#memoryCrashes = new MemoryCrashes({ nodes, control: this.#control, log, loop });
    this.#faults = this.#makeFaults(scenario);
    this.#ending.schedule(drainNs);
  }

  #makeFaults(scenario: Scenario): FaultTimeline {
    const faults = new FaultTimeline(scenario, {
      control: this.#control,
      loop: this.loop,
      log: this.recorder.faults,
      stream: (name) => this.streams.stream(name),
      goesOn: () => this.#ending.publishing > 0 || scenario.durationNs !== NEVER,
    });
    this.#control.onIdle = (node) => faults.idle(node);
    faults.schedule();
    return faults;
  }

  #makeExchange({ observer, scenario: { gateways, traffic } }: SimulationOptions): Exchange {
    const { cluster, loop, recorder } = this;
    return new Exchange({
      gateways,
      traffic,
      messages: this.messages,
      loop,
      cluster,
      recorder,
      attempts: this.#attempts,
      links: this.#links,
      observer: observer ?? null,
      stream: (name) => this.streams.stream(name),
      gatewayOf: (id) => this.gateways[this.messages.whole[id | GATEWAY]!]!,
      onTold: (id, hears, told) => this.#heard(id, hears, told),
      onLateFate: () => this.#ending.look(),
    });
  }

  #makeShortWay(scenario: Scenario): ShortWay {
    const { cluster, messages, recorder } = this;
    const { queueCapacity, retries } = scenario.gateways;
    const isHeard = this.#onMessage !== null || this.producers.some((producer) => producer.clients > 0);
    return new ShortWay({
      cluster,
      messages,
      recorder,
      attempts: this.#attempts,
      links: this.#links,
      ending: this.#ending,
      retries: retries?.limit ?? 0,
      answersAtOnce: this.#links.free && queueCapacity === 0 && !isGuarded(scenario.gateways),
      onTold: isHeard ? (id, told) => this.#heard(id, true, told) : null,
    });
  }

  #makeGuards({ scenario: { gateways, nodes }, warmupNs }: SimulationOptions): GuardRoom | null {
    if (!isGuarded(gateways)) return null;
    return new GuardRoom({
      gateways,
      nodes,
      warmupNs,
      loop: this.loop,
      messages: this.messages,
      told: this.#membership,
      stream: (name) => this.streams.stream(name),
      probe: (gateway, node, onAnswer) => this.#signals.check(gateway, node, onAnswer),
    });
  }

  #makeGateways({ scenario, definition, parameters }: SimulationOptions): GatewayRoom {
    const gateway: GatewayParts = {
      membership: this.#membership,
      queueCapacity: scenario.gateways.queueCapacity,
      withoutNode: scenario.gateways.withoutNode ?? definition.about.withoutNode,
      traffic: scenario.traffic,
      loop: this.loop,
      messages: this.messages,
      attempts: this.#attempts,
      nodes: this.#links.free || this.#shortWay === null ? this.cluster : this.#shortWay,
      exchange: this.#exchange,
      refuse: (id, cause) => this.#way.refused(id, cause),
      turnAway: (id, cause) => this.#way.turnedAway(id, cause),
    };
    return new GatewayRoom({
      gateway,
      signals: this.#signals,
      guards: this.guards,
      contexts: contextsOf(scenario, parameters, (name) => this.streams.stream(name)),
      create: (context) => definition.create(context),
      weight: Float64Array.from(scenario.nodes, (node) => node.weight),
      truth: definition.about.truth ? new Truth(this.cluster, this.loop) : null,
    });
  }

  /** Starts the producers. Traces must have their first records by now. */
  start(): void {
    this.#publishing.start();
  }

  get nowNs(): Ns {
    return this.loop.nowNs;
  }

  /** The run is over: nothing is left to happen that could change a figure. */
  get ended(): boolean {
    return this.#ending.reached;
  }

  /** What the links did. */
  get linkCounts(): Links["counts"] {
    return this.#links.counts;
  }

  get published(): number {
    return this.#publishing.count;
  }

  /** Messages in the table; for tests and progress. */
  get inFlight(): number {
    return this.messages.length;
  }

  /** For tests: what stands beside the rows in the exchange, and null without one. */
  get tries(): Tries | null {
    return this.#exchange?.tries ?? null;
  }

  /**
   * Lets at most `events` events happen. Every producer with a trace needs that many records ready, or its trace's end.
   * Throws a `BalancerFault` where the balancer breaks its contract.
   */
  advance(events: number): void {
    const { loop, recorder } = this;
    const digest = this.#digest;
    const ending = this.#ending;
    for (let i = 0; i < events && !ending.reached; i++) {
      if (!loop.next()) {
        ending.reached = true;
        return;
      }
      digest.fold(loop.nowNs);
      if (loop.nowNs >= recorder.boundaryNs) recorder.reach(loop.nowNs);
      const { a, b } = loop;
      switch (loop.kind) {
        case ARRIVAL:
          this.#publishing.arrive(a);
          break;
        case DEPARTURE:
          if (this.cluster.depart(a, b, loop.c)) this.#way.served(a);
          break;
        default:
          this.#handle(loop.kind, a, b);
      }
    }
    if (!ending.reached) this.#progress.note(events, loop.nowNs);
  }

  /** The same, but none after `untilNs`. Returns whether there are more until then. */
  advanceUntil(untilNs: Ns, events: number): boolean {
    for (let i = 0; i < events && !this.ended; i++) {
      const nextNs = this.loop.peekNs();
      if (nextNs > untilNs && nextNs !== NEVER) return false;
      this.advance(1);
    }
    return !this.ended;
  }

  /** Closes the books. Returns when the run ended and how long its last interval was. */
  finish(): { endNs: Ns; lastIntervalNs: Ns } {
    const { durationNs } = this.#scenario;
    const endNs = durationNs === Infinity ? this.loop.nowNs : Math.max(this.loop.nowNs, durationNs);
    const lastIntervalNs = this.recorder.finish(endNs);
    this.recorder.ledger.check();
    return { endNs, lastIntervalNs };
  }

  /** Over all event times and all draws. */
  digest(): string {
    this.streams.foldInto(this.#digest);
    return this.#digest.hex();
  }

  #handle(kind: number, a: number, b: number): void {
    switch (kind) {
      case Kind.CLIENT_WAKES:
        return this.#publishing.publish(a);
      case Kind.AT_GATEWAY:
      case Kind.AT_NODE:
      case Kind.REPLY_AT_GATEWAY:
      case Kind.REPLY_AT_PRODUCER:
        return this.#shortWay!.handle(kind, a);
      case Kind.SHARED_DEPARTURE:
        return this.#departShared(a, b);
      case Kind.FAULT_BEGINS:
      case Kind.FAULT_ENDS:
      case Kind.FAULT_STEPS:
        return this.#faults.handle(kind, a, b);
      case Kind.MEMBERSHIP:
        return this.#control.learn(a, b === 1);
      case Kind.DEGRADATION:
        return this.#control.learnOfDegradation(a, b === 1);
      case Kind.GATEWAY_NEWS:
        return this.#control.learnOfGateway(a, b === 1);
      case Kind.PROBE_AT_NODE:
        return this.#signals.atNode(a, b);
      case Kind.PROBE_AT_GATEWAY:
        return this.#signals.atGateway(a, b);
      case Kind.BALANCER_DUE:
        return this.#signals.due(a);
      case Kind.NODE_IDLE:
        return this.#signals.idle(a, b);
      case Kind.TRY_AT_NODE:
      case Kind.TRY_ANSWERED:
      case Kind.CANCEL_AT_NODE:
      case Kind.TRY_STARTED:
        return this.#exchange!.handle(kind, a, b);
      case Kind.WIRE_FREE:
        return this.#links.wireFree(a, b);
      case Kind.NODE_ERRS:
      case Kind.NODE_DEADLINE:
      case Kind.NODE_REPLAYED:
        return this.cluster.handle(kind, a, b);
      case Kind.NODE_RESTARTED:
        return this.#memoryCrashes.restarted(a);
      case Kind.END:
        return this.#ending.due(a);
      default:
        if (kind < Kind.GUARDS_FROM) throw new Error(`event of unknown kind ${kind}`);
        if (kind < Kind.PRODUCERS_SIDE_FROM) return this.guards!.handle(kind, a, b);
        return this.#exchange!.handle(kind, a, b);
    }
  }

  #departShared(node: number, epoch: number): void {
    const id = this.cluster.departShared(node, epoch);
    if (id !== NO_MESSAGE) this.#way.served(id);
  }

  /** A producer has been told; `hears`: a client can go on. */
  #heard(id: MessageId, hears: boolean, told: number): void {
    const index = this.messages.whole[id | PRODUCER]!;
    if (this.#onMessage !== null) this.#onMessage(recordOf(this.messages, id, this.loop.nowNs, told));
    if (hears && this.producers[index]!.clients > 0) this.#publishing.think(index);
    this.#ending.look();
  }
}
