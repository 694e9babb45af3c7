/** Nodes with their queues and defences. */
import type { Dice, Section, Value } from "./dice.ts";
import type { Swarm } from "./features.ts";
import { zoneOf } from "./traffic.ts";

const IN_TURN = ["fifo", "lifo", "priority"];

/** The groups of nodes, and the names that they come to. */
export interface Nodes {
  readonly groups: Section[];
  readonly names: string[];
}

export function nodes(dice: Dice, swarm: Swarm): Nodes {
  const names: string[] = [];
  const groups = dice.list(dice.whole(1, 3), (index): Section => {
    const name = "xyz"[index]!;
    const count = dice.whole(1, 3);
    names.push(...dice.list(count, (i) => `${name}${i + 1}`));
    return { name, count, ...node(dice, swarm), ...(swarm.has("zones") ? { zone: zoneOf(dice, index) } : {}) };
  });
  return { groups, names };
}

function node(dice: Dice, swarm: Swarm): Section {
  const discipline = swarm.has("disciplines")
    ? dice.pick("fifo", "lifo", "priority", "priority-preemptive", "processor-sharing", "shortest-remaining-time")
    : "fifo";
  const isUnlimited = swarm.has("contention") && dice.chance(0.3);
  return {
    workers: isUnlimited ? "unlimited" : dice.whole(1, 3),
    ...(dice.chance(0.3) ? { speed: dice.pick(0.5, 2) } : {}),
    ...(dice.chance(0.3) ? { weight: dice.pick(1, 2, 5) } : {}),
    ...(isUnlimited ? {} : { queue: queue(dice, swarm, discipline) }),
    ...(swarm.has("durable") ? { durable: dice.chance(0.7) } : {}),
    ...(swarm.has("shedding") && !isUnlimited ? shedding(dice, swarm, discipline) : {}),
    ...(swarm.has("memory") && dice.chance(0.6) ? { memory: memory(dice) } : {}),
    ...(swarm.has("contention") ? { contention: dice.pick("1ms", "200us") } : {}),
    ...(swarm.has("servers") && dice.chance(0.7) ? { server: server(dice) } : {}),
  };
}

function queue(dice: Dice, swarm: Swarm, discipline: string): Section {
  if (!swarm.has("bounded-queues") || dice.chance(0.3)) return { discipline };
  return { discipline, capacity: dice.pick(0, 1, 5, 20), ...(dice.chance(0.3) ? { overflow: "drop-oldest" } : {}) };
}

function shedding(dice: Dice, swarm: Swarm, discipline: string): Section {
  const waits = IN_TURN.includes(discipline);
  const all: Section = {
    ...(waits && swarm.has("deadline") ? { expired: dice.pick("on-start", "at-once") } : {}),
    ...(waits ? { codel: { target: dice.pick("5ms", "20ms"), interval: dice.pick("20ms", "100ms") } } : {}),
    ...(discipline === "fifo" ? { adaptiveLifo: { threshold: dice.whole(0, 10) } } : {}),
    tokenBucket: { rate: dice.pick("20/s", "100/s"), burst: dice.whole(1, 10) },
  };
  const chosen = dice.partly(all);
  return Object.keys(chosen).length > 0 ? { shedding: chosen } : {};
}

function memory(dice: Dice): Section {
  return {
    limit: dice.pick("8KiB", "64KiB", "1MiB"),
    perMessage: dice.pick("0B", "2KiB"),
    restart: dice.pick<Value>("100ms", { exponential: "300ms" }),
  };
}

function server(dice: Dice): Section {
  return dice.partly({
    maxConnections: dice.pick<Value>(1, 3, "unlimited"),
    maxFails: dice.whole(0, 2),
    failTimeout: dice.pick("1s", "10s"),
    backup: dice.chance(0.3),
    down: dice.chance(0.2),
    degraded: dice.chance(0.2),
    slowStart: dice.pick("0s", "1s"),
    priority: dice.whole(0, 1),
  });
}
