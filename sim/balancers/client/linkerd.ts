/** Linkerd's balancer: Tower's Peak EWMA under P2C. */
import { fromSeconds } from "../../core/time.ts";
import type { BalancerDefinition } from "../contract.ts";
import { defineBalancer } from "../define.ts";
import { PeakEwma } from "../shared/peak-ewma.ts";
import { PeakEwmaLoad } from "./peak-ewma-load.ts";
import { TwoChoices } from "./two-choices.ts";

export const linkerdPeakEwma: BalancerDefinition = defineBalancer(
  "linkerd-peak-ewma",
  {
    summary: "of two nodes drawn at random, the one of less peak-sensitive latency times messages in flight",
    how:
      "As finagle-p2c-peak-ewma, but every node starts with an estimate (defaultRtt) instead of unknown, so that new nodes get " +
      "their share at once and are not tried one message at a time.",
    source: "tower-rs/tower load::PeakEwma and balance::p2c, 2026; Linkerd 2 proxy: default_rtt 30 ms, decay 10 s.",
    fails: "A default far below what nodes really take sends a burst to every node that joins.",
    parameters: {
      decaySeconds: {
        type: "number",
        min: 0.001,
        max: 3600,
        default: 10,
        unit: "duration",
        logarithmic: true,
        help: "decay: after so long without news an average is down to 1/e",
      },
      defaultRttSeconds: {
        type: "number",
        min: 0.000001,
        max: 60,
        default: 0.03,
        unit: "duration",
        logarithmic: true,
        help: "default_rtt: what is believed of a node before its first answer",
      },
    },
  },
  ({ random, nodeCount, parameters: { decaySeconds, defaultRttSeconds } }) => {
    const costs = new PeakEwma(nodeCount, fromSeconds(decaySeconds), fromSeconds(defaultRttSeconds));
    // Tower knows no penalty: an estimate that has decayed to nothing costs nothing.
    return new TwoChoices(new PeakEwmaLoad(costs, null), random, nodeCount);
  },
);
