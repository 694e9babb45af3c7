/** Gateways with everything that they do for their messages. */
import type { Dice, Section, Value } from "./dice.ts";
import type { Swarm } from "./features.ts";
import { guards } from "./guards.ts";
import { ZONES } from "./traffic.ts";

export function gateways(dice: Dice, swarm: Swarm): Section {
  const count = swarm.has("several-gateways") ? dice.whole(2, 3) : 1;
  return {
    count,
    ...(count > 1 ? { assign: dice.pick("random", "round-robin", "producer") } : {}),
    ...(swarm.has("zones") ? { zones: dice.pick<Value>([...ZONES], ["a"]) } : {}),
    detection: dice.pick("0s", "100ms", "1s", "never"),
    ...(swarm.has("gateway-queue") ? { queue: queue(dice) } : {}),
    ...sending(dice, swarm),
    ...guards(dice, swarm, count),
  };
}

function queue(dice: Dice): Section {
  const capacity = dice.pick<Value>(1, 20, "unbounded");
  return dice.chance(0.3) ? { capacity, withoutNode: dice.pick("wait", "refuse") } : { capacity };
}

/** What makes several tries of a message. */
function sending(dice: Dice, swarm: Swarm): Section {
  const copies = dice.whole(2, 4);
  const isDelivered = swarm.has("delivery") ? delivery(dice) : undefined;
  const isOnce = isDelivered === "at-most-once";
  const isRedundant = swarm.has("redundancy") && !isOnce;
  const timeouts = swarm.has("timeouts") ? timeoutsOf(dice) : undefined;
  return {
    ...(timeouts === undefined ? {} : { timeouts }),
    ...(swarm.has("retries") || swarm.has("backoff") || swarm.has("budget")
      ? { retries: retries(dice, swarm, isOnce) }
      : {}),
    ...(swarm.has("hedging") && !isRedundant && !isOnce ? { hedging: hedging(dice, timeouts) } : {}),
    ...(isDelivered === undefined ? {} : { delivery: isDelivered }),
    ...(isRedundant ? { redundancy: redundancy(dice, copies, isDelivered !== undefined) } : {}),
  };
}

function timeoutsOf(dice: Dice): Section {
  const all = { perTry: dice.pick("10ms", "50ms", "300ms"), total: dice.pick("400ms", "1s") };
  const one = dice.pick<Section>({ perTry: all.perTry }, { total: all.total }, all);
  return { ...one, ...(dice.chance(0.5) ? { cancel: dice.pick("abandon", "propagate") } : {}) };
}

function retries(dice: Dice, swarm: Swarm, isOnce: boolean): Value {
  const limit = dice.whole(1, 4);
  if (!swarm.has("backoff") && !swarm.has("budget")) return limit;
  return {
    limit,
    ...dice.partly({
      on: dice.some(isOnce ? ["refused", "rejected"] : ["refused", "rejected", "broken", "error"], dice.whole(1, 4)),
      to: dice.pick("any", "other", "same"),
    }),
    ...(swarm.has("backoff") ? { backoff: backoff(dice) } : {}),
    ...(swarm.has("budget") ? { budget: budget(dice) } : {}),
  };
}

function backoff(dice: Dice): Value {
  const jitter = dice.pick<Value>("none", "full", "equal", "decorrelated", 0.2);
  return dice.pick<Value>(
    { fixed: "20ms" },
    { exponential: { base: "5ms", ...(jitter === "decorrelated" ? {} : { factor: 3 }), cap: "100ms", jitter } },
    { drawn: dice.positiveTimes(20) },
  );
}

function budget(dice: Dice): Value {
  return dice.pick<Value>(
    { ratio: { fraction: "20%", minimum: "5/s", window: "1s" } },
    { tokens: { maxTokens: 10, tokenRatio: 0.1 } },
    { bucket: { perMessage: 0.1, capacity: 10 } },
    { concurrency: { fraction: "20%", minimum: 2 } },
  );
}

function hedging(dice: Dice, timeouts: Section | undefined): Section {
  const isQuantile = timeouts === undefined && dice.chance(0.5);
  return {
    ...(isQuantile ? { after: "p90", minimumSamples: 20 } : { after: "9ms" }),
    ...dice.partly({
      limit: dice.whole(1, 2),
      maxFraction: dice.pick("10%", "100%"),
      cancel: dice.chance(0.5),
      work: dice.pick("independent", "identical"),
    }),
  };
}

function delivery(dice: Dice): Value {
  const once = {
    window: dice.pick("200ms", "2m"),
    scope: dice.pick("node", "cluster"),
    lookup: dice.pick("0s", "200us"),
  };
  return dice.pick<Value>("at-most-once", "at-least-once", { "effectively-once": once });
}

/** One memory of the whole cluster lets no quorum be processed. */
function redundancy(dice: Dice, copies: number, isShared: boolean): Section {
  return {
    copies,
    ...dice.partly({
      ...(isShared ? {} : { needed: dice.whole(1, copies) }),
      cancel: dice.pick("on-completion", "on-start", "never"),
      work: dice.pick("independent", "identical"),
    }),
  };
}
