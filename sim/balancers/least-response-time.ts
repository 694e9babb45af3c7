/** Least response time: a moving average per node, updated at each reply. */
import type { Random } from "../core/random.ts";
import { fromSeconds, type Ns } from "../core/time.ts";
import {
  NONE,
  type Balancer,
  type BalancerContext,
  type BalancerDefinition,
  type ClusterView,
  type NodeId,
  type ReplyView,
} from "./contract.ts";
import { defineBalancer } from "./define.ts";
import { Forgiveness } from "./shared/forgiveness.ts";
import { MovingAverages } from "./shared/moving-average.ts";
import { TIE_RULES, winner, type TieRule } from "./shared/ties.ts";
import { Tournament } from "./shared/tournament.ts";

/** Before every score of a node that has answered, and behind every such score. */
const UNTRIED_FIRST = -1;
const UNTRIED_LAST = 1e18;

/**
 * Takes the least of `average x (in flight + 1) / weight`, which is how nginx's and Citrix's least-time methods score, so a
 * fast node gets more until its queue makes it as slow as the others. What is simplified against nginx 1.31: no buckets of
 * 20 ms, no cap of 5 s, and only a node with nothing in flight is forgiven.
 *
 * - A node that never answered is tried first, one message at a time; with that one in flight it comes last.
 * - A failure counts as a reply of `failureFactor` times the gateway's average over all nodes, or as its own latency where
 *   that is longer, so a node that fails fast is no black hole.
 * - A node's average counts half after `halveAfter` without traffic, a quarter after twice that, and in full again once it is
 *   picked: one message tries whether the node is still slow.
 */
export const leastResponseTime: BalancerDefinition = defineBalancer(
  "least-response-time",
  {
    summary: "the node with the least moving average of response times, times its messages in flight",
    how:
      "Keeps a moving average of each node's response times as this gateway sees them, and takes the least average x (in flight " +
      "+ 1) / weight. Untried nodes come first; failures count as slow replies; the average of a node without traffic is " +
      "halved from time to time, so that it is tried again.",
    source:
      "After nginx least_time (ngx_http_upstream_least_time_module, 1.31: smoothing 0.05, halving after fail_timeout 10 s) and Citrix " +
      "NetScaler least response time; failure rule and one-at-a-time trial after Finagle's Peak EWMA.",
    fails:
      "What it knows is as old as the last reply. With score latency, or with many gateways, all run to the node that was fastest " +
      "a moment ago. A node that turned slow while idle is found out only by the message that waits there.",
    parameters: {
      score: {
        type: "choice",
        choices: ["latency-times-in-flight", "latency"],
        default: "latency-times-in-flight",
        help: "the average times (messages in flight + 1), or the average alone",
      },
      smoothing: {
        type: "number",
        min: 0.001,
        max: 1,
        default: 0.05,
        logarithmic: true,
        help: "how much the newest reply counts; the past counts the rest",
      },
      failureFactor: {
        type: "number",
        min: 1,
        max: 1000,
        default: 10,
        logarithmic: true,
        help: "a failure counts as a reply of this many times the gateway's average",
      },
      halveAfter: {
        type: "number",
        unit: "duration",
        min: 0.001,
        max: 1e6,
        default: 10,
        logarithmic: true,
        help: "time without traffic after which a node's average counts half, again for each such time",
      },
      weighted: { type: "boolean", default: true, help: "divide by the nodes' weights" },
      ties: {
        type: "choice",
        choices: TIE_RULES,
        default: "rotate",
        help: "between nodes that tie: in turn, at random, or always the first in the scenario",
      },
    },
  },
  (context) => new LeastResponseTime(context, context.parameters),
);

interface Settings {
  readonly score: "latency-times-in-flight" | "latency";
  readonly smoothing: number;
  readonly failureFactor: number;
  readonly halveAfter: number;
  readonly weighted: boolean;
  readonly ties: TieRule;
}

class LeastResponseTime implements Balancer {
  readonly #settings: Settings;
  readonly #random: Random;
  readonly #averages: MovingAverages;
  /** One average over all successful replies, under the id 0. */
  readonly #overall: MovingAverages;
  readonly #forgiveness: Forgiveness;
  readonly #scores: Tournament;
  #last: NodeId = NONE;

  constructor(context: Pick<BalancerContext, "random" | "nodeCount">, settings: Settings) {
    this.#settings = settings;
    this.#random = context.random;
    this.#averages = new MovingAverages(context.nodeCount, settings.smoothing);
    this.#overall = new MovingAverages(1, settings.smoothing);
    this.#forgiveness = new Forgiveness(context.nodeCount, fromSeconds(settings.halveAfter));
    this.#scores = new Tournament(context.nodeCount);
  }

  pick(view: ClusterView): NodeId {
    // The message placed last has been counted since.
    if (this.#last !== NONE) this.#refresh(this.#last, view);
    for (let node = this.#forgiveness.next(view.nowNs); node !== NONE; node = this.#forgiveness.next(view.nowNs)) {
      this.#refresh(node, view);
    }
    const node = winner(this.#scores, this.#settings.ties, this.#last, this.#random);
    if (node === NONE) return NONE;
    this.#forgiveness.end(node);
    this.#last = node;
    return node;
  }

  onSettle(node: NodeId, latencyNs: Ns, ok: boolean, view: ClusterView, { outcome }: ReplyView): void {
    if (outcome !== "cancelled") this.#observe(node, latencyNs, ok);
    if (view.inFlight[node] === 0) this.#forgiveness.begin(node, view.nowNs);
    this.#refresh(node, view);
  }

  #observe(node: NodeId, latencyNs: Ns, ok: boolean): void {
    if (ok) this.#overall.observe(0, latencyNs);
    const counted = ok || !this.#overall.known(0) ? latencyNs : this.#settings.failureFactor * this.#overall.of(0);
    this.#averages.observe(node, Math.max(latencyNs, counted));
  }

  onInFlight(node: NodeId, view: ClusterView): void {
    this.#refresh(node, view);
  }

  onMembership(view: ClusterView): void {
    this.#scores.clear();
    for (let i = 0; i < view.count; i++) {
      const node = view.candidates[i]!;
      if (view.weight[node]! > 0 || !this.#settings.weighted) this.#scores.set(node, this.#score(node, view));
    }
  }

  #refresh(node: NodeId, view: ClusterView): void {
    if (this.#scores.has(node)) this.#scores.set(node, this.#score(node, view));
  }

  #score(node: NodeId, view: ClusterView): number {
    const inFlight = view.inFlight[node]!;
    const weight = this.#settings.weighted ? view.weight[node]! : 1;
    if (!this.#averages.known(node)) return inFlight === 0 ? UNTRIED_FIRST : UNTRIED_LAST + inFlight;
    const average = this.#averages.of(node) * this.#forgiveness.factor(node);
    return (this.#settings.score === "latency" ? average : average * (inFlight + 1)) / weight;
  }
}
