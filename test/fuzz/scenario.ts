/** A scenario at random, as a document of the scenario language. */
import { catalogue } from "../../sim/index.ts";
import { Dice, type Section } from "./dice.ts";
import { faults } from "./faults.ts";
import { swarmOf } from "./features.ts";
import { gateways } from "./gateways.ts";
import { network } from "./network.ts";
import { nodes } from "./nodes.ts";
import { traffic } from "./traffic.ts";

const NAMES = catalogue.map(({ name }) => name) as [string, ...string[]];

/** Two balancers, so that their messages can be compared. */
export function randomDocument(seed: number): Section {
  const dice = new Dice(seed);
  const swarm = swarmOf(dice);
  const cluster = nodes(dice, swarm);
  const doors = gateways(dice, swarm);
  return {
    name: `fuzz-${seed}`,
    seed: dice.whole(0, 1e6),
    duration: dice.pick("1s", "2s"),
    drain: dice.pick("0s", "500ms", "10s"),
    warmup: dice.pick("0s", "0s", "300ms"),
    traffic: traffic(dice, swarm),
    gateways: doors,
    nodes: cluster.groups,
    network: network(dice, swarm),
    faults: faults(dice, swarm, { nodes: cluster.names, gateways: Number(doors.count) }),
    balancers: [{ [dice.pick(...NAMES)]: { as: "one" } }, { [dice.pick(...NAMES)]: { as: "other" } }],
  };
}
