/** What the guards of a run's gateways have done, from the end of the warm-up on. */
import type { NodeId } from "../../balancers/contract.ts";
import type { Ns } from "../../core/time.ts";
import { toSeconds } from "../../core/time.ts";
import type { Clock } from "../../measure/node-load.ts";
import type { GuardsResult } from "../../measure/result.ts";

/** Who refuses a try. */
export type Refuser = "throttling" | "concurrency" | "breaker" | "queueFull" | "queueTimeout";
/** What is counted by node. */
export type NodeCount = "probes" | "healthDowns" | "ejections" | "breakerOpenings";

export class GuardCounts {
  readonly #clock: Clock;
  readonly #warmupNs: Ns;
  readonly #names: readonly string[];
  readonly #gateways: number;
  readonly #byNode: Readonly<Record<NodeCount, Float64Array>>;
  readonly #refused: Record<Refuser, number> = {
    throttling: 0,
    concurrency: 0,
    breaker: 0,
    queueFull: 0,
    queueTimeout: 0,
  };
  #waited = 0;
  #waitedNs = 0;
  #longestWaitNs = 0;
  #panicNs = 0;
  #limitNs = 0;
  #limitedNs = 0;
  #leastLimit = Infinity;
  #greatestLimit = 0;

  constructor(names: readonly string[], gateways: number, warmupNs: Ns, clock: Clock) {
    this.#names = names;
    this.#gateways = gateways;
    this.#warmupNs = warmupNs;
    this.#clock = clock;
    const zeros = (): Float64Array => new Float64Array(names.length);
    this.#byNode = { probes: zeros(), healthDowns: zeros(), ejections: zeros(), breakerOpenings: zeros() };
  }

  get #counts(): boolean {
    return this.#clock.nowNs >= this.#warmupNs;
  }

  at(node: NodeId, what: NodeCount): void {
    if (this.#counts) this.#byNode[what][node]!++;
  }

  refused(by: Refuser): void {
    if (this.#counts) this.#refused[by]++;
  }

  /** A try has waited for its node, and goes to it now or gives up. */
  waited(ns: Ns): void {
    if (!this.#counts) return;
    this.#waited++;
    this.#waitedNs += ns;
    this.#longestWaitNs = Math.max(this.#longestWaitNs, ns);
  }

  /** A gateway has been in panic since then, until now. */
  panicked(sinceNs: Ns): void {
    this.#panicNs += this.#measuredSince(sinceNs);
  }

  /** A gateway's limit has been so since then, until now. */
  limited(limit: number, sinceNs: Ns): void {
    const ns = this.#measuredSince(sinceNs);
    if (ns === 0) return;
    this.#limitNs += limit * ns;
    this.#limitedNs += ns;
    this.#leastLimit = Math.min(this.#leastLimit, limit);
    this.#greatestLimit = Math.max(this.#greatestLimit, limit);
  }

  #measuredSince(sinceNs: Ns): Ns {
    return Math.max(0, this.#clock.nowNs - Math.max(sinceNs, this.#warmupNs));
  }

  /** `endNs`: when the run ended. */
  result(endNs: Ns): GuardsResult {
    const measuredNs = Math.max(0, endNs - this.#warmupNs);
    const { probes, healthDowns, ejections, breakerOpenings } = this.#byNode;
    const limits = { least: this.#leastLimit, mean: this.#limitNs / this.#limitedNs, greatest: this.#greatestLimit };
    return {
      nodes: this.#names.map((name, node) => ({
        name,
        probes: probes[node]!,
        healthDowns: healthDowns[node]!,
        ejections: ejections[node]!,
        breakerOpenings: breakerOpenings[node]!,
      })),
      refused: { ...this.#refused },
      queue: {
        waited: this.#waited,
        meanSeconds: this.#waited === 0 ? null : toSeconds(this.#waitedNs / this.#waited),
        maxSeconds: this.#waited === 0 ? null : toSeconds(this.#longestWaitNs),
      },
      panicFraction: measuredNs === 0 ? 0 : Math.min(1, this.#panicNs / (measuredNs * this.#gateways)),
      concurrencyLimit: this.#limitedNs === 0 ? null : limits,
    };
  }
}
