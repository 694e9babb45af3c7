/** Finagle's balancers under P2C: a load metric each, one distributor. */
import { fromSeconds } from "../../core/time.ts";
import type { BalancerDefinition } from "../contract.ts";
import { defineBalancer } from "../define.ts";
import { PeakEwmaLoad } from "./peak-ewma-load.ts";
import { TwoChoices } from "./two-choices.ts";

const SOURCE = "Twitter Finagle, finagle-core loadbalancer, 2024";

/** P2C over outstanding messages. Of two equally loaded nodes the one drawn first wins; weights are ignored. */
export const finagleP2cLeastLoaded: BalancerDefinition = defineBalancer(
  "finagle-p2c-least-loaded",
  {
    summary: "of two nodes drawn at random, the one with fewer messages in flight",
    how: "Draws two distinct nodes and takes the one to which this client has fewer messages in flight; on a tie the first drawn.",
    source: `${SOURCE}: p2c/P2CPick.scala, LeastLoaded.scala.`,
    fails:
      "Counts messages, not time: a node that answers slowly to few looks as good as one that answers quickly to few.",
  },
  ({ random, nodeCount }) => new TwoChoices({ load: (node, view) => view.inFlight[node]! }, random, nodeCount),
);

/**
 * P2C over Peak EWMA. The look itself decays the cost (Finagle reads by observing a round trip of zero), so that how often
 * a node is compared does not matter, but that it is compared at all does not either: exp composes.
 */
export const finagleP2cPeakEwma: BalancerDefinition = defineBalancer(
  "finagle-p2c-peak-ewma",
  {
    summary: "of two nodes drawn at random, the one of less peak-sensitive latency times messages in flight",
    how:
      "Keeps a moving average of each node's round trips that jumps to a longer one at once and decays towards shorter ones, and " +
      "towards nothing in silence. Draws two distinct nodes and takes the lower average x (in flight + 1); a node never heard " +
      "of gets one message at a time.",
    source: `${SOURCE}: PeakEwma.scala, p2c/P2CPick.scala; decayTime 10 s.`,
    fails:
      "One slow answer of its own (a long query) keeps a good node away for a while. A node that fails fast looks quick: failures " +
      "count as round trips, and Finagle relies on failure accrual to take it out.",
    parameters: {
      decaySeconds: {
        type: "number",
        min: 0.001,
        max: 3600,
        default: 10,
        unit: "duration",
        logarithmic: true,
        help: "decayTime: after so long without news an average is down to 1/e",
      },
    },
  },
  ({ random, nodeCount, parameters: { decaySeconds } }) =>
    new TwoChoices(new PeakEwmaLoad(nodeCount, fromSeconds(decaySeconds), 0, true), random, nodeCount),
);
