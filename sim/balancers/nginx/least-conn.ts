/** nginx's `least_conn`. */
import type { BalancerDefinition } from "../contract.ts";
import { defineBalancer } from "../define.ts";
import { COMMON_PARAMETERS, NginxBalancer } from "./balancer.ts";
import { leastConnectionsRanking } from "./ranking.ts";
import { upstreamOf } from "./upstream.ts";

/**
 * The least connections for its weight; those who tie take turns by smooth weighted round robin, so that without load this is
 * nginx's round robin. Where nobody ties, the turns stand still.
 */
export const nginxLeastConn: BalancerDefinition = defineBalancer(
  "nginx-least-conn",
  {
    withoutNode: "refuse",
    summary: "nginx's least_conn: fewest connections for the weight, ties by smooth weighted round robin",
    how:
      "Compares open connections divided by weight among the eligible servers. Those who tie for the least gain their weights, " +
      "the greatest current value wins (of equals the first in the file) and pays the sum of those who tied.",
    source: "nginx 1.22.1, ngx_http_upstream_least_conn_module.c and its twin for stream.",
    fails:
      "Counts this worker's connections only, unless there is a zone: many workers each see a small part of the load. A server that fails fast " +
      "has few connections, and draws traffic until max_fails hides it.",
    parameters: COMMON_PARAMETERS,
  },
  (context) => {
    const upstream = upstreamOf(context, { ranking: leastConnectionsRanking, slowStart: true });
    return new NginxBalancer(context, upstream, { choose: (message) => upstream.turn(message) });
  },
);
