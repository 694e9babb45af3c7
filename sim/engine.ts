/**
 * One run: the rooms wired together, and the one switch over event kinds. A message walks from `publish` through its
 * gateway and its node and back to `tell`; where a link has no latency the next step is a call instead of an event.
 */
import { NONE, type BalancerDefinition } from "./balancers/contract.ts";
import { Cluster } from "./cluster/cluster.ts";
import { Digest } from "./core/digest.ts";
import * as Kind from "./core/event-kinds.ts";
import { EventLoop } from "./core/event-loop.ts";
import { RandomStreams } from "./core/random.ts";
import { NEVER, toSeconds, type Ns } from "./core/time.ts";
import { RunControl } from "./faults/run-control.ts";
import { FaultTimeline } from "./faults/timeline.ts";
import { NodeLists } from "./gateway/node-lists.ts";
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
import { Signals } from "./gateway/signals.ts";
import { Truth } from "./gateway/views.ts";
import type { History } from "./measure/fault-log.ts";
import { CAUSE_REFUSED, TOLD_CONFIRMED, TOLD_FAILED } from "./measure/ledger.ts";
import { recordOf, type MessageRecord } from "./measure/message-record.ts";
import { Recorder } from "./measure/recorder.ts";
import { Links } from "./network/links.ts";
import type { ParameterValue, Scenario } from "./scenario.ts";
import {
  DELIVERED,
  MessageTable,
  NO_MESSAGE,
  REAL,
  UNDECIDED,
  WHOLE,
  type MessageId,
} from "./traffic/message-table.ts";
import { Producer } from "./traffic/producer.ts";

const { ARRIVAL, DEPARTURE } = Kind;
const { CAUSE, FATE, GATEWAY, NODE, PRODUCER } = WHOLE;
const { PUBLISHED_NS, SEQUENCE, SIZE_BYTES } = REAL;

/** Arrivals of so many producers have an alarm each; those of further ones go through the heap. */
const MAX_ALARMS = 8;
/** A run in which so many events happen at one instant will never end. */
const MAX_SIMULTANEOUS = 5_000_000;

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
  readonly #scenario: Scenario;
  readonly #messages: MessageTable = new MessageTable();
  readonly #digest: Digest = new Digest();
  readonly #gateways: readonly Gateway[];
  readonly #choice: GatewayChoice;
  readonly #membership: Membership;
  readonly #control: RunControl;
  /** What gateways do to protect themselves and nodes; null where they do nothing of the kind. */
  readonly guards: GuardRoom | null;
  readonly #faults: FaultTimeline;
  readonly #signals: Signals;
  readonly #attempts: NodeLists = new NodeLists();
  /** Null where each message has one try at a time, and none is lost on the way. */
  readonly #exchange: Exchange | null;
  readonly #retries: number;
  readonly #links: Links;
  /** No link takes time. */
  readonly #linksAreFree: boolean;
  /** What a node has served, its gateway and its producer know at once, and no other message moves because of it. */
  readonly #answersAtOnce: boolean;
  readonly #onMessage: ((record: MessageRecord) => void) | null;
  readonly #tellsMore: boolean;
  /** Messages published so far. */
  #sequence = 0;
  /** Producers that may still publish. */
  #publishing: number;
  #ended = false;
  #instantNs: Ns = NaN;
  #instantEvents = 0;

  constructor(options: SimulationOptions) {
    const { scenario, definition, seed } = options;
    this.#scenario = scenario;
    this.loop = new EventLoop(Math.min(MAX_ALARMS, scenario.traffic.length), Kind.ARRIVAL);
    this.streams = new RandomStreams(seed);
    this.cluster = new Cluster(scenario, this.loop, this.#messages, {
      onLost: (id, cause) => this.lost(id, cause),
      onOverflow: (node, downNs) => this.overflow(node, downNs),
      watched: definition.about.truth,
      stream: (name) => this.streams.stream(name),
    });
    this.#onMessage = options.onMessage ?? null;
    this.producers = scenario.traffic.map(
      (producer) => new Producer(producer, (purpose) => this.streams.stream(`traffic/${producer.name}/${purpose}`)),
    );
    this.#publishing = this.producers.filter((producer) => producer.clients === 0).length;
    this.#links = new Links(scenario, { loop: this.loop, stream: (name) => this.streams.stream(name) });
    this.#linksAreFree = this.#links.free;
    this.#answersAtOnce = this.#linksAreFree && scenario.gateways.queueCapacity === 0 && !isGuarded(scenario.gateways);
    const isExchanged = needsExchange(scenario) || options.observer !== undefined;
    this.recorder = new Recorder(
      scenario,
      options.warmupNs,
      this.cluster.nodes,
      this.#messages,
      this.loop,
      this.#linksAreFree && !isExchanged,
      options.withSeries ?? true,
    );
    this.#signals = new Signals(this.loop, this.cluster, this.#links);
    this.#retries = scenario.gateways.retries?.limit ?? 0;
    this.#exchange = isExchanged ? this.makeExchange(options) : null;
    this.#tellsMore =
      this.#onMessage !== null || this.#retries > 0 || this.producers.some((producer) => producer.clients > 0);
    this.#membership = new Membership(scenario.nodes.length);
    this.#choice = new GatewayChoice(scenario.gateways, this.producers.length, this.streams.stream("gateways"));
    this.guards = this.makeGuards(options);
    const room = this.makeGateways(options);
    this.#gateways = room.all;
    this.#control = new RunControl({
      ...{ cluster: this.cluster, gateways: this.#gateways, membership: this.#membership, loop: this.loop },
      ...{ exchange: this.#exchange, choice: this.#choice, links: this.#links.control, processes: room },
      detectionNs: scenario.gateways.detectionNs,
    });
    this.#faults = this.makeFaults(scenario);
    this.scheduleEnd();
  }

  private makeFaults(scenario: Scenario): FaultTimeline {
    const faults = new FaultTimeline(scenario, {
      ...{ control: this.#control, loop: this.loop, log: this.recorder.faults },
      stream: (name) => this.streams.stream(name),
      goesOn: () => this.#publishing > 0 || scenario.durationNs !== NEVER,
    });
    this.#control.onIdle = (node) => faults.idle(node);
    faults.schedule();
    return faults;
  }

  private makeExchange({ observer, scenario: { gateways, traffic } }: SimulationOptions): Exchange {
    const { cluster, loop, recorder } = this;
    return new Exchange({
      ...{ gateways, traffic, messages: this.#messages, loop, cluster, recorder },
      ...{ attempts: this.#attempts, links: this.#links, observer: observer ?? null },
      stream: (name) => this.streams.stream(name),
      gatewayOf: (id) => this.#gateways[this.#messages.whole[id | GATEWAY]!]!,
      onTold: (id, hears, told) => this.heard(id, hears, told),
      onLateFate: () => this.endIfDone(),
    });
  }

  private makeGuards({ scenario: { gateways, nodes }, warmupNs }: SimulationOptions): GuardRoom | null {
    if (!isGuarded(gateways)) return null;
    return new GuardRoom({
      ...{ gateways, nodes, warmupNs, loop: this.loop, messages: this.#messages, told: this.#membership },
      stream: (name) => this.streams.stream(name),
      probe: (gateway, node, onAnswer) => this.#signals.check(gateway, node, onAnswer),
    });
  }

  private scheduleEnd(): void {
    const { durationNs, drainNs } = this.#scenario;
    if (durationNs === NEVER) return;
    if (drainNs > 0) this.loop.at(durationNs, Kind.END, 0, 0);
    this.loop.at(durationNs + drainNs, Kind.END, 1, 0);
  }

  private makeGateways({ scenario, definition, parameters }: SimulationOptions): GatewayRoom {
    const gateway: GatewayParts = {
      membership: this.#membership,
      queueCapacity: scenario.gateways.queueCapacity,
      withoutNode: scenario.gateways.withoutNode ?? definition.about.withoutNode,
      traffic: scenario.traffic,
      loop: this.loop,
      messages: this.#messages,
      attempts: this.#attempts,
      nodes: this.#linksAreFree ? this.cluster : { offer: (node, id) => this.offer(node, id) },
      exchange: this.#exchange,
      refuse: (id, cause) => this.refuse(id, cause),
      turnAway: (id, cause) => this.turnAway(id, cause),
    };
    return new GatewayRoom({
      ...{ gateway, signals: this.#signals, guards: this.guards },
      contexts: contextsOf(scenario, parameters, (name) => this.streams.stream(name)),
      create: (context) => definition.create(context),
      weight: Float64Array.from(scenario.nodes, (node) => node.weight),
      truth: definition.about.truth ? new Truth(this.cluster, this.loop) : null,
    });
  }

  /** Starts the producers. Traces must have their first records by now. */
  start(): void {
    this.producers.forEach((producer, index) => {
      for (let client = 0; client < producer.clients; client++) this.think(index);
      if (producer.clients === 0) this.scheduleArrival(index);
    });
  }

  get nowNs(): Ns {
    return this.loop.nowNs;
  }

  /** The run is over: nothing is left to happen that could change a figure. */
  get ended(): boolean {
    return this.#ended;
  }

  /** What the links did. */
  get linkCounts(): Links["counts"] {
    return this.#links.counts;
  }

  get published(): number {
    return this.#sequence;
  }

  /** For whoever looks at a run that stands still. */
  get gateways(): readonly Gateway[] {
    return this.#gateways;
  }

  /** Messages in the table; for tests and progress. */
  get inFlight(): number {
    return this.#messages.length;
  }

  /** For tests: every row, to see that none is left behind. */
  get messages(): MessageTable {
    return this.#messages;
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
    for (let i = 0; i < events && !this.#ended; i++) {
      if (!loop.next()) {
        this.#ended = true;
        return;
      }
      digest.fold(loop.nowNs);
      if (loop.nowNs >= recorder.boundaryNs) recorder.reach(loop.nowNs);
      const { a, b } = loop;
      switch (loop.kind) {
        case ARRIVAL:
          this.arrive(a);
          break;
        case DEPARTURE:
          if (this.cluster.depart(a, b, loop.c)) this.served(a);
          break;
        default:
          this.handle(loop.kind, a, b);
      }
    }
    this.checkProgress(events);
  }

  /** The same, but none after `untilNs`. Returns whether there are more until then. */
  advanceUntil(untilNs: Ns, events: number): boolean {
    for (let i = 0; i < events && !this.#ended; i++) {
      const nextNs = this.loop.peekNs();
      if (nextNs > untilNs && nextNs !== NEVER) return false;
      this.advance(1);
    }
    return !this.#ended;
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

  private handle(kind: number, a: number, b: number): void {
    switch (kind) {
      case Kind.CLIENT_WAKES:
        return this.publish(a);
      case Kind.AT_GATEWAY:
        return this.#gateways[this.#messages.whole[a | GATEWAY]!]!.dispatch(a);
      case Kind.AT_NODE:
        return this.cluster.offer(this.#messages.whole[a | NODE]!, a);
      case Kind.SHARED_DEPARTURE:
        return this.departShared(a, b);
      case Kind.REPLY_AT_GATEWAY:
        return this.replyAtGateway(a);
      case Kind.REPLY_AT_PRODUCER:
        return this.tell(a);
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
        return this.restarted(a);
      case Kind.END:
        this.#ended = a === 1 || (this.#messages.length === 0 && this.undecided === 0);
        return;
      default:
        if (kind < Kind.GUARDS_FROM) throw new Error(`event of unknown kind ${kind}`);
        if (kind < Kind.PRODUCERS_SIDE_FROM) return this.guards!.handle(kind, a, b);
        return this.#exchange!.handle(kind, a, b);
    }
  }

  /** A producer's arrival is due: one message, or a batch of them. */
  private arrive(index: number): void {
    for (let left = this.producers[index]!.arrivals.batch; left > 0; left--) this.publish(index);
    this.scheduleArrival(index);
  }

  private scheduleArrival(index: number): void {
    const nextNs = this.producers[index]!.arrivals.nextNs();
    if (nextNs >= this.#scenario.durationNs) {
      if (--this.#publishing === 0 && this.#scenario.durationNs === NEVER) this.recorder.close();
      this.endIfDone();
    } else if (index < MAX_ALARMS) this.loop.setAlarm(index, nextNs);
    else this.loop.at(nextNs, Kind.ARRIVAL, index, 0);
  }

  /** A client of a closed population thinks, and then publishes. */
  private think(index: number): void {
    const wakesNs = this.loop.nowNs + this.producers[index]!.thinkNs();
    if (wakesNs < this.#scenario.durationNs) this.loop.at(wakesNs, Kind.CLIENT_WAKES, index, 0);
  }

  private publish(index: number): void {
    const messages = this.#messages;
    const id = messages.add();
    const { whole, real } = messages;
    real[(id >> 1) | SEQUENCE] = this.#sequence++;
    real[(id >> 1) | PUBLISHED_NS] = this.loop.nowNs;
    whole[id | PRODUCER] = index;
    whole[id | NODE] = NONE;
    this.producers[index]!.fill(id, messages);
    if (this.#exchange !== null) this.#exchange.published(id, this.producers[index]!);
    const gateway = this.#gateways.length === 1 ? 0 : this.#choice.pick(index);
    whole[id | GATEWAY] = gateway;
    this.recorder.published(id, index);
    if (this.#exchange !== null) return this.#exchange.setOff(id);
    const path = this.#links.toGateway.between(index, gateway);
    if (path === null) this.#gateways[gateway]!.dispatch(id);
    else path.travel(Kind.AT_GATEWAY, id, 0, real[(id >> 1) | SIZE_BYTES]!);
  }

  private offer(node: number, id: MessageId): void {
    const path = this.#links.toNode.between(this.#messages.whole[id | GATEWAY]!, node);
    if (path === null) this.cluster.offer(node, id);
    else path.travel(Kind.AT_NODE, id, 0, this.#messages.real[(id >> 1) | SIZE_BYTES]!);
  }

  private refuse(id: MessageId, cause: number): void {
    if (this.#exchange !== null) return this.#exchange.refused(id, cause);
    this.lose(id, cause);
    this.replyToProducer(id);
  }

  private departShared(node: number, epoch: number): void {
    const id = this.cluster.departShared(node, epoch);
    if (id !== NO_MESSAGE) this.served(id);
  }

  private served(id: MessageId): void {
    if (this.#exchange !== null) return this.#exchange.served(id);
    if (!this.#answersAtOnce) {
      this.recorder.served(id);
      return this.replyToGateway(id);
    }
    this.recorder.answered(id);
    this.#gateways[this.#gateways.length === 1 ? 0 : this.#messages.whole[id | GATEWAY]!]!.settle(id, true);
    this.end(id);
  }

  /** A try has failed at its node. Its last one decides the message's fate. */
  private lost(id: MessageId, cause: number): void {
    if (this.#exchange !== null) return this.#exchange.lost(id, cause);
    if (this.#attempts.count(id) < this.#retries) this.#messages.whole[id | CAUSE] = cause;
    else this.lose(id, cause);
    this.replyToGateway(id);
  }

  /** A try fails at its gateway, and its node never hears of it. */
  private turnAway(id: MessageId, cause: number): void {
    if (this.#exchange !== null) return this.#exchange.turnedAway(id, cause);
    if (this.#attempts.count(id) < this.#retries) this.#messages.whole[id | CAUSE] = cause;
    else this.lose(id, cause);
    this.replyAtGateway(id);
  }

  private lose(id: MessageId, cause: number): void {
    this.#messages.whole[id | CAUSE] = cause;
    this.recorder.lost(id, cause);
  }

  private replyToGateway(id: MessageId): void {
    const { whole } = this.#messages;
    const path = this.#links.fromNode.between(whole[id | GATEWAY]!, whole[id | NODE]!);
    if (path === null) this.replyAtGateway(id);
    else path.travel(Kind.REPLY_AT_GATEWAY, id, 0, 0);
  }

  private replyAtGateway(id: MessageId): void {
    const { whole } = this.#messages;
    const fate = whole[id | FATE]!;
    this.#gateways[whole[id | GATEWAY]!]!.settle(id, fate === DELIVERED);
    if (fate === UNDECIDED) this.tryAgain(id);
    else this.replyToProducer(id);
  }

  private tryAgain(id: MessageId): void {
    const { whole } = this.#messages;
    this.#attempts.add(id, whole[id | NODE]!);
    this.#gateways[whole[id | GATEWAY]!]!.dispatch(id);
  }

  private replyToProducer(id: MessageId): void {
    const { whole } = this.#messages;
    const path = this.#links.toProducer.between(whole[id | PRODUCER]!, whole[id | GATEWAY]!);
    if (path === null) this.tell(id);
    else path.travel(Kind.REPLY_AT_PRODUCER, id, 0, 0);
  }

  /** The producer knows: the message's life ends here, and its slot is free. */
  private tell(id: MessageId): void {
    this.recorder.told(id);
    this.end(id);
  }

  private end(id: MessageId): void {
    if (this.#tellsMore) this.tellMore(id);
    this.#messages.remove(id);
    if (this.#publishing === 0) this.endIfDone();
  }

  /** Whoever else wants to know that a message's life ends: who records messages, retries them, or is a client. */
  private tellMore(id: MessageId): void {
    const index = this.#messages.whole[id | PRODUCER]!;
    const told = this.#messages.whole[id | FATE] === DELIVERED ? TOLD_CONFIRMED : TOLD_FAILED;
    if (this.#onMessage !== null) this.#onMessage(recordOf(this.#messages, id, this.loop.nowNs, told));
    if (this.#retries > 0) this.recorder.sent(id, this.#attempts.count(id) + (this.wasSent(id) ? 1 : 0));
    this.#attempts.forget(id);
    if (this.producers[index]!.clients > 0) this.think(index);
  }

  /** The message's last try has left its gateway. */
  private wasSent(id: MessageId): boolean {
    return this.#messages.whole[id | CAUSE] !== CAUSE_REFUSED || this.#messages.whole[id | FATE] === DELIVERED;
  }

  /** In the exchange, which frees the message's row when nothing needs it any more; `hears`: a client can go on. */
  private heard(id: MessageId, hears: boolean, told: number): void {
    const index = this.#messages.whole[id | PRODUCER]!;
    if (this.#onMessage !== null) this.#onMessage(recordOf(this.#messages, id, this.loop.nowNs, told));
    if (hears && this.producers[index]!.clients > 0) this.think(index);
    if (this.#publishing === 0) this.endIfDone();
  }

  /** Messages whose producers were told before they had a fate. */
  private get undecided(): number {
    return this.#exchange === null ? 0 : this.#exchange.fates.open;
  }

  private endIfDone(): void {
    const { durationNs } = this.#scenario;
    const published = durationNs === NEVER ? this.#publishing === 0 : this.loop.nowNs >= durationNs;
    if (published && this.#messages.length === 0 && this.undecided === 0) this.#ended = true;
  }

  /** A node has more to hold than its memory: that is a fault as any other. */
  private overflow(node: number, downNs: Ns): void {
    const { nowNs } = this.loop;
    const endNs = nowNs + downNs;
    this.memoryFaults(node).begins(node, { targets: [this.#scenario.nodes[node]!.name], startNs: nowNs, endNs });
    this.#control.crash(node);
    this.loop.at(endNs, Kind.NODE_RESTARTED, node, 0);
  }

  private restarted(node: number): void {
    this.memoryFaults(node).ends(node);
    this.#control.restart(node, null);
  }

  private memoryFaults(node: number): History {
    return this.recorder.faults.of(`out of memory ${this.#scenario.nodes[node]!.name}`, "memory");
  }

  /** Zero think time and refusals without latency can keep the clock from ever moving: better an error than a hang. */
  private checkProgress(events: number): void {
    if (this.loop.nowNs !== this.#instantNs) this.#instantEvents = 0;
    this.#instantNs = this.loop.nowNs;
    this.#instantEvents += events;
    if (this.#instantEvents > MAX_SIMULTANEOUS && !this.#ended) throw new Standstill(toSeconds(this.loop.nowNs));
  }
}

/** More than five million events at one instant: the scenario lets nothing take time. */
export class Standstill extends Error {
  override readonly name = "Standstill";
  readonly atSeconds: number;

  constructor(atSeconds: number) {
    super(
      `simulated time stands still at ${atSeconds} s: expected something to take time, got clients that publish again ` +
        "at once after every refusal (give them a think time, or the network a latency)",
    );
    this.atSeconds = atSeconds;
  }
}
