/** Bounded loads over a number of keys that is known beforehand: `{nodes, keys, eps, vnodes? or scheme?}`. */
import { boundedCapacity, walk } from "../../../../sim/balancers/hashing/ring-balancer.ts";
import { positionOf } from "../../../../sim/balancers/hashing/positions.ts";
import { virtualNodeRing } from "../../../../sim/balancers/hashing/virtual-node-ring.ts";
import { NotCovered, type Setup } from "../../setup.ts";
import type { Family } from "../family.ts";
import { namesOf } from "./desk.ts";

interface Placing {
  readonly nodes: number;
  readonly keys: number;
  readonly epsilon: number;
  readonly points: number;
}

/** Of one ring after all keys are placed. */
interface Placed {
  readonly maximum: number;
  /** Fraction of keys that had to walk on. */
  readonly displaced: number;
}

const MEASURES: Readonly<Record<string, keyof Placed>> = {
  "maximum load": "maximum",
  "fraction of keys not placed on first choice": "displaced",
};

const RINGS_PER_RUN = 40;

export const boundedLoadHashing: Family = {
  name: "bounded-load hashing",
  plan(setup, { measure }) {
    const placing = {
      nodes: setup.count("nodes"),
      keys: setup.count("keys"),
      epsilon: setup.number("eps"),
      points: pointsOf(setup),
    };
    const figure = Object.hasOwn(MEASURES, measure) ? MEASURES[measure] : undefined;
    if (figure === undefined) throw new NotCovered(`measure ${JSON.stringify(measure)} is not understood`);
    return {
      compute(seed) {
        const placed = Array.from({ length: RINGS_PER_RUN }, (_, ring) => place(placing, seed * RINGS_PER_RUN + ring));
        if (figure === "maximum") return [Math.max(...placed.map(({ maximum }) => maximum))];
        return [placed.reduce((sum, { displaced }) => sum + displaced, 0) / RINGS_PER_RUN];
      },
    };
  },
};

function pointsOf(setup: Setup): number {
  const vnodes = setup.numberOr("vnodes", 1);
  if (!setup.has("scheme")) return vnodes;
  const scheme = setup.text("scheme");
  const points = /^ring (\d+) points? per node, forward clockwise when at capacity$/.exec(scheme)?.[1];
  if (points === undefined) throw new NotCovered(`setup.scheme: ${JSON.stringify(scheme)} is not understood`);
  setup.expectNumber("vnodes", Number(points));
  return Number(points);
}

/** The walk and the capacity are the balancer's; the capacity counts all keys from the start. */
function place({ nodes, keys, epsilon, points }: Placing, seed: number): Placed {
  const ring = virtualNodeRing(namesOf(nodes, seed), Array<number>(nodes).fill(points), "xxhash64");
  const capacity = boundedCapacity(1 + epsilon, keys, 1 / nodes);
  const loads = new Int32Array(nodes);
  const walker = { accepts: (node: number) => loads[node]! < capacity };
  let displaced = 0;
  for (let key = 0; key < keys; key++) {
    const { high, low } = positionOf("xxhash64", `key-${seed}-${key}`);
    const first = ring.successor(high, low);
    const node = walk(ring, first, walker);
    if (node !== ring.owner[first]) displaced++;
    loads[node]!++;
  }
  return { maximum: Math.max(...loads), displaced: displaced / keys };
}
