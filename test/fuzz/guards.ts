/** How gateways protect themselves and their nodes. */
import type { Dice, Section, Value } from "./dice.ts";
import type { Swarm } from "./features.ts";

export function guards(dice: Dice, swarm: Swarm, gateways: number): Section {
  const isShared = swarm.has("knowledge") && gateways > 1;
  return {
    ...(swarm.has("health") ? { health: health(dice) } : {}),
    ...(swarm.has("breaker") ? { breaker: breaker(dice) } : {}),
    ...(swarm.has("limits") ? { limits: limits(dice) } : {}),
    ...(swarm.has("concurrency") ? { concurrency: concurrency(dice) } : {}),
    ...(swarm.has("throttling") ? { throttling: { k: dice.pick(1, 2), window: "1s" } } : {}),
    ...(isShared ? { knowledge: { sharedInFlight: { delay: dice.pick("0s", "20ms") } } } : {}),
  };
}

function health(dice: Dice): Section {
  const checks: Section = {
    active: { interval: "200ms", timeout: dice.pick("50ms", "200ms"), fall: dice.whole(1, 3), rise: dice.whole(1, 3) },
    outliers: outliers(dice),
  };
  const kinds = dice.some(Object.keys(checks), dice.whole(1, 2));
  return {
    ...Object.fromEntries(kinds.map((kind) => [kind, checks[kind]])),
    ...dice.partly({ panicThreshold: dice.pick("50%", "100%"), slowStart: { window: "1s", aggression: 1.5 } }),
  };
}

function outliers(dice: Dice): Section {
  return {
    consecutiveFailures: dice.whole(1, 5),
    interval: "200ms",
    baseEjection: "300ms",
    maxEjection: "1s",
    ...dice.partly({
      maxEjected: dice.pick("10%", "100%"),
      successRate: dice.pick<Value>("never", { minimumHosts: 2, requestVolume: 5 }),
      failureFraction: { minimumHosts: 1, requestVolume: 5, threshold: "50%" },
    }),
  };
}

function breaker(dice: Dice): Section {
  const window = dice.pick(5, 20);
  return {
    failureFraction: "50%",
    window,
    open: dice.pick("50ms", "500ms"),
    ...dice.partly({ minimumCalls: dice.whole(1, window), halfOpenCalls: dice.whole(1, 5) }),
  };
}

function limits(dice: Dice): Section {
  const perNode = dice.whole(1, 4);
  if (dice.chance(0.3)) return { perNode };
  const queue = dice.pick<Value>(1, 10, "unbounded");
  return { perNode, queue, ...(dice.chance(0.5) ? { queueTimeout: dice.pick("20ms", "500ms") } : {}) };
}

function concurrency(dice: Dice): Value {
  const bounds = { initial: dice.pick(1, 10), minimum: 1, maximum: dice.pick(10, 50) };
  return dice.pick<Value>(
    { aimd: { ...bounds, decrease: 0.5, latency: dice.pick("20ms", "1s") } },
    { gradient: { ...bounds, window: 50, queue: dice.pick(0, 4) } },
  );
}
