/** The whole of a scenario file: its sections, in the order in which people read them. */
import type { z } from "zod";
import type { NetworkSpec, Ns } from "../../sim/index.ts";
import type { BalancerBook } from "../balancer-book.ts";
import { balancersSchema, type BalancerSyntax } from "./balancers.ts";
import { nodes, type NodeSyntax } from "./cluster.ts";
import { faults, type FaultSyntax } from "./faults.ts";
import { gateways, type GatewaysSyntax } from "./gateways.ts";
import { network } from "./network.ts";
import { duration, durationOr } from "./quantities.ts";
import { name, text, whole } from "./scalars.ts";
import { oneOrMany } from "./shapes.ts";
import { traffic, type ProducerSyntax } from "./traffic.ts";

/** What the sections hold once their units are read; what the file leaves out is left out here. */
export interface ScenarioSyntax {
  readonly name: string;
  readonly question: string;
  readonly claim: string;
  readonly description: string;
  readonly notes: string;
  readonly seed: number;
  readonly duration: Ns;
  readonly drain: Ns;
  readonly warmup: Ns | "auto";
  readonly traffic: readonly ProducerSyntax[];
  readonly gateways: GatewaysSyntax;
  readonly nodes: readonly NodeSyntax[];
  readonly network: NetworkSpec;
  readonly faults: readonly FaultSyntax[];
  readonly balancers: readonly BalancerSyntax[];
  readonly expect: readonly string[];
}

export type Sections = { readonly [K in keyof ScenarioSyntax]: z.ZodType<ScenarioSyntax[K]> };

/** The sections that no scenario can do without. */
export const REQUIRED_SECTIONS: readonly (keyof ScenarioSyntax)[] = ["traffic", "nodes", "balancers"];

/** A schema for each section. `files` are the balancers' files that the scenario names. */
export function sections(book: BalancerBook, files: readonly string[] = []): Sections {
  const { before, after } = FIXED;
  const balancers = balancersSchema(book, files).describe(
    "The algorithms to compare: names, {name: {parameters}}, or a file of your own.",
  );
  return { ...before, balancers, ...after };
}

/** The sections that are the same whatever balancers there are. */
const FIXED = {
  before: {
    name: name("the scenario's name").describe("What the scenario is called; the file's name by default."),
    question: text("a question").describe("What the scenario asks, as a reader would ask it."),
    claim: text("a claim").describe("What its author says the answer is; `expect` states it in figures."),
    description: text("text").describe("Anything that a reader should know."),
    notes: text("text").describe("Anything else."),
    seed: whole("a whole number of at least 0, such as 1", 0).describe(
      "Of all chance in the run: same seed, same messages; 1 by default.",
    ),
    duration: duration("2m", 1).describe(
      "How long producers publish. Only traffic that is all traces can do without: it ends with them.",
    ),
    drain: duration("10s").describe("How long what is in flight has to finish after the duration; 0s by default."),
    warmup: durationOr("20s", "auto", "auto" as const).describe(
      "Messages published before its end are simulated but not measured. 10% of the duration by default; auto finds it by MSER-5 on a pilot run.",
    ),
    traffic: traffic.describe("Who publishes what, when: one producer or a list."),
    gateways: gateways.describe("The load balancer instances; 1 by default."),
    nodes: nodes.describe("The servers: how many, or a list that tells them apart."),
    network: network.describe(
      "What links do to messages: latency, bandwidth, loss, duplication, order; nothing by default.",
    ),
    faults: faults.describe("What goes wrong, when, for how long."),
  },
  after: {
    expect: oneOrMany(
      text("an expectation such as p99(responseTime) < 200ms"),
      "an expectation or a list of them",
      0,
    ).describe("What must hold for the claim to be true: p99(responseTime, hash) < 200ms. See docs/expectations.md."),
  },
};
