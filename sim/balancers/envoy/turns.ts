/** Turns by weight: what round robin, least request and client-side weights share (load_balancer_impl.cc, `EdfLoadBalancerBase`). */
import type { Random } from "../../core/random.ts";
import type { BalancerContext, ClusterView, NodeId, ReplyView } from "../contract.ts";
import { EdfScheduler } from "../shared/edf.ts";
import type { HostPolicy, HostSource, PolicyFamily } from "./host-policy.ts";
import type { ScheduleParameters } from "./parameters.ts";
import { SlowStart } from "./slow-start.ts";

/** What the families that take turns differ in. */
export interface TurnRule {
  /** What a host's weight is, as configured or reported: whether all are equal decides who takes turns by weight. */
  weight(host: NodeId): number;
  /** The weight with which a host that is picked gets its next turn, before slow start. */
  turnWeight(host: NodeId, view: ClusterView): number;
  /** The rule where all weights are equal and nobody is in slow start. */
  equal(source: HostSource, view: ClusterView): HostPolicy;
  refresh?(view: ClusterView): void;
  isStale?(view: ClusterView): boolean;
  picked?(host: NodeId, inFlight: number): void;
  settled?(host: NodeId, ok: boolean, view: ClusterView, reply: ReplyView): void;
}

/** The seed that a gateway's turns begin with: the given one, or drawn. */
export function seedOf({ seed }: ScheduleParameters, random: Random): number {
  return seed < 0 ? random.u32() : seed;
}

export class TurnFamily implements PolicyFamily {
  readonly #rule: TurnRule;
  readonly #random: Random;
  readonly #seed: number;
  readonly #slowStart: SlowStart;
  #view: ClusterView | null = null;
  /** When membership or weights last changed: schedules begin with the weights of then. */
  #refreshedNs = 0;

  constructor(context: BalancerContext, parameters: ScheduleParameters, seed: number, rule: TurnRule) {
    this.#rule = rule;
    this.#random = context.random;
    this.#seed = seed;
    this.#slowStart = new SlowStart(context, parameters);
  }

  draw(): number {
    return this.#random.below(100);
  }

  refresh(view: ClusterView): void {
    this.#view = view;
    this.#refreshedNs = view.nowNs;
    this.#slowStart.refresh(view);
    this.#rule.refresh?.(view);
  }

  isStale(view: ClusterView): boolean {
    if (!this.#rule.isStale?.(view)) return false;
    this.#refreshedNs = view.nowNs;
    return true;
  }

  picked(host: NodeId, inFlight: number): void {
    this.#rule.picked?.(host, inFlight);
  }

  settled(host: NodeId, ok: boolean, view: ClusterView, reply: ReplyView): void {
    this.#rule.settled?.(host, ok, view, reply);
  }

  make(source: HostSource): HostPolicy {
    const view = this.#view!;
    const { hosts } = source;
    const first = this.#rule.weight(hosts[0]!);
    const alike = hosts.every((host) => this.#rule.weight(host) === first);
    if (hosts.length === 1 || (alike && !this.#slowStart.isOn(this.#refreshedNs)))
      return this.#rule.equal(source, view);
    const weightAt = (host: NodeId, nowNs: number): number =>
      this.#rule.turnWeight(host, view) * this.#slowStart.factor(host, nowNs);
    const scheduler = EdfScheduler.after(this.#seed, hosts.length, (entry) =>
      weightAt(hosts[entry]!, this.#refreshedNs),
    );
    const weightNow = (entry: number): number => weightAt(hosts[entry]!, view.nowNs);
    return { choose: () => hosts[scheduler.pick(weightNow)]! };
  }
}

/** Plain round robin from a seed on; each list keeps its place when membership changes. */
export class EqualTurns {
  readonly #seed: number;
  readonly #turns = new Map<string, { next: number }>();

  constructor(seed: number) {
    this.#seed = seed;
  }

  over({ name, hosts }: HostSource): HostPolicy {
    const turn = this.#turns.get(name) ?? { next: this.#seed };
    this.#turns.set(name, turn);
    return { choose: () => hosts[turn.next++ % hosts.length]! };
  }
}
