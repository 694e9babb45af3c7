/** Paths that move nothing: over all of an axis's values, other things equal, no run differs in any draw or time. */
import type { ExperimentWarning } from "../result.ts";
import type { PlannedAxis } from "./plan.ts";
import type { SweepValue } from "./result.ts";

/** The digests of one point: by contender and replication; null where a run is missing. */
export interface PointDigests {
  readonly values: readonly SweepValue[];
  readonly digests: readonly (readonly (string | null)[])[];
}

/** What an axis does to a contender. `unknown`: no two points that differ in it alone have both been run. */
type Movement = "moves" | "inert" | "unknown";

export interface InertPaths {
  /** By axis. */
  readonly inert: readonly boolean[];
  readonly warnings: readonly ExperimentWarning[];
}

/** Judges every axis. `contenders` are labels. */
export function inertPaths(
  axes: readonly PlannedAxis[],
  contenders: readonly string[],
  points: readonly PointDigests[],
): InertPaths {
  const found = axes.map((axis, index) => {
    const groups = groupsAlong(index, points);
    const concerned = contenders.map((label, place) => ({ label, place })).filter(({ label }) => concerns(axis, label));
    const inert = concerned.filter(({ place }) => movementOf(place, groups) === "inert").map(({ label }) => label);
    return { path: axis.path, inert, all: inert.length > 0 && inert.length === concerned.length };
  });
  return { inert: found.map(({ all }) => all), warnings: found.flatMap(warningsOf) };
}

function concerns({ balancer }: PlannedAxis, label: string): boolean {
  return balancer === null || balancer === label;
}

/** Points that differ in the axis alone. */
function groupsAlong(axis: number, points: readonly PointDigests[]): readonly (readonly PointDigests[])[] {
  const groups = new Map<string, PointDigests[]>();
  for (const point of points) {
    const key = JSON.stringify(point.values.filter((_, index) => index !== axis).map(({ text }) => text));
    groups.set(key, [...(groups.get(key) ?? []), point]);
  }
  return [...groups.values()];
}

function movementOf(contender: number, groups: readonly (readonly PointDigests[])[]): Movement {
  let movement: Movement = "unknown";
  for (const group of groups) {
    const replications = group[0]!.digests[contender]!.length;
    for (let index = 0; index < replications; index++) {
      const seen = group.map(({ digests }) => digests[contender]![index] ?? null).filter((digest) => digest !== null);
      if (new Set(seen).size > 1) return "moves";
      if (seen.length > 1) movement = "inert";
    }
  }
  return movement;
}

function warningsOf({
  path,
  inert,
  all,
}: {
  path: string;
  inert: readonly string[];
  all: boolean;
}): ExperimentWarning[] {
  const because = "over all of its values no draw and no time of any run differs";
  if (all)
    return [
      { kind: "inert", balancer: inert.length === 1 ? inert[0]! : null, text: `${path} moves nothing: ${because}.` },
    ];
  return inert.map((label) => ({
    kind: "inert",
    balancer: label,
    text: `${path} moves nothing for ${label}: ${because}.`,
  }));
}
