/** HAProxy's algorithms, in the order of its manual. */
import type { BalancerDefinition } from "../contract.ts";
import { haproxyFirst } from "./first.ts";
import { haproxyHash } from "./hash.ts";
import { haproxyLeastConn } from "./least-conn.ts";
import { haproxyRandom } from "./random.ts";
import { haproxyRoundRobin } from "./round-robin.ts";
import { haproxySource } from "./source.ts";
import { haproxyStaticRr } from "./static-rr.ts";

export const haproxyBalancers: readonly BalancerDefinition[] = [
  haproxyRoundRobin,
  haproxyStaticRr,
  haproxyLeastConn,
  haproxyFirst,
  haproxySource,
  haproxyHash,
  haproxyRandom,
];
