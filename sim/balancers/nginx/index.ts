/** The methods of nginx's `upstream` block, by their names here. */
import type { BalancerDefinition } from "../contract.ts";
import { nginxHashConsistent } from "./hash-consistent.ts";
import { nginxHash } from "./hash.ts";
import { nginxIpHash } from "./ip-hash.ts";
import { nginxLeastConn } from "./least-conn.ts";
import { nginxLeastTime } from "./least-time.ts";
import { nginxRandomTwo } from "./random-two.ts";
import { nginxRandom } from "./random.ts";
import { nginxRoundRobin } from "./round-robin.ts";

export const nginxBalancers: readonly BalancerDefinition[] = [
  nginxRoundRobin,
  nginxLeastConn,
  nginxLeastTime,
  nginxIpHash,
  nginxHash,
  nginxHashConsistent,
  nginxRandom,
  nginxRandomTwo,
];
