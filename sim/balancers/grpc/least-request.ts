/** gRPC's least_request_experimental (gRFC A48). */
import { NONE, type BalancerDefinition } from "../contract.ts";
import { defineBalancer } from "../define.ts";
import { sampledLeast } from "../shared/sampled-least.ts";

export const grpcLeastRequest: BalancerDefinition = defineBalancer(
  "grpc-least-request",
  {
    withoutNode: "refuse",
    summary: "gRPC's least_request: the least busy of a few draws with replacement",
    how:
      "Draws choiceCount ready servers with replacement and takes the one with the fewest of this client's calls in flight, of equals the " +
      "one drawn first. Weights are ignored, unlike in Envoy.",
    source: "gRFC A48; grpc-go balancer/leastrequest (2026-08).",
    fails:
      "Counts this client's own calls only: with many clients and few calls each, all counts are 0 and it is random. A server that " +
      "fails fast looks idle.",
    parameters: {
      choiceCount: {
        type: "integer",
        min: 2,
        max: 10,
        default: 2,
        help: "choice_count: servers drawn, with replacement",
      },
    },
  },
  ({ random, parameters: { choiceCount } }) => ({
    pick: ({ candidates, count, inFlight }) =>
      count === 0 ? NONE : sampledLeast(candidates, count, choiceCount, inFlight, random),
  }),
);
