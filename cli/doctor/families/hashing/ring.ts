/**
 * A ring's arcs, measured exactly: `{nodes, vnodes, hash?, load?}`. What one node has of the circle is Dirichlet, so that with v
 * points a node the standard deviation is sqrt((n - 1) / (n v + 1)) of the average, and with one point the largest H(n) times it.
 */
import { virtualNodeRing } from "../../../../sim/balancers/hashing/virtual-node-ring.ts";
import type { Ring } from "../../../../sim/balancers/shared/ring.ts";
import { NotCovered, type Setup } from "../../setup.ts";
import type { Calculation, Family } from "../family.ts";
import { namesOf } from "./desk.ts";
import { mean, peak, quantile, relativeVariance } from "./loads.ts";

/** Points that a run hashes at least, in as many rings as it takes. */
const POINTS_PER_RUN = 300_000;
const MOST_POINTS = 10_000_000;
const MOST_RINGS = 2000;
/** Where the set-up says no more than "many". */
const MANY_NODES = 100;

export const consistentHashingRing: Family = {
  name: "consistent hashing ring",
  plan(setup, { measure }) {
    const nodes = nodesOf(setup);
    const points = setup.count("vnodes");
    setup.expectText("hash", /^ideal( uniform)?$/);
    setup.expectText("load", /^exact arc length$/);
    const figures = figuresOf(measure);
    if (nodes * points > MOST_POINTS) throw new NotCovered(`setup: ${nodes * points} points on a ring are too many`);
    const rings = Math.max(1, Math.min(MOST_RINGS, Math.round(POINTS_PER_RUN / (nodes * points))));
    const compute: Calculation["compute"] = (seed) =>
      figures(Array.from({ length: rings }, (_, ring) => arcs(ringOf(nodes, points, seed * rings + ring), nodes)));
    return { compute };
  },
};

/** A number, or the least one of `>=50`. */
function nodesOf(setup: Setup): number {
  if (!setup.has("nodes")) return MANY_NODES;
  if (!setup.isText("nodes")) return setup.count("nodes");
  const text = setup.text("nodes");
  const least = /^>= ?(\d+)$/.exec(text)?.[1];
  if (least === undefined) throw new NotCovered(`setup.nodes: ${JSON.stringify(text)} is not understood`);
  return Math.max(MANY_NODES, Number(least));
}

/** What each ring's loads are turned into. */
function figuresOf(measure: string): (rings: readonly Float64Array[]) => readonly number[] {
  if (/^(?:relative std dev(?: of node load)?|std dev of node load \/ average)$/.test(measure)) {
    return (rings) => [Math.sqrt(mean(rings.map(relativeVariance)))];
  }
  if (/^(?:mean over rings of )?(?:max|peak)\/average load$/.test(measure)) return (rings) => [mean(rings.map(peak))];
  if (/^(?:mean over rings of )?min\/average load$/.test(measure)) {
    return (rings) => [mean(rings.map((loads) => loads.reduce((one, other) => Math.min(one, other)) / mean(loads)))];
  }
  const percent = /^(\d+(?:\.\d+)?)% interval of node load \/ average$/.exec(measure)?.[1];
  if (percent === undefined) throw new NotCovered(`measure ${JSON.stringify(measure)} is not understood`);
  const outside = (1 - Number(percent) / 100) / 2;
  return (rings) => {
    const relative = rings.flatMap((loads) => Array.from(loads, (load) => load / mean(loads)));
    return [quantile(relative, outside), quantile(relative, 1 - outside)];
  };
}

function ringOf(nodes: number, points: number, seed: number): Ring {
  return virtualNodeRing(namesOf(nodes, seed), Array<number>(nodes).fill(points), "xxhash64");
}

/** By node, its part of the circle: what lies between each of its points and the point before. */
export function arcs(ring: Ring, nodes: number): Float64Array {
  const loads = new Float64Array(nodes);
  const position = (point: number): number => (ring.high[point]! + ring.low[point]! / 0x1_0000_0000) / 0x1_0000_0000;
  for (let point = 0; point < ring.length; point++) {
    const before = point === 0 ? position(ring.length - 1) - 1 : position(point - 1);
    loads[ring.owner[point]!]! += position(point) - before;
  }
  return loads;
}
