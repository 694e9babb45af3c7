/** One queue at the gateway, in front of all nodes: a message goes to a node only when a worker there is free. */
import type { Random } from "../core/random.ts";
import type { Ns } from "../core/time.ts";
import {
  NONE,
  type Balancer,
  type BalancerContext,
  type BalancerDefinition,
  type ClusterView,
  type NodeId,
} from "./contract.ts";
import { defineBalancer } from "./define.ts";
import { winner } from "./shared/ties.ts";
import { Tournament } from "./shared/tournament.ts";

type Prefer = "fast" | "slow" | "random" | "first";

/**
 * A node is free while this gateway has fewer messages in flight to it than its configured workers times `perWorker`. No
 * free node: NONE, and the message waits at the gateway (give it a queue there). How fast nodes are is what their weights
 * say; nothing else of them is known.
 */
export const centralQueue: BalancerDefinition = defineBalancer(
  "central-queue",
  {
    summary: "messages wait at the gateway until a node has a free worker",
    how:
      "Names a free node: one to which this gateway has fewer messages in flight than its workers times perWorker. Prefers " +
      "among free nodes by weight, and with a threshold leaves all but the fastest aside until enough messages wait. Names none " +
      "otherwise, so the message stays first in the gateway's queue.",
    source:
      "The shared queue of M/M/c; maxconn 1 per server in HAProxy; prefetch 1 in RabbitMQ. Threshold: Lin and Kumar, Optimal control " +
      "of a queueing system with two heterogeneous servers, IEEE TAC 29(8), 1984.",
    fails:
      "Without room to wait at the gateway it refuses. A free node idles for a round trip after each message: perWorker 2 hides " +
      "that. With several gateways each fills the nodes on its own.",
    withoutQueue: "refuses what comes while no worker is free",
    parameters: {
      prefer: {
        type: "choice",
        choices: ["fast", "slow", "random", "first"],
        default: "fast",
        help: "among free nodes: greatest weight, least weight (ties at random), any, or the first in the scenario",
      },
      threshold: {
        type: "integer",
        min: 1,
        max: 1_000_000,
        default: 1,
        logarithmic: true,
        help: "messages that must wait, this one included, before a node below the greatest weight is used",
      },
      perWorker: {
        type: "integer",
        min: 1,
        max: 1000,
        default: 1,
        help: "messages in flight allowed per worker of a node",
      },
    },
  },
  (context) => new CentralQueue(context, context.parameters),
);

interface Settings {
  readonly prefer: Prefer;
  readonly threshold: number;
  readonly perWorker: number;
}

class CentralQueue implements Balancer {
  readonly #settings: Settings;
  readonly #random: Random;
  /** By NodeId: how many messages it may have in flight. */
  readonly #room: Int32Array;
  /** Free nodes, all of them and those of the greatest routable weight; keyed by preference. */
  readonly #free: Tournament;
  readonly #fastFree: Tournament;
  readonly #routable: Uint8Array;
  #greatest = 0;
  #last: NodeId = NONE;

  constructor(context: Pick<BalancerContext, "random" | "nodeCount" | "nodeWorkers">, settings: Settings) {
    this.#settings = settings;
    this.#random = context.random;
    this.#room = Int32Array.from(context.nodeWorkers, (workers) => workers * settings.perWorker);
    this.#free = new Tournament(context.nodeCount);
    this.#fastFree = new Tournament(context.nodeCount);
    this.#routable = new Uint8Array(context.nodeCount);
  }

  pick(view: ClusterView): NodeId {
    // The message placed last has been counted since.
    if (this.#last !== NONE) this.#refresh(this.#last, view);
    // A message that has not waited is alone: the gateway asks for it only when nobody waits before it.
    const waiting = Math.max(1, view.waiting);
    const from = waiting >= this.#settings.threshold ? this.#free : this.#fastFree;
    this.#last = winner(from, this.#settings.prefer === "first" ? "first" : "random", NONE, this.#random);
    return this.#last;
  }

  onSettle(node: NodeId, _latencyNs: Ns, _ok: boolean, view: ClusterView): void {
    this.#refresh(node, view);
  }

  onMembership(view: ClusterView): void {
    this.#free.clear();
    this.#fastFree.clear();
    this.#routable.fill(0);
    this.#greatest = 0;
    for (let i = 0; i < view.count; i++) this.#greatest = Math.max(this.#greatest, view.weight[view.candidates[i]!]!);
    for (let i = 0; i < view.count; i++) {
      this.#routable[view.candidates[i]!] = 1;
      this.#refresh(view.candidates[i]!, view);
    }
  }

  #refresh(node: NodeId, view: ClusterView): void {
    if (this.#routable[node] === 0) return;
    if (view.inFlight[node]! >= this.#room[node]!) {
      this.#free.remove(node);
      this.#fastFree.remove(node);
      return;
    }
    const weight = view.weight[node]!;
    const preference = this.#settings.prefer === "fast" ? -weight : this.#settings.prefer === "slow" ? weight : 0;
    this.#free.set(node, preference);
    if (weight === this.#greatest) this.#fastFree.set(node, preference);
  }
}
