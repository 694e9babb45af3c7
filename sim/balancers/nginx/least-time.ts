/** nginx's `least_time`. */
import type { BalancerDefinition } from "../contract.ts";
import { defineBalancer } from "../define.ts";
import { COMMON_PARAMETERS, NginxBalancer } from "./balancer.ts";
import type { Peers } from "./peers.ts";
import type { Ranking } from "./ranking.ts";
import { ResponseTimes } from "./response-times.ts";
import { upstreamOf } from "./upstream.ts";

/**
 * The least estimate of average response time times messages there, for its weight. Replies arrive whole here, so `header` and
 * `last_byte` measure the same.
 */
export const nginxLeastTime: BalancerDefinition = defineBalancer(
  "nginx-least-time",
  {
    withoutNode: "refuse",
    summary: "nginx's least_time: shortest average response time times connections, in steps of 20 ms",
    how:
      "Keeps an average of good answers per server (the new one counts 5%), rounds it up to the next 20 ms (5 s at most), multiplies by " +
      "connections + 1 and divides by weight. The least wins; ties take turns. A server that nobody picks for fail_timeout has its " +
      "average halved, again and again.",
    source: "nginx 1.31, ngx_http_upstream_least_time_module.c (before: NGINX Plus only). Failed tries do not count.",
    fails:
      "Below 20 ms all servers are alike, and it is least_conn. Averages lag about twenty answers behind, so a server that turns slow keeps its traffic " +
      "for that long (inflight sees it earlier). A server that rejects fast looks good where http503 is off.",
    parameters: {
      inflight: {
        type: "boolean",
        default: false,
        help: "inflight: messages that still wait count with their age, where it is above the average; every pick then looks at all servers",
      },
      ...COMMON_PARAMETERS,
    },
  },
  (context) => {
    const { inflight } = context.parameters;
    const upstream = upstreamOf(context, { ranking: (peers) => leastTimeRanking(peers, inflight), slowStart: true });
    const { times } = upstream.ranking;
    const ages = inflight && !upstream.isSingle;
    return new NginxBalancer(context, upstream, {
      choose: (message) => upstream.turn(message),
      onSelect: (node) => {
        if (ages) times.begin(node);
      },
      onRelease: (node, latencyNs, failed) => {
        if (ages) times.end(node, latencyNs);
        if (!failed) times.answered(node, latencyNs);
      },
    });
  },
);

function leastTimeRanking(peers: Peers, inflight: boolean): Ranking & { readonly times: ResponseTimes } {
  const times = new ResponseTimes(peers);
  return {
    times,
    turnsAlone: false,
    isRestless: inflight,
    rank: (node, weight) => times.estimate(node) / weight,
    changesAt: (node) => times.halvesAt(node),
    consider: (node) => times.look(node),
  };
}
