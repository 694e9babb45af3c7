/** Whom an occurrence hits: all of the fault's targets, or some of them drawn at random. */
import type { Random } from "../core/random.ts";
import type { FaultBase } from "../scenario.ts";
import type { Targets } from "./occurrence.ts";

/** One target of a fault: a node, or a gateway. */
export interface Target extends Targets {
  /** What its own stream of chance is called by. */
  readonly name: string;
}

/** A fault's targets one by one, nodes first. `nodeName` by NodeId. */
export function targetsOf({ nodes, gateways = [] }: FaultBase, nodeName: (node: number) => string): readonly Target[] {
  return [
    ...nodes.map((node) => ({ nodes: [node], gateways: [], name: nodeName(node) })),
    ...gateways.map((gateway) => ({ nodes: [], gateways: [gateway], name: `gateway/${gateway + 1}` })),
  ];
}

/** All of them at once. */
export function together(targets: readonly Targets[]): Targets {
  return {
    nodes: targets.flatMap(({ nodes }) => nodes),
    gateways: targets.flatMap(({ gateways }) => gateways),
  };
}

/** So many of them (a fraction, rounded; one at least), every choice equally likely; in their own order. */
export function drawTargets<T>(targets: readonly T[], fraction: number, random: Random): readonly T[] {
  const wanted = Math.max(1, Math.round(fraction * targets.length));
  let left = targets.length;
  let missing = wanted;
  return targets.filter(() => random.below(left--) < missing && missing-- > 0);
}
