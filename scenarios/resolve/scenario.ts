/** From sections to a scenario: defaults filled in, names looked up, everything that only shows between sections checked. */
import type { Scenario } from "../../sim/index.ts";
import type { ScenarioSyntax } from "../schema/scenario.ts";
import type { TraceSpec } from "../traces/spec.ts";
import { resolveBalancers } from "./balancers.ts";
import { DEFAULT_SEED } from "./defaults.ts";
import { resolveExpectations } from "./expectations.ts";
import { resolveFaults } from "./faults.ts";
import { checkQuorum, resolveGateways } from "./gateways.ts";
import { checkEnds } from "./network.ts";
import { resolveNodes } from "./nodes.ts";
import type { Report } from "./report.ts";
import { resolveTiming } from "./timing.ts";
import { resolveTraffic } from "./traffic.ts";

export interface ResolveContext {
  /** For a scenario without one. */
  readonly defaultName: string;
  /** What the traces' paths are relative to. */
  readonly baseDir: string;
  /** Labels that expectations may name besides those of the scenario's own balancers. */
  readonly otherLabels: readonly string[];
}

export interface Resolved {
  readonly scenario: Scenario;
  readonly traces: Readonly<Record<string, TraceSpec>>;
}

/**
 * Resolves what could be read; sections that could not are missing from `parts`, and what depends on them is not checked.
 * The result is only of use where nothing was reported, here or before.
 */
export function resolveScenario(parts: Partial<ScenarioSyntax>, context: ResolveContext, report: Report): Resolved {
  const timing = resolveTiming(parts, report);
  const { producers, traces } = resolveTraffic(parts.traffic ?? [], context.baseDir, report);
  const gateways = resolveGateways(parts.gateways ?? {});
  const nodes =
    parts.nodes === undefined
      ? undefined
      : resolveNodes(parts.nodes, parts.traffic === undefined ? null : producers, report);
  const network = parts.network ?? { rules: [] };
  // Where a section is broken, its zones are not known, and nothing is said about those of the network.
  const known = {
    producers: parts.traffic === undefined ? undefined : producers,
    gateways: parts.gateways === undefined && report.raw(["gateways"]) !== undefined ? undefined : gateways,
    nodes,
  };
  if (known.producers !== undefined && known.gateways !== undefined && nodes !== undefined)
    checkEnds(network.rules, { producers, gateways, nodes }, report);
  if (known.gateways !== undefined && nodes !== undefined) checkQuorum(gateways, nodes.length, report);
  const durationNs = parts.duration === undefined ? undefined : timing.durationNs;
  const balancers = parts.balancers === undefined ? undefined : resolveBalancers(parts.balancers, report);
  const scenario: Scenario = {
    name: parts.name ?? context.defaultName,
    question: parts.question ?? "",
    claim: parts.claim ?? "",
    seed: parts.seed ?? DEFAULT_SEED,
    ...timing,
    traffic: producers,
    gateways,
    nodes: nodes ?? [],
    network,
    faults: resolveFaults(parts.faults ?? [], known, durationNs, report),
    balancers: balancers ?? [],
    expect: parts.expect ?? [],
  };
  const names = parts.traffic === undefined ? undefined : producers.map(({ name }) => name);
  resolveExpectations(parts, { balancers, nodes, otherLabels: context.otherLabels, producers: names }, report);
  return { scenario, traces };
}
