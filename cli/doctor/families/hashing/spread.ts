/** How evenly keys lie: multi-probe hashing `{nodes, probes, points_per_node?}`, rendezvous hashing `{nodes, keys, hash?}`. */
import type { ParameterValue } from "../../../../sim/index.ts";
import { NotCovered } from "../../setup.ts";
import type { Family } from "../family.ts";
import { Desk, namesOf } from "./desk.ts";
import { mean, peak, relativeVariance } from "./loads.ts";

type Parameters = Readonly<Record<string, ParameterValue>>;

/** In each half of the keys. */
const KEYS_PER_NODE = 2000;
/** Rings differ more than what their keys tell of them. */
const RINGS_PER_RUN = 5;

export const multiProbeHashing: Family = {
  name: "multi-probe hashing",
  plan(setup, { measure }) {
    const nodes = setup.count("nodes");
    const parameters = { probes: setup.count("probes") };
    setup.expectNumber("points_per_node", 1);
    if (!/^(?:mean over rings of )?(?:peak|max)\/average load$/.test(measure))
      throw new NotCovered(`measure ${JSON.stringify(measure)} is not understood`);
    return {
      compute(seed) {
        const rings = Array.from({ length: RINGS_PER_RUN }, (_, ring) => seed * RINGS_PER_RUN + ring);
        return [mean(rings.map((ring) => peakOfNodes(parameters, nodes, ring)))];
      },
    };
  },
};

export const rendezvousHashing: Family = {
  name: "rendezvous hashing",
  plan(setup, { measure }) {
    const nodes = setup.count("nodes");
    const keys = setup.count("keys");
    setup.expectText("hash", /^ideal( uniform)?$/);
    const isPeak = /^(?:mean of )?(?:max|peak)\/average (?:keys per node|load)$/.test(measure);
    if (!isPeak && !/^relative std dev of (?:keys per node|node load)$/.test(measure)) {
      throw new NotCovered(`measure ${JSON.stringify(measure)} is not understood`);
    }
    const figure = (loads: Int32Array): number => (isPeak ? peak(loads) : Math.sqrt(relativeVariance(loads)));
    const parameters = { weighted: false };
    const desk = (seed: number): Desk =>
      new Desk({ algorithm: "rendezvous", names: namesOf(nodes, seed), parameters, seed });
    return { compute: (seed) => [figure(desk(seed).give(keys, seed))] };
  },
};

/**
 * The largest load that a node has by its place, without what chance adds for having drawn these keys: the fullest node is found
 * with one half of the keys and measured with the other, both ways round.
 */
function peakOfNodes(parameters: Parameters, nodes: number, seed: number): number {
  const keys = nodes * KEYS_PER_NODE;
  const desk = new Desk({ algorithm: "multi-probe", names: namesOf(nodes, seed), parameters, seed });
  const one = desk.give(keys, 2 * seed).slice();
  const other = desk.give(keys, 2 * seed + 1).map((load, node) => load - one[node]!);
  return (other[fullest(one)]! + one[fullest(other)]!) / (2 * KEYS_PER_NODE);
}

function fullest(loads: Int32Array): number {
  return loads.indexOf(loads.reduce((most, load) => Math.max(most, load), 0));
}
