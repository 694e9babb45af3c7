/** Links. */
import type { Dice, Section, Value } from "./dice.ts";
import type { Swarm } from "./features.ts";

function loss(dice: Dice): Value {
  const burst = { goodToBad: dice.pick("1%", "10%"), badToGood: dice.pick("10%", "50%") };
  return dice.pick<Value>(
    "1%",
    "20%",
    "100%",
    { gilbertElliott: burst },
    { gilbertElliott: { ...burst, lossInGood: "1%", lossInBad: "80%" } },
  );
}

/** What is said of some links. */
function properties(dice: Dice, swarm: Swarm): Section {
  return {
    ...(swarm.has("latency") && dice.chance(0.8) ? { latency: dice.times(dice.pick(1, 5, 20)) } : {}),
    ...(swarm.has("bandwidth") && dice.chance(0.6) ? { bandwidth: dice.pick("100kB/s", "1MB/s", "100MB/s") } : {}),
    ...(swarm.has("loss") && dice.chance(0.6) ? { loss: loss(dice) } : {}),
    ...(swarm.has("duplication") && dice.chance(0.6) ? { duplication: dice.pick("1%", "30%", "100%") } : {}),
    ...(swarm.has("ordered") && dice.chance(0.6) ? { ordered: dice.chance(0.8) } : {}),
  };
}

function bothWays(dice: Dice, swarm: Swarm): Section {
  const ways = swarm.has("directions")
    ? { forward: properties(dice, swarm), back: ofAnswers(properties(dice, swarm)) }
    : {};
  return { ...properties(dice, swarm), ...ways };
}

/** Answers have no size. */
function ofAnswers({ bandwidth: _, ...others }: Section): Section {
  return others;
}

export function network(dice: Dice, swarm: Swarm): Section {
  const links = dice.partly({ "producer-gateway": bothWays(dice, swarm), "gateway-node": bothWays(dice, swarm) });
  const drawn = properties(dice, swarm);
  const direction = swarm.has("directions") ? { direction: dice.pick("forward", "back", "both") } : {};
  const between = direction.direction === "back" ? ofAnswers(drawn) : drawn;
  const isZoned = swarm.has("zones") && Object.keys(between).length > 0;
  return {
    ...bothWays(dice, swarm),
    links,
    ...(isZoned ? { zones: [{ between: dice.pick(["a", "b"], ["a", "a"]), ...between, ...direction }] } : {}),
  };
}
