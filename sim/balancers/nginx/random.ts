/** nginx's `random`. */
import type { Random } from "../../core/random.ts";
import { NONE, type BalancerDefinition } from "../contract.ts";
import { defineBalancer } from "../define.ts";
import { COMMON_PARAMETERS, NginxBalancer, type Method } from "./balancer.ts";
import { ROUND_ROBIN } from "./ranking.ts";
import { upstreamOf, type Upstream } from "./upstream.ts";
import { WeightedList } from "./weighted-list.ts";

const MOST_MISSES = 20;

/** Draws by weight until it meets a server that may be picked; after twenty-one misses, round robin. */
export const nginxRandom: BalancerDefinition = defineBalancer(
  "nginx-random",
  {
    withoutNode: "refuse",
    summary: "nginx's random: drawn by weight, again past servers that are away",
    how:
      "Draws a server in proportion to the weights, those that are down included, until one is eligible and not tried; after 21 misses it " +
      "takes turns. Keeps no order and looks at no load.",
    source:
      "nginx 1.22.1, ngx_http_upstream_random_module.c. It draws with random(), seeded by process and time: the run's own stream stands in.",
    fails:
      "Random splitting leaves servers idle while messages wait at others. With most servers away many messages fall back on turns.",
    parameters: COMMON_PARAMETERS,
  },
  (context) => {
    const upstream = upstreamOf(context, { ranking: () => ROUND_ROBIN, slowStart: false });
    return new NginxBalancer(context, upstream, drawing(upstream, context.random));
  },
);

function drawing(upstream: Upstream, random: Random): Method {
  const servers = new WeightedList(upstream);
  return {
    choose(message) {
      if (upstream.isSingle || servers.total === 0) return upstream.turn(message);
      for (let misses = 0; misses <= MOST_MISSES; misses++) {
        const node = servers.pickAt(random.below(servers.total), message.tries);
        if (node !== NONE) return node;
      }
      return upstream.turn(message);
    },
  };
}
