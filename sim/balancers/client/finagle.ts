/** Finagle's balancers under P2C: a load metric each, one distributor. */
import { fromSeconds } from "../../core/time.ts";
import type { BalancerDefinition, ParameterDeclarations, ParameterValues } from "../contract.ts";
import { defineBalancer } from "../define.ts";
import { PeakEwma } from "../shared/peak-ewma.ts";
import { Aperture, type ApertureSettings } from "./aperture.ts";
import { DeterministicAperture } from "./deterministic-aperture.ts";
import { FINAGLE_PENALTY, PeakEwmaLoad } from "./peak-ewma-load.ts";
import { LEAST_LOADED, TwoChoices } from "./two-choices.ts";

const SOURCE = "Twitter Finagle, finagle-core loadbalancer, 2024";

/** P2C over outstanding messages. Of two equally loaded nodes the one drawn first wins; weights are ignored. */
export const finagleP2cLeastLoaded: BalancerDefinition = defineBalancer(
  "finagle-p2c-least-loaded",
  {
    withoutNode: "refuse",
    summary: "of two nodes drawn at random, the one with fewer messages in flight",
    how: "Draws two distinct nodes and takes the one to which this client has fewer messages in flight; on a tie the first drawn.",
    source: `${SOURCE}: p2c/P2CPick.scala, LeastLoaded.scala.`,
    fails:
      "Counts messages, not time: a node that answers slowly to few looks as good as one that answers quickly to few.",
  },
  ({ random, nodeCount }) => new TwoChoices(LEAST_LOADED, random, nodeCount),
);

const DECAY = {
  decaySeconds: {
    type: "number",
    min: 0.001,
    max: 3600,
    default: 10,
    unit: "duration",
    logarithmic: true,
    help: "decayTime: after so long without news an average is down to 1/e",
  },
} as const satisfies ParameterDeclarations;

/** P2C over Peak EWMA, which decays when it is looked at. */
export const finagleP2cPeakEwma: BalancerDefinition = defineBalancer(
  "finagle-p2c-peak-ewma",
  {
    withoutNode: "refuse",
    summary: "of two nodes drawn at random, the one of less peak-sensitive latency times messages in flight",
    how:
      "Keeps a moving average of each node's round trips that jumps to a longer one at once and decays towards shorter ones, and " +
      "towards nothing in silence. Draws two distinct nodes and takes the lower average x (in flight + 1); a node never heard " +
      "of gets one message at a time.",
    source: `${SOURCE}: PeakEwma.scala, p2c/P2CPick.scala; decayTime 10 s.`,
    fails:
      "One slow answer of its own (a long query) keeps a good node away for a while. A node that fails fast looks quick: failures " +
      "count as round trips, and Finagle relies on failure accrual to take it out.",
    parameters: DECAY,
  },
  ({ random, nodeCount, parameters: { decaySeconds } }) =>
    new TwoChoices(peakEwma(nodeCount, decaySeconds), random, nodeCount),
);

const APERTURE = {
  minAperture: { type: "integer", min: 1, max: 10_000, default: 1, help: "minAperture: the window never gets smaller" },
  lowLoad: {
    type: "number",
    min: 0.001,
    max: 1000,
    default: 0.875,
    logarithmic: true,
    help: "lowLoad: the window narrows at this many messages in flight per node in it, or fewer",
  },
  highLoad: {
    type: "number",
    min: 0.001,
    max: 1000,
    default: 1.125,
    logarithmic: true,
    help: "highLoad: the window widens at this many messages in flight per node in it, or more",
  },
  smoothSeconds: {
    type: "number",
    min: 0.001,
    max: 3600,
    default: 15,
    unit: "duration",
    logarithmic: true,
    help: "smoothWin: over about so long the messages in flight are averaged",
  },
} as const satisfies ParameterDeclarations;

const APERTURE_HOW =
  "Each gateway has the nodes in a random order of its own and uses the first few of them, its aperture. A moving average of its " +
  "messages in flight, per node of the aperture, widens it by one node at highLoad and narrows it by one at lowLoad, looked at " +
  "when a message is sent and when it is settled. Within the aperture";
const APERTURE_FAILS =
  "With few clients the apertures overlap by chance, and some nodes get several clients' load while others get nobody's. At low " +
  "load a single node serves everything.";

export const finagleAperture: BalancerDefinition = defineBalancer(
  "finagle-aperture",
  {
    withoutNode: "refuse",
    summary: "P2C by messages in flight within a window of nodes that grows and shrinks with the load",
    how: `${APERTURE_HOW} it draws two distinct nodes and takes the one with fewer messages in flight.`,
    source: `${SOURCE}: aperture/RandomAperture.scala, LoadBand.scala, ApertureLeastLoaded.scala.`,
    fails: APERTURE_FAILS,
    parameters: APERTURE,
  },
  ({ random, nodeCount, parameters }) => new Aperture(LEAST_LOADED, settings(parameters), random, nodeCount),
);

export const finagleAperturePeakEwma: BalancerDefinition = defineBalancer(
  "finagle-aperture-peak-ewma",
  {
    withoutNode: "refuse",
    summary: "P2C by Peak EWMA within a window of nodes that grows and shrinks with the load",
    how: `${APERTURE_HOW} it draws two distinct nodes and compares them as finagle-p2c-peak-ewma does.`,
    source: `${SOURCE}: aperture/RandomAperture.scala, LoadBand.scala, AperturePeakEwma.scala.`,
    fails: APERTURE_FAILS,
    parameters: { ...APERTURE, ...DECAY },
  },
  ({ random, nodeCount, parameters }) =>
    new Aperture(peakEwma(nodeCount, parameters.decaySeconds), settings(parameters), random, nodeCount),
);

const DETERMINISTIC = {
  minAperture: {
    type: "integer",
    min: 2,
    max: 10_000,
    default: 12,
    help: "an aperture has at least so many nodes (com.twitter.finagle.loadbalancer.aperture.minDeterminsticAperture)",
  },
  load: {
    type: "choice",
    choices: ["least-loaded", "peak-ewma"],
    default: "least-loaded",
    help: "what two nodes are compared by: ApertureLeastLoaded or AperturePeakEwma",
  },
  decaySeconds: { ...DECAY.decaySeconds, help: "decayTime, with peak-ewma only" },
} as const satisfies ParameterDeclarations;

export const finagleDeterministicAperture: BalancerDefinition = defineBalancer(
  "finagle-deterministic-aperture",
  {
    withoutNode: "refuse",
    summary: "P2C within an arc of the nodes that the clients share out evenly among themselves",
    how:
      "Nodes and gateways lie evenly on a circle. Each gateway's arc begins at its own place and is as many gateways' distances " +
      "long as it takes to cover minAperture nodes, so that all arcs together cover every node equally often. Two distinct nodes are " +
      "drawn uniformly from the arc, and the one of less load is taken, the load of a node at an edge over the part of it that " +
      "belongs to the arc.",
    source: `${SOURCE}: aperture/DeterministicAperture.scala, Ring.scala, WeightedP2CPick.scala; the default once clients know their coordinate.`,
    fails:
      "The arc does not widen with the load. Clients that send more than others load their own arc. A node that leaves moves " +
      "everybody's arc a little, and its connections with it.",
    parameters: DETERMINISTIC,
  },
  ({ random, nodeCount, gateway, gatewayCount, parameters: { minAperture, load, decaySeconds } }) => {
    const metric = load === "peak-ewma" ? peakEwma(nodeCount, decaySeconds) : LEAST_LOADED;
    return new DeterministicAperture(metric, minAperture, { gateway, gatewayCount }, random, nodeCount);
  },
);

function peakEwma(nodeCount: number, decaySeconds: number): PeakEwmaLoad {
  return new PeakEwmaLoad(new PeakEwma(nodeCount, fromSeconds(decaySeconds), 0), FINAGLE_PENALTY);
}

function settings(parameters: ParameterValues<typeof APERTURE>): ApertureSettings {
  const { minAperture, lowLoad, highLoad, smoothSeconds } = parameters;
  return { minAperture, lowLoad, highLoad, smoothNs: fromSeconds(smoothSeconds) };
}
