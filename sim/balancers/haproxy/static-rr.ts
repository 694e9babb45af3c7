/** HAProxy's `balance static-rr`: round robin over a map of slots. */
import type { BalancerDefinition } from "../contract.ts";
import { defineBalancer } from "../define.ts";
import { COMMON_PARAMETERS, HaproxyBalancer } from "./balancer.ts";
import { MapWalk } from "./map-walk.ts";

/** Weights 4, 3, 2, 1 give a b a b c a b a c d, not the order of `haproxy-roundrobin`. */
export const haproxyStaticRr: BalancerDefinition = defineBalancer(
  "haproxy-static-rr",
  {
    withoutNode: "refuse",
    summary: "HAProxy's balance static-rr: walks a map in which every server has as many slots as its weight",
    how:
      "Divides the weights by their common divisor and lays out as many slots as they sum up to: at each slot all scores grow by " +
      "their weight, the first server whose score is the sum, else the first at 0 or more, has the slot and pays the sum. " +
      "Messages walk the slots. The map is made anew whenever a server goes or comes.",
    source: "HAProxy 2.6, lb_map.c.",
    fails:
      "Weights cannot change while it runs, so there is no slow start. Knows nothing of load below maxconn. After a change of " +
      "membership the walk goes on from the same slot of another map.",
    parameters: COMMON_PARAMETERS,
  },
  (context) =>
    new HaproxyBalancer(context, { roundRobinKind: true, queuesFirst: true, dynamicWeights: false }, (servers) => {
      const map = new MapWalk(context, servers);
      return {
        choose: (_message, avoid, view) => map.next(avoid, view),
        onMembership: () => map.onMembership(),
      };
    }),
);
