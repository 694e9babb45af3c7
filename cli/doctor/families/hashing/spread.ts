/** How evenly keys lie: multi-probe hashing `{nodes, probes, points_per_node?}`, rendezvous hashing `{nodes, keys, hash?}`. */
import type { ParameterValue } from "../../../../sim/index.ts";
import { NotCovered } from "../../setup.ts";
import type { Calculation, Family } from "../family.ts";
import { Desk, namesOf } from "./desk.ts";
import { peak } from "./loads.ts";

/** So many that chance adds little to the nodes' own unevenness. */
const KEYS_PER_NODE = 10_000;

export const multiProbeHashing: Family = {
  name: "multi-probe hashing",
  plan(setup, { measure }) {
    const nodes = setup.count("nodes");
    const parameters = { probes: setup.count("probes") };
    setup.expectNumber("points_per_node", 1);
    if (!/^peak\/average load$/.test(measure))
      throw new NotCovered(`measure ${JSON.stringify(measure)} is not understood`);
    return spread("multi-probe", parameters, nodes, nodes * KEYS_PER_NODE);
  },
};

export const rendezvousHashing: Family = {
  name: "rendezvous hashing",
  plan(setup, { measure }) {
    const nodes = setup.count("nodes");
    const keys = setup.count("keys");
    setup.expectText("hash", /^ideal( uniform)?$/);
    if (!/^mean of max\/average keys per node$/.test(measure)) {
      throw new NotCovered(`measure ${JSON.stringify(measure)} is not understood`);
    }
    return spread("rendezvous", { weighted: false }, nodes, keys);
  },
};

function spread(
  algorithm: string,
  parameters: Readonly<Record<string, ParameterValue>>,
  nodes: number,
  keys: number,
): Calculation {
  const compute: Calculation["compute"] = (seed) => {
    const desk = new Desk({ algorithm, names: namesOf(nodes, seed), parameters, seed });
    return [peak(desk.give(keys, seed))];
  };
  return { compute };
}
