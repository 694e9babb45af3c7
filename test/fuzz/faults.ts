/** What goes wrong. */
import type { Dice, Section } from "./dice.ts";
import type { Swarm } from "./features.ts";

/** Of the scenario, what faults may hit. */
export interface Targets {
  readonly nodes: readonly string[];
  readonly gateways: number;
}

export function faults(dice: Dice, swarm: Swarm, targets: Targets): Section[] {
  const kinds = [
    ...(swarm.has("node-faults") ? [nodeFault, nodeFault, nodeFault] : []),
    ...(swarm.has("membership") ? [membershipFault] : []),
    ...(swarm.has("link-faults") ? [linkFault, linkFault] : []),
    ...(swarm.has("gateway-faults") ? [gatewayFault] : []),
  ];
  return kinds.map((kind, index) => ({ ...kind(dice, swarm, targets), as: `fault ${index + 1}` }));
}

function nodeFault(dice: Dice, swarm: Swarm, { nodes }: Targets): Section {
  const hit = dice.some(nodes, dice.whole(1, nodes.length));
  const what = dice.pick<Section>(
    { crash: hit },
    { crash: hit, recovery: { base: "20ms", perMessage: "1ms" } },
    { slow: hit, factor: dice.pick(0.5, 4, 30) },
    { pause: hit },
    { degrade: hit },
    { errors: hit, probability: dice.pick("30%", "100%"), latency: dice.pick("0s", "2ms") },
    { flap: hit, down: "50ms", up: dice.pick("20ms", "200ms") },
    ...(swarm.has("zones") ? [{ "zone-outage": "a" }] : []),
  );
  return { ...what, ...when(dice, swarm, "zone-outage" in what ? 1 : hit.length) };
}

function when(dice: Dice, swarm: Swarm, several: number): Section {
  if (!swarm.has("recurring") || dice.chance(0.5)) {
    const lasts = dice.chance(0.8) ? { for: dice.pick("1ns", "30ms", "400ms", "5s") } : {};
    return { at: dice.pick("0s", "10ms", "300ms", "700ms"), ...lasts };
  }
  return {
    every: dice.positiveTimes(300),
    for: dice.positiveTimes(100),
    ...dice.partly({ at: "100ms", until: "3s" }),
    ...(several > 1
      ? dice.pick<Section>(
          {},
          { together: true },
          { fraction: "50%" },
          { cascade: { probability: "50%", delay: "20ms" } },
        )
      : {}),
  };
}

function linkFault(dice: Dice, swarm: Swarm, { nodes }: Targets): Section {
  const other = dice.pick<string>("nodes", "producers", ...nodes);
  const between = dice.chance(0.5) ? [other, "gateways"] : ["gateways", other];
  const hit = { between, ...(swarm.has("directions") ? { direction: dice.pick("forward", "back", "both") } : {}) };
  const what = dice.pick<Section>(
    { partition: hit },
    { clog: hit },
    { loss: hit, probability: dice.pick("20%", "100%") },
    { loss: hit, gilbertElliott: { goodToBad: "10%", badToGood: "20%" } },
    { delay: hit, latency: dice.positiveTimes(20) },
    { duplicate: hit, probability: dice.pick("20%", "100%") },
    { throttle: hit, bandwidth: "100kB/s" },
  );
  return { ...what, ...when(dice, swarm, 1) };
}

function gatewayFault(dice: Dice, swarm: Swarm, { gateways }: Targets): Section {
  const hit = { gateway: dice.whole(1, gateways) };
  return { ...dice.pick<Section>({ crash: hit }, { flap: hit, down: "50ms", up: "100ms" }), ...when(dice, swarm, 1) };
}

function membershipFault(dice: Dice, _swarm: Swarm, { nodes }: Targets): Section {
  const hit = dice.some(nodes, dice.whole(1, nodes.length));
  const drain = dice.pick("0s", "50ms", "1s");
  return dice.pick<Section>(
    {
      "rolling-restart": hit,
      at: "200ms",
      drain,
      down: "100ms",
      gap: dice.pick("0s", "50ms"),
      batch: dice.whole(1, 2),
    },
    { "scale-out": hit, at: dice.pick("100ms", "500ms") },
    { "scale-in": hit, at: "500ms", drain, ...(dice.chance(0.5) ? { for: "500ms" } : {}) },
  );
}
