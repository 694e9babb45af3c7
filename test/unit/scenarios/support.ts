import { expect } from "vitest";
import { parse, stringify } from "yaml";
import { formatProblem, parseScenario, type ParsedScenario, type ParseOptions } from "../../../scenarios/index.ts";
import type { GatewaysSpec } from "../../../sim/index.ts";

/** A small scenario; tests replace sections of it. */
export const BASE: Readonly<Record<string, unknown>> = {
  duration: "1m",
  traffic: { arrivals: { poisson: "300/s" }, work: "8ms" },
  nodes: { name: "n", count: 4 },
  balancers: ["round-robin", "hash"],
};

/** The base with these sections (YAML text or values) instead. */
export function withSections(sections: Readonly<Record<string, unknown>>): string {
  const read = Object.fromEntries(
    Object.entries(sections).map(([key, value]) => [key, typeof value === "string" ? parse(value) : value]),
  );
  return stringify({ ...BASE, ...read });
}

/** Parses a scenario that must be fine. */
export function parsed(text: string, options: Partial<ParseOptions> = {}): ParsedScenario {
  const result = parseScenario(text, { file: "test.yaml", ...options });
  expect(result.ok ? [] : result.problems.map(formatProblem)).toEqual([]);
  return result as ParsedScenario;
}

/** The problems of a scenario that must have some, as they are printed. */
export function problemsOf(text: string, options: Partial<ParseOptions> = {}): readonly string[] {
  const result = parseScenario(text, { file: "test.yaml", ...options });
  return result.ok ? [] : result.problems.map(formatProblem);
}

/** The text of a scenario of which only `gateways` is said, in flow style on the third line; `more` goes on with its producer. */
export function withGateways(gateways: string, more = ""): string {
  return `duration: 1m\ntraffic: {arrivals: {poisson: 10/s}, work: 5ms${more}}\ngateways: ${gateways}\nnodes: 3\nbalancers: [round-robin]\n`;
}

/** What `gateways` reads as, once it is shown to read the same when printed. */
export function readGateways(gateways: string): GatewaysSpec {
  const first = parsed(withGateways(gateways));
  expect(parsed(stringify(first.document)).scenario.gateways).toEqual(first.scenario.gateways);
  return first.scenario.gateways;
}
