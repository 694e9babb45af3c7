/** nginx's `random two`. */
import type { Random } from "../../core/random.ts";
import { NONE, type BalancerDefinition, type MessageView, type NodeId } from "../contract.ts";
import { defineBalancer } from "../define.ts";
import { COMMON_PARAMETERS, NginxBalancer } from "./balancer.ts";
import { ROUND_ROBIN } from "./ranking.ts";
import { ResponseTimes } from "./response-times.ts";
import { upstreamOf, type Upstream } from "./upstream.ts";
import { WeightedList } from "./weighted-list.ts";

const MOST_MISSES = 20;

/** Of two servers drawn by weight the one with less to do for its weight; a tie goes to the one drawn second. */
export const nginxRandomTwo: BalancerDefinition = defineBalancer(
  "nginx-random-two",
  {
    withoutNode: "refuse",
    summary: "nginx's random two: of two servers drawn by weight, the one with fewer connections for its weight",
    how:
      "Draws by weight until it has two different servers that are eligible and not tried, and takes the one with the lesser connections / weight " +
      "(least_time: response time estimate / weight); a tie goes to the second. After 21 misses it takes turns.",
    source:
      "nginx 1.22.1, ngx_http_upstream_random_module.c; least_time as NGINX Plus documents it, by the estimate of nginx 1.31's least_time. " +
      "nginx draws with random(), seeded by process and time: the run's own stream stands in.",
    fails:
      "Two choices from weights of which one dominates often miss: it then takes turns. Counts this worker's connections only, unless there is a zone.",
    parameters: {
      method: {
        type: "choice",
        choices: ["least_conn", "least_time"],
        default: "least_conn",
        help: "random two METHOD: what decides between the two",
      },
      ...COMMON_PARAMETERS,
    },
  },
  (context) => {
    const upstream = upstreamOf(context, {
      ranking: (peers) => ({ ...ROUND_ROBIN, times: new ResponseTimes(peers) }),
      slowStart: false,
    });
    const { peers, ranking } = upstream;
    const load =
      context.parameters.method === "least_conn"
        ? (node: NodeId): number => peers.connections[node]! / peers.weight[node]!
        : (node: NodeId): number => ranking.times.estimate(node) / peers.weight[node]!;
    const two = new TwoDraws(upstream, load, context.random);
    return new NginxBalancer(context, upstream, {
      choose: (message) => two.choose(message),
      onRelease: (node, latencyNs, failed) => {
        if (!failed) ranking.times.answered(node, latencyNs);
      },
    });
  },
);

class TwoDraws {
  readonly #upstream: Upstream;
  readonly #load: (node: NodeId) => number;
  readonly #random: Random;
  readonly #servers: WeightedList;

  constructor(upstream: Upstream, load: (node: NodeId) => number, random: Random) {
    this.#upstream = upstream;
    this.#load = load;
    this.#random = random;
    this.#servers = new WeightedList(upstream);
  }

  choose(message: MessageView): NodeId {
    if (this.#upstream.isSingle || this.#servers.total === 0) return this.#upstream.turn(message);
    let first = NONE;
    for (let misses = 0; misses <= MOST_MISSES;) {
      const node = this.#servers.pickAt(this.#random.below(this.#servers.total), message.tries);
      if (node === NONE || node === first) misses++;
      else if (first === NONE) first = node;
      else return this.#load(node) > this.#load(first) ? first : node;
    }
    return this.#upstream.turn(message);
  }
}
