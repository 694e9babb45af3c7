/** HAProxy's `balance roundrobin`: fast weighted round robin. */
import type { BalancerDefinition, MessageView, NodeId } from "../contract.ts";
import { defineBalancer } from "../define.ts";
import { COMMON_PARAMETERS, HaproxyBalancer, type Algorithm } from "./balancer.ts";
import { ByGroup } from "./by-group.ts";
import { FairRotation } from "./fair-rotation.ts";
import type { Servers } from "./servers.ts";

/**
 * Each server has its next position on a line of picks, as far behind its last one as the sum of weights over its own. The
 * server whose position has come is next; where positions leave a hole, one that has had no turn yet, the heaviest first.
 * Weights 4, 3, 2, 1 give a b a c b a d a b c.
 */
export const haproxyRoundRobin: BalancerDefinition = defineBalancer(
  "haproxy-roundrobin",
  {
    withoutNode: "refuse",
    summary: "HAProxy's balance roundrobin: fast weighted round robin, with maxconn, slowstart, backup and redispatch",
    how:
      "Gives every server its next position on a line of picks, sum of weights over its own weight behind the last one, and takes " +
      "the server whose position has come; holes go to servers without a turn so far, the heaviest first. Servers at their " +
      "maxconn lose their turn. When all are full messages wait, and who has room first takes the oldest.",
    source:
      "HAProxy 2.6, lb_fwrr.c, queue.c, backend.c. The default without a balance line up to 3.2; random from 3.3.",
    fails:
      "Knows nothing of load below maxconn: a slow server keeps its share. A server that refuses connections keeps its turns until a " +
      "health check takes it out, and with redispatch all of them go to its successor in the rotation.",
    parameters: COMMON_PARAMETERS,
  },
  (context) =>
    new HaproxyBalancer(
      context,
      { roundRobinKind: true, queuesFirst: true, dynamicWeights: true },
      (servers) => new RoundRobin(servers),
    ),
);

class RoundRobin implements Algorithm {
  readonly #rotations: ByGroup<FairRotation>;

  constructor(servers: Servers) {
    this.#rotations = new ByGroup(servers, () => new FairRotation(servers));
  }

  choose(_message: MessageView, avoid: NodeId): NodeId {
    return this.#rotations.inUse.pick(avoid);
  }

  onUp(node: NodeId): void {
    this.#rotations.of(node).onUp(node);
  }

  onDown(node: NodeId, before: number): void {
    this.#rotations.of(node).onDown(node, before);
  }

  onWeight(node: NodeId, before: number): void {
    this.#rotations.of(node).onWeight(node, before);
  }

  onMembership(): void {
    for (const rotation of this.#rotations.all) rotation.begin();
  }
}
