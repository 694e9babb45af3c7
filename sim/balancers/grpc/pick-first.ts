/** gRPC's pick_first, the default of every gRPC client. */
import { NONE, type Balancer, type BalancerDefinition, type ClusterView, type NodeId } from "../contract.ts";
import { defineBalancer } from "../define.ts";
import { shuffled } from "../shared/subsetting.ts";

export const grpcPickFirst: BalancerDefinition = defineBalancer(
  "grpc-pick-first",
  {
    withoutNode: "refuse",
    summary: "gRPC's default, pick_first: one server for everything, until its connection breaks",
    how:
      "Tries the addresses in order, or in an order shuffled once per client, and sends everything to the first that answers. Stays there " +
      "even when an earlier address comes back; only when the connection breaks does it begin at the top of the list again.",
    source: "gRPC's pick_first; gRFC A62 for shuffleAddressList.",
    fails:
      "It does not balance. Without shuffling every client sends to the same server; with it, servers get as many clients as chance " +
      "gives them, for as long as connections live.",
    parameters: {
      shuffleAddressList: {
        type: "boolean",
        default: false,
        help: "shuffleAddressList: each client tries the addresses in an order of its own",
      },
    },
  },
  ({ random, nodeCount, parameters: { shuffleAddressList } }) =>
    new PickFirst(shuffleAddressList ? shuffled(nodeCount, random) : [...Array(nodeCount).keys()]),
);

class PickFirst implements Balancer {
  readonly #order: readonly NodeId[];
  #connected: NodeId = NONE;

  constructor(order: readonly NodeId[]) {
    this.#order = order;
  }

  pick(): NodeId {
    return this.#connected;
  }

  onMembership({ candidates, count }: ClusterView): void {
    const here = new Set(candidates.subarray(0, count));
    if (!here.has(this.#connected)) this.#connected = this.#order.find((node) => here.has(node)) ?? NONE;
  }
}
