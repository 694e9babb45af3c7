/** Prequal: probing to reduce queuing and latency. */
import type { Random } from "../../core/random.ts";
import { fromSeconds } from "../../core/time.ts";
import {
  NONE,
  type Balancer,
  type BalancerContext,
  type BalancerDefinition,
  type ClusterView,
  type NodeId,
  type ParameterDeclarations,
  type ProbeReport,
} from "../contract.ts";
import { defineBalancer } from "../define.ts";
import { DistinctSampler } from "../shared/distinct-sampler.ts";
import { ProbePool } from "./probe-pool.ts";
import { Routable } from "./routable.ts";

const PARAMETERS = {
  probesPerMessage: {
    type: "number",
    min: 0.1,
    max: 16,
    default: 3,
    help: "r_probe: probes sent per message; fractions count up",
  },
  removalsPerMessage: {
    type: "number",
    min: 0,
    max: 16,
    default: 1,
    help: "r_remove: answers dropped per message, the worst and the oldest in turn",
  },
  poolSize: { type: "integer", min: 2, max: 256, default: 16, help: "answers kept at most" },
  maxAgeSeconds: {
    type: "number",
    min: 0.001,
    max: 60,
    default: 1,
    unit: "duration",
    help: "an older answer is not used",
  },
  hotQuantile: {
    type: "number",
    min: 0,
    max: 1,
    default: 0.84,
    unit: "fraction",
    help: "Q_RIF: nodes above this quantile of requests in flight are hot; 0 goes by requests only, 1 by latency only",
  },
  reuse: {
    type: "number",
    min: 0,
    max: 16,
    default: 1,
    help: "delta: how much an answer is used beyond what balances the pool",
  },
} as const satisfies ParameterDeclarations;

export const prequal: BalancerDefinition = defineBalancer(
  "prequal",
  {
    summary: "the best of a pool of fresh probe answers: quick among the not too busy",
    how:
      "With every message a few random nodes are asked how many messages they hold and how long they take. Of the answers in the " +
      "pool, the newest of each node, those above a quantile of recently seen requests in flight are hot; the cold one of least " +
      "latency is taken, else the hot one with fewest requests. Each answer is used a few times, grows by what was sent on it, " +
      "and ages out; with fewer than two, a random node is taken.",
    source:
      "Wydrowski, Kleinberg, Rumble, Archer, Load is not what you should balance: Introducing Prequal, NSDI 2024 (asynchronous mode). " +
      "A node's latency is the running mean of messages that met a like load, where Prequal takes their median.",
    fails: "At low rates the pool is empty or stale when a message comes, and it is random splitting.",
    parameters: PARAMETERS,
  },
  (context) => new Prequal(context),
);

class Prequal implements Balancer {
  readonly #context: BalancerContext<typeof PARAMETERS>;
  readonly #random: Random;
  readonly #pool: ProbePool;
  readonly #sampler: DistinctSampler;
  readonly #routable: Routable;
  readonly #onReport = (report: ProbeReport): void => this.#take(report);
  #owedProbes = 0;
  #owedRemovals = 0;
  #worstNext = true;
  #count = 0;

  constructor(context: BalancerContext<typeof PARAMETERS>) {
    const { poolSize, maxAgeSeconds, hotQuantile } = context.parameters;
    this.#context = context;
    this.#random = context.random;
    this.#pool = new ProbePool(poolSize, fromSeconds(maxAgeSeconds), hotQuantile);
    this.#sampler = new DistinctSampler(context.nodeCount);
    this.#routable = new Routable(context.nodeCount);
  }

  pick(view: ClusterView): NodeId {
    if (view.count === 0) return NONE;
    this.#pool.expire(view.nowNs);
    const node = this.#choose(view);
    this.#remove();
    this.#probe(view);
    return node;
  }

  onMembership(view: ClusterView): void {
    this.#sampler.build(view);
    this.#count = view.count;
    this.#routable.update(view);
    this.#pool.keep((node) => this.#routable.has(node));
  }

  #choose(view: ClusterView): NodeId {
    const best = this.#pool.size < 2 ? null : this.#pool.best();
    if (best === null) return view.candidates[this.#random.below(view.count)]!;
    this.#pool.use(best);
    return best.node;
  }

  #remove(): void {
    this.#owedRemovals += this.#context.parameters.removalsPerMessage;
    for (; this.#owedRemovals >= 1; this.#owedRemovals--) {
      if (this.#worstNext) this.#pool.removeWorst();
      else this.#pool.removeOldest();
      this.#worstNext = !this.#worstNext;
    }
  }

  #probe(view: ClusterView): void {
    this.#owedProbes += this.#context.parameters.probesPerMessage;
    for (let sent = 0; this.#owedProbes >= 1; this.#owedProbes--) {
      if (sent === view.count) continue;
      this.#context.signals.probe(this.#sampler.draw(sent++, this.#random), this.#onReport);
    }
  }

  /** A probe's answer. */
  #take({ node, inSystem, latencyNs, atNs }: ProbeReport): void {
    if (!this.#routable.has(node)) return;
    this.#pool.add({ node, requestsInFlight: inSystem, latencyNs, atNs, usesLeft: this.#uses() });
  }

  /**
   * b_reuse = max(1, (1 + delta) / ((1 - m/n) r_probe - r_remove)), rounded at random: so many uses of each answer keep the
   * pool full against what is used and removed, since of r_probe answers m/n are of nodes that the pool has already. Where no
   * number of uses keeps it full, which the paper leaves open, it is m.
   */
  #uses(): number {
    const { reuse, probesPerMessage, removalsPerMessage, poolSize } = this.#context.parameters;
    const supply = (1 - poolSize / Math.max(this.#count, 1)) * probesPerMessage - removalsPerMessage;
    const uses = supply > 0 ? Math.max(1, (1 + reuse) / supply) : poolSize;
    const whole = Math.floor(uses);
    return whole + (this.#random.unit() < uses - whole ? 1 : 0);
  }
}
