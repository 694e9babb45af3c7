/** How a host that has just joined works up to its weight (load_balancer_impl.cc, `applySlowStartFactor`). */
import { pow } from "../../core/math.ts";
import type { BalancerContext, ClusterView, NodeId } from "../contract.ts";
import type { ScheduleParameters } from "./parameters.ts";

const NS_PER_MS = 1e6;
const NOT_HERE = -1;

/** max((max(1 ms, age) / window) ^ (1 / aggression), least) while the age is below the window, then 1; whole milliseconds. */
export function slowStartFactor(ageMs: number, windowMs: number, aggression: number, leastPercent: number): number {
  if (ageMs >= windowMs) return 1;
  const time = Math.max(1, ageMs) / windowMs;
  return Math.max(aggression === 1 ? time : pow(time, 1 / aggression), leastPercent / 100);
}

export class SlowStart {
  readonly #windowMs: number;
  readonly #aggression: number;
  readonly #leastPercent: number;
  /** By NodeId: since when it is routable. */
  readonly #joinedNs: Float64Array;
  #latestNs = 0;

  constructor({ nodes }: BalancerContext, parameters: ScheduleParameters) {
    const ofNodes = nodes.reduce((most, { slowStartSeconds }) => Math.max(most, slowStartSeconds), 0);
    this.#windowMs = Math.floor(1000 * (parameters.slowStartWindow || ofNodes));
    this.#aggression = parameters.aggression;
    this.#leastPercent = parameters.minWeightPercent;
    this.#joinedNs = new Float64Array(nodes.length).fill(NOT_HERE);
  }

  /** Whether some host joined within the window: then everybody takes turns by weight. */
  isOn(nowNs: number): boolean {
    return this.#windowMs > 0 && Math.floor((nowNs - this.#latestNs) / NS_PER_MS) <= this.#windowMs;
  }

  /** What a host's weight is multiplied by. */
  factor(host: NodeId, nowNs: number): number {
    const joinedNs = this.#joinedNs[host]!;
    if (this.#windowMs === 0 || joinedNs === NOT_HERE) return 1;
    const ageMs = Math.floor((nowNs - joinedNs) / NS_PER_MS);
    return slowStartFactor(ageMs, this.#windowMs, this.#aggression, this.#leastPercent);
  }

  refresh({ candidates, count, nowNs }: ClusterView): void {
    if (this.#windowMs === 0) return;
    const before = this.#joinedNs.slice();
    this.#joinedNs.fill(NOT_HERE);
    for (let place = 0; place < count; place++) {
      const host = candidates[place]!;
      const known = before[host]! !== NOT_HERE;
      this.#joinedNs[host] = known ? before[host]! : nowNs;
      if (!known) this.#latestNs = nowNs;
    }
  }
}
