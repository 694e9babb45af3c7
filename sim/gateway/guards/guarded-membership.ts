/**
 * Which nodes one gateway may send to that watches them itself: what all gateways are told, what this one found out, and
 * Envoy's panic threshold, below which health is not believed any more.
 */
import type { NodeId } from "../../balancers/contract.ts";
import { ABSENT, DOWN, DRAINING, Membership } from "../membership.ts";

/** One gateway found out: active checks fail. */
export const FAILED_CHECK = 8;
/** Its outlier detection has put the node out. */
export const EJECTED = 16;
/** Its circuit breaker for the node lets nothing through. */
export const BREAKER_OPEN = 32;

const NO_MEMBER = ABSENT | DRAINING;
const UNHEALTHY = DOWN | FAILED_CHECK | EJECTED;

export class GuardedMembership extends Membership {
  /** Too few nodes are healthy: all members are used. */
  panics = false;
  readonly #told: Membership;
  readonly #found: Uint8Array;
  /** By NodeId: 1 where its last answer to a check said that it is degraded. */
  readonly #saysDegraded: Uint8Array;
  readonly #panicThreshold: number;
  /** Reasons that count. */
  #against = 0xff;
  /** Called with every node that is a healthy member again. */
  readonly #onReturn: ((node: NodeId) => void) | null;

  /** `panicThreshold`: a fraction of the members; 0: never. */
  constructor(told: Membership, panicThreshold: number, onReturn: ((node: NodeId) => void) | null) {
    super(told.reasons.length);
    this.#told = told;
    this.#found = new Uint8Array(told.reasons.length);
    this.#saysDegraded = new Uint8Array(told.reasons.length);
    this.#panicThreshold = panicThreshold;
    this.#onReturn = onReturn;
    this.refresh();
  }

  /** The gateway found a reason against the node, or found that it is gone. Returns whether this changed who is routable. */
  override mark(node: NodeId, reason: number, holds: boolean): boolean {
    const found = this.#found[node]!;
    // Asked at every try, and looking at all nodes takes time.
    if (((found & reason) !== 0) === holds) return false;
    this.#found[node] = holds ? found | reason : found & ~reason;
    return this.#refreshRoutable();
  }

  /** The node's answer to a check says whether it is degraded. Returns whether this is news. */
  override degrade(node: NodeId, isDegraded: boolean): boolean {
    this.#saysDegraded[node] = isDegraded ? 1 : 0;
    return this.#refreshDegraded(node);
  }

  /** Takes in what gateways have been told. Returns whether this changed who is routable, or degraded. */
  refresh(): boolean {
    let isNews = false;
    for (let node = 0; node < this.degraded.length; node++) isNews = this.#refreshDegraded(node) || isNews;
    return this.#refreshRoutable() || isNews;
  }

  #refreshDegraded(node: NodeId): boolean {
    return super.degrade(node, this.#told.degraded[node] === 1 || this.#saysDegraded[node] === 1);
  }

  #refreshRoutable(): boolean {
    let members = 0;
    let healthy = 0;
    for (let node = 0; node < this.reasons.length; node++) {
      const reasons = this.#told.reasons[node]! | this.#found[node]!;
      this.#replace(node, reasons);
      if ((reasons & NO_MEMBER) === 0) members++;
      if ((reasons & (NO_MEMBER | UNHEALTHY)) === 0) healthy++;
    }
    this.panics = healthy < this.#panicThreshold * members;
    this.#against = this.panics ? 0xff & ~UNHEALTHY : 0xff;
    return this.update((node) => (this.reasons[node]! & this.#against) === 0);
  }

  /** Whether nothing speaks against the node but its breaker. */
  isCutByBreakerAlone(node: NodeId): boolean {
    return (this.reasons[node]! & this.#against) === BREAKER_OPEN;
  }

  isMember(node: NodeId): boolean {
    return (this.reasons[node]! & NO_MEMBER) === 0;
  }

  /** Whether nothing but its breaker keeps some node from being used. */
  get isCutByBreaker(): boolean {
    return this.reasons.some((reasons) => reasons === BREAKER_OPEN);
  }

  #replace(node: NodeId, reasons: number): void {
    const former = this.reasons[node]!;
    this.reasons[node] = reasons;
    const outBefore = (former & (NO_MEMBER | UNHEALTHY)) !== 0;
    const outNow = (reasons & (NO_MEMBER | UNHEALTHY)) !== 0;
    if (this.#onReturn !== null && outBefore && !outNow) this.#onReturn(node);
  }
}
