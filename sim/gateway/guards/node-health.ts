/**
 * What one gateway makes of its nodes' health: active checks, outlier detection and circuit breakers each have a reason
 * against a node, which its membership adds up; a node that comes back starts slowly where that is wanted.
 */
import type { NodeId } from "../../balancers/contract.ts";
import * as Kind from "../../core/event-kinds.ts";
import type { EventLoop } from "../../core/event-loop.ts";
import type { Ns } from "../../core/time.ts";
import type { GatewaysSpec } from "../../scenario.ts";
import type { Membership } from "../membership.ts";
import { ActiveChecks } from "./active-checks.ts";
import { CircuitBreaker } from "./circuit-breaker.ts";
import type { GuardCounts } from "./guard-counts.ts";
import { BREAKER_OPEN, EJECTED, FAILED_CHECK, GuardedMembership } from "./guarded-membership.ts";
import type { HealthTimers } from "./health-timers.ts";
import { OutlierDetection } from "./outlier-detection.ts";
import { SlowStart } from "./slow-start.ts";

export interface NodeHealthParts {
  /** What timers name the gateway's process by. */
  readonly process: number;
  readonly gateways: GatewaysSpec;
  readonly loop: EventLoop;
  readonly timers: HealthTimers;
  readonly counts: GuardCounts;
  /** What all gateways are told. */
  readonly told: Membership;
  /** By NodeId; scaled in place while a node starts. */
  readonly weight: Float64Array;
  /** Sends a probe; the answer, if any, comes later. */
  readonly probe: (node: NodeId, onAnswer: (isUp: boolean, isDegraded: boolean) => void) => void;
  /** Other nodes are routable now, or have other weights. */
  readonly onChange: () => void;
}

export class NodeHealth {
  readonly membership: GuardedMembership;
  readonly #parts: NodeHealthParts;
  readonly #checks: ActiveChecks | null;
  readonly #outliers: OutlierDetection | null;
  readonly #slowStart: SlowStart | null;
  /** By NodeId; made when a node's first try ends. */
  readonly #breakers: (CircuitBreaker | undefined)[] | null;
  #panicSinceNs: Ns;

  constructor(parts: NodeHealthParts) {
    const { health, breaker } = parts.gateways;
    const nodes = parts.weight.length;
    this.#parts = parts;
    this.#panicSinceNs = parts.loop.nowNs;
    this.#slowStart = health?.slowStart === undefined ? null : new SlowStart(health.slowStart, parts.weight);
    const onReturn = this.#slowStart === null ? null : (node: NodeId): void => this.#startSlowly(node);
    this.membership = new GuardedMembership(parts.told, health?.panicThreshold ?? 0, onReturn);
    this.#checks = health?.active === undefined ? null : new ActiveChecks(health.active, nodes);
    const watch = {
      isMember: (node: NodeId): boolean => this.membership.isMember(node),
      ejected: (node: NodeId, out: boolean): void => this.#ejected(node, out),
    };
    this.#outliers = health?.outliers === undefined ? null : new OutlierDetection(health.outliers, nodes, watch);
    this.#breakers = breaker === undefined ? null : new Array<CircuitBreaker | undefined>(nodes).fill(undefined);
  }

  /** Looks at what all gateways are told. Returns whether that changed who is routable. */
  refresh(): boolean {
    return this.#noting(() => this.membership.refresh());
  }

  /** Whether the node takes what waits for it. A half-open breaker lets nothing more in: what waits it has let in already. */
  serves(node: NodeId): boolean {
    if (this.membership.routable[node] === 1) return true;
    return this.#breakers?.[node]?.state === "half-open" && this.membership.isCutByBreakerAlone(node);
  }

  /** A try goes to the node. */
  begin(node: NodeId): void {
    const breaker = this.#breakers?.[node];
    if (breaker === undefined || breaker.state === "closed") return;
    breaker.begin();
    this.#mark(node, BREAKER_OPEN, !breaker.lets);
  }

  /** A try has come to an end that says nothing about the node. */
  release(node: NodeId): void {
    const breaker = this.#breakers?.[node];
    if (breaker === undefined || breaker.state === "closed") return;
    breaker.release();
    this.#mark(node, BREAKER_OPEN, !breaker.lets);
  }

  /** A try at the node has ended well, or has failed. */
  observe(node: NodeId, ok: boolean): void {
    this.#outliers?.observe(node, ok, this.#parts.loop.nowNs);
    if (this.#breakers === null) return;
    const breaker = (this.#breakers[node] ??= new CircuitBreaker(this.#parts.gateways.breaker!));
    if (breaker.record(ok)) {
      this.#parts.counts.at(node, "breakerOpenings");
      this.#parts.timers.breakerOpens(this.#parts.process, node);
    }
    this.#mark(node, BREAKER_OPEN, !breaker.lets);
  }

  /** The events of this gateway's nodes. */
  handle(kind: number, node: NodeId): void {
    switch (kind) {
      case Kind.CHECK_DUE:
        return this.#check(node);
      case Kind.CHECK_TIMED_OUT:
        if (this.#checks!.timedOut(node)) this.#checked(node);
        return;
      case Kind.OUTLIER_SWEEP:
        this.#outliers!.sweep(this.#parts.loop.nowNs);
        return this.#parts.timers.sweepLater(this.#parts.process);
      case Kind.BREAKER_WAITED:
        this.#breakers![node]!.halfOpen();
        return this.#mark(node, BREAKER_OPEN, false);
      default:
        return this.#growUp(node);
    }
  }

  /** The run ends: what lasts until now is counted. */
  finish(): void {
    if (this.membership.panics) this.#parts.counts.panicked(this.#panicSinceNs);
  }

  #check(node: NodeId): void {
    const { counts, process, probe, timers } = this.#parts;
    timers.checkLater(process, node);
    const number = this.#checks!.begin(node);
    counts.at(node, "probes");
    probe(node, (isUp, isDegraded) => {
      if (isUp && this.#checks!.awaits(node, number) && this.membership.degrade(node, isDegraded))
        this.#parts.onChange();
      if (this.#checks!.answered(node, number, isUp)) this.#checked(node);
    });
  }

  #checked(node: NodeId): void {
    const healthy = this.#checks!.isHealthy(node);
    if (!healthy) this.#parts.counts.at(node, "healthDowns");
    this.#mark(node, FAILED_CHECK, !healthy);
  }

  #ejected(node: NodeId, out: boolean): void {
    if (out) this.#parts.counts.at(node, "ejections");
    this.#mark(node, EJECTED, out);
  }

  #startSlowly(node: NodeId): void {
    if (this.#slowStart!.begin(node)) this.#parts.timers.growLater(this.#parts.process, node);
  }

  #growUp(node: NodeId): void {
    if (this.#slowStart!.step(node)) this.#parts.timers.growLater(this.#parts.process, node);
    this.membership.epoch++;
    this.#parts.onChange();
  }

  #mark(node: NodeId, reason: number, holds: boolean): void {
    if (this.#noting(() => this.membership.mark(node, reason, holds))) this.#parts.onChange();
  }

  /** Does what may begin or end a panic. */
  #noting(change: () => boolean): boolean {
    const panicked = this.membership.panics;
    const changed = change();
    const { nowNs } = this.#parts.loop;
    if (panicked && !this.membership.panics) this.#parts.counts.panicked(this.#panicSinceNs);
    if (!panicked) this.#panicSinceNs = nowNs;
    return changed;
  }
}
