/** nginx's default method: smooth weighted round robin with passive health. */
import type { BalancerDefinition } from "../contract.ts";
import { defineBalancer } from "../define.ts";
import { COMMON_PARAMETERS, NginxBalancer } from "./balancer.ts";
import { ROUND_ROBIN } from "./ranking.ts";
import { upstreamOf } from "./upstream.ts";

/**
 * Every pick adds each eligible server's effective weight to its current one, takes the greatest (of equals the first in the
 * file) and takes the sum off it. Weights 5, 1, 1 give a a b a c a a. A retry is a pick, and takes a turn like any other.
 */
export const nginxRoundRobin: BalancerDefinition = defineBalancer(
  "nginx-round-robin",
  {
    withoutNode: "refuse",
    summary: "nginx's default: smooth weighted round robin, with max_fails, max_conns, backup, down and slow_start",
    how:
      "Adds each eligible server's weight to its current value, takes the greatest (of equals the first in the file) and takes " +
      "the sum off it. max_fails failures hide a server until fail_timeout whole seconds have passed; then one message probes it. " +
      "Each failure costs weight/max_fails of the effective weight, which climbs back by one per turn.",
    source:
      "nginx 1.22.1, ngx_http_upstream_round_robin.c and its twin for stream; slow_start as NGINX Plus documents it.",
    fails:
      "Knows nothing of load: a slow server keeps its share. One probe per fail_timeout decides over a server. When all are hidden " +
      "messages fail at once, even if every server is back. Without a zone each worker learns of failures by itself.",
    parameters: COMMON_PARAMETERS,
  },
  (context) => {
    const upstream = upstreamOf(context, { ranking: () => ROUND_ROBIN, slowStart: true });
    return new NginxBalancer(context, upstream, { choose: (message) => upstream.turn(message) });
  },
);
