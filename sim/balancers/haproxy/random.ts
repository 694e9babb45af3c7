/** HAProxy's `balance random(draws)`: the least loaded of some draws from a consistent ring. */
import type { Random as Stream } from "../../core/random.ts";
import { NONE, type BalancerContext, type BalancerDefinition, type MessageView, type NodeId } from "../contract.ts";
import { defineBalancer } from "../define.ts";
import { COMMON_PARAMETERS, HaproxyBalancer, type Algorithm } from "./balancer.ts";
import { boundOf } from "./bounded-load.ts";
import { ByGroup } from "./by-group.ts";
import { BALANCE_FACTOR } from "./hashing.ts";
import { ServerRing } from "./server-ring.ts";
import type { Servers } from "./servers.ts";

const PARAMETERS = {
  draws: { type: "integer", min: 1, max: 100, default: 2, help: "random(N): how many draws are compared" },
  hashBalanceFactor: BALANCE_FACTOR,
  ...COMMON_PARAMETERS,
} as const;

type RandomContext = BalancerContext<typeof PARAMETERS>;

/** A draw is a random hash on the ring: a server's chance is the arc nearest to its points, about its share of the weights. */
export const haproxyRandom: BalancerDefinition = defineBalancer(
  "haproxy-random",
  {
    withoutNode: "refuse",
    summary: "HAProxy's balance random: the one with fewer connections for its weight of two random points on the ring",
    how:
      "Draws a random 32-bit hash, takes the nearest point's server on the consistent ring, draws again, and keeps whichever has " +
      "fewer connections for its weight; a tie goes to the new draw, the same server may come twice. If the winner is at its " +
      "maxconn the message waits, and who has room first takes it.",
    source: "HAProxy 2.6, get_server_rnd in backend.c. The default without a balance line from 3.3 on.",
    fails:
      "A ring of 16 points per unit of weight is uneven: at weight 1 servers' chances differ by a fifth. A message may wait though " +
      "other servers have room.",
    parameters: PARAMETERS,
  },
  (context) =>
    new HaproxyBalancer(
      context,
      { roundRobinKind: true, queuesFirst: false, dynamicWeights: true },
      (servers) => new Random(context, servers),
    ),
);

class Random implements Algorithm {
  readonly #servers: Servers;
  readonly #rings: ByGroup<ServerRing>;
  readonly #random: Stream;
  readonly #draws: number;
  readonly #isOpen: ((node: NodeId) => boolean) | null;

  constructor(context: RandomContext, servers: Servers) {
    this.#servers = servers;
    this.#rings = new ByGroup(servers, (group) => new ServerRing(context, servers, group));
    this.#random = context.random;
    this.#draws = context.parameters.draws;
    this.#isOpen = boundOf(servers, context.parameters.hashBalanceFactor);
  }

  choose(_message: MessageView, avoid: NodeId): NodeId {
    const ring = this.#rings.inUse;
    let best = ring.find(this.#random.u32(), avoid, this.#isOpen);
    for (let draw = 1; draw < this.#draws; draw++) {
      const other = ring.find(this.#random.u32(), avoid, this.#isOpen);
      if (!this.#isBusier(other, best)) best = other;
    }
    return this.#servers.isFull(best) ? NONE : best;
  }

  onUp(node: NodeId): void {
    this.#rings.of(node).refresh(node);
  }

  onDown(node: NodeId): void {
    this.#rings.of(node).refresh(node);
  }

  onWeight(node: NodeId): void {
    this.#rings.of(node).refresh(node);
  }

  #isBusier(a: NodeId, b: NodeId): boolean {
    const { served, effectiveWeight } = this.#servers;
    return served[a]! * effectiveWeight[b]! > served[b]! * effectiveWeight[a]!;
  }
}
