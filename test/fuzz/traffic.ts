/** Who publishes. */
import type { Dice, Section, Value } from "./dice.ts";
import type { Swarm } from "./features.ts";

export const ZONES = ["a", "b"] as const;

/** The first node lies in the one zone, the first producer in the other: whatever names a zone finds something there. */
export function zoneOf(dice: Dice, index: number): string {
  return index < ZONES.length ? ZONES[index]! : dice.pick(...ZONES);
}

function arrivals(dice: Dice, closed: boolean): Value {
  if (closed)
    return { closed: dice.partly({ clients: dice.whole(1, 12), think: dice.positiveTimes(30) }, ["clients", "think"]) };
  const perSecond = dice.pick(5, 40, 120);
  const rate = `${perSecond}/s`;
  return dice.pick<Value>(
    { poisson: rate },
    { regular: rate },
    { batch: { rate: `${perSecond / 5}/s`, size: { geometric: 5 } } },
    { bursty: { on: { rate: `${3 * perSecond}/s`, mean: "100ms" }, off: { mean: "200ms" } } },
    {
      schedule: [
        { at: "0s", rate },
        { at: "1s", rate: `${3 * perSecond}/s` },
        { at: "1500ms", rate: "0/s" },
      ],
    },
  );
}

function keys(dice: Dice): Value {
  return dice.pick<Value>({ uniform: 5 }, { zipf: { count: 100, exponent: 1.1 } }, { constant: 3 });
}

export function traffic(dice: Dice, swarm: Swarm): Section[] {
  return dice.list(dice.whole(1, 3), (index) => ({
    name: `p${index + 1}`,
    ...(swarm.has("zones") ? { zone: zoneOf(dice, index + 1) } : {}),
    arrivals: arrivals(dice, swarm.has("closed") && dice.chance(0.6)),
    work: dice.chance(0.1) ? "0s" : dice.times(dice.pick(2, 10, 40)),
    ...(swarm.has("keys") ? { keys: keys(dice) } : {}),
    ...(dice.chance(0.3) ? { size: dice.pick<Value>("10B", "4KiB", { exponential: "64KiB" }) } : {}),
    ...(swarm.has("disciplines") ? { priority: dice.whole(-1, 2) } : {}),
    ...(swarm.has("deadline") ? { deadline: dice.positiveTimes(dice.pick(20, 200)) } : {}),
    ...(swarm.has("producer-timeout") ? { timeout: dice.pick("5ms", "60ms", "500ms") } : {}),
  }));
}
