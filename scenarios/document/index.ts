/** A scenario in its own language, every default filled in: what results carry, and what reads back as the same scenario. */
import {
  findBalancer,
  type BalancerSpec,
  type ParameterValue,
  type Scenario,
  type ScenarioDocument,
} from "../../sim/index.ts";
import type { TraceSpec } from "../traces/spec.ts";
import { formatDuration, formatSeconds } from "../units/duration.ts";
import type { UserBalancers } from "../user-balancers.ts";
import { nodesDocument } from "./cluster.ts";
import { faultDocuments } from "./faults.ts";
import { gatewaysDocument } from "./gateways.ts";
import { networkDocument } from "./network.ts";
import { present, producerDocument } from "./traffic.ts";

/**
 * Plain data; written as YAML (or JSON) it is a scenario file.
 *
 * @param traces the specs of the traces that producers name.
 * @param userBalancers how the balancers that are not the catalogue's are written.
 * @throws Error where a producer's trace is not among `traces`.
 */
export function toDocument(
  scenario: Scenario,
  traces: Readonly<Record<string, TraceSpec>> = {},
  userBalancers: UserBalancers = {},
): ScenarioDocument {
  const { name, question, claim, seed, durationNs, drainNs, warmup } = scenario;
  return {
    name,
    question,
    claim,
    seed,
    ...(durationNs === Infinity ? {} : { duration: formatDuration(durationNs) }),
    drain: formatDuration(drainNs),
    warmup: warmup.kind === "auto" ? "auto" : formatDuration(warmup.ns),
    traffic: scenario.traffic.map((producer) => producerDocument(producer, traces)),
    gateways: gatewaysDocument(scenario.gateways),
    nodes: nodesDocument(scenario.nodes),
    network: networkDocument(scenario.network.rules),
    faults: faultDocuments(scenario),
    balancers: scenario.balancers.map((balancer) => balancerDocument(balancer, userBalancers)),
    expect: [...scenario.expect],
  };
}

/** One balancer in the language, durations with their units. */
export function balancerDocument(
  { algorithm, label, parameters }: BalancerSpec,
  userBalancers: UserBalancers = {},
): unknown {
  const user = userBalancers[algorithm];
  const definition = user?.definition ?? findBalancer(algorithm);
  const declarations = definition?.about.parameters ?? {};
  const print = (key: string, value: ParameterValue): ParameterValue => {
    const declaration = declarations[key];
    const isDuration = declaration !== undefined && "unit" in declaration && declaration.unit === "duration";
    return isDuration && typeof value === "number" ? formatSeconds(value) : value;
  };
  const printed = Object.fromEntries(Object.entries(parameters).map(([key, value]) => [key, print(key, value)]));
  const body = present({ ...printed, as: label === algorithm ? undefined : label });
  const written = user?.written ?? algorithm;
  return Object.keys(body).length === 0 ? written : { [written]: body };
}
