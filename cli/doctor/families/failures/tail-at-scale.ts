/**
 * Dean & Barroso, The tail at scale: whoever waits for many waits for the slowest, and what to do about it. Of Google's
 * services only figures are published, not the distributions behind them; those of the two relations below are fitted to the
 * figures, so that they show the direction and not the size.
 */
import { runJob, type RunResult } from "../../../../sim/index.ts";
import type { OracleCase } from "../../case-file.ts";
import { FIGURES } from "../../figures.ts";
import { doctorHost } from "../../host.ts";
import type { Model } from "../../model.ts";
import { ns, toScenario } from "../../scenario.ts";
import { NotCovered, type Setup } from "../../setup.ts";
import type { Calculation, Family, Plan } from "../family.ts";
import { parts } from "./fan-out.ts";
import { figuresIn, measured, stand } from "./stand.ts";

export const tailAtScale: Family = {
  name: "tail at scale",
  plan(setup, oracle) {
    const { measure } = oracle;
    if (measure === HEDGE) return hedging(setup, oracle);
    if (measure === LEAVES) return leaves(setup, oracle);
    measured(measure, { "fraction of user requests that are slow": true });
    return slowRequests(setup);
  },
};

/** How much longer than a usual reply a slow one takes; any number above 1 tells them apart. */
const SLOW = 10;
/** Messages per run: each has as many parts as it fans out to. */
const PARTS_PER_RUN = 500_000;

function slowRequests(setup: Setup): Plan {
  const fanout = setup.count("fanout");
  const slow = setup.fraction("p_slow");
  const work = { kind: "empirical", values: [1, SLOW], weights: [1 - slow, slow] } as const;
  const span = Math.ceil(PARTS_PER_RUN / fanout);
  return { model: parts(fanout, fanout, work, span), measure: { kind: "slow-fraction", of: "response", limit: SLOW } };
}

const HEDGE = "[p99.9 without hedge ms, with hedge ms, extra requests]";
const HEDGED_SYSTEM = /^BigTable, \d+ keys over (\d+) servers, hedge after (\d+(?:\.\d+)?) ms$/;
const IMPROVEMENT =
  /^p99\.9 improves >= (\d+)x with <= (\d+)% extra requests when slow replies are rare, independent per replica and the hedge delay is near the p95-p99 of the normal latency$/;
/** So rare that one reply in a thousand takes longer than the mean of the slow ones, which is then the p99.9 without a hedge. */
const SLOW_SHARE = 0.001 * Math.E;
/** The hedge's delay is this quantile of the normal latency. */
const HEDGE_QUANTILE = 0.97;
const REQUESTS = 50_000;

/** `[improvement of p99.9, extra requests]`: normal and slow replies are exponential. */
function hedging(setup: Setup, { value, tolerance }: OracleCase): Calculation {
  const [nodes, after] = figuresIn("setup.system", setup.text("system"), HEDGED_SYSTEM);
  const [factor, percent] = figuresIn("tolerance", String(tolerance.value), IMPROVEMENT);
  const [slowest, hedged, extra] = rowOf(value, 3);
  const branches = [
    { probability: 1 - SLOW_SHARE, mean: after! / -Math.log(1 - HEDGE_QUANTILE) },
    { probability: SLOW_SHARE, mean: slowest! },
  ];
  const work = { kind: "hyperexponential", branches } as const;
  const delay = { kind: "delay", ns: ns(after!) } as const;
  const policy = { after: delay, limit: 1, maxFraction: 1, cancel: true, work: "independent" } as const;
  const model = (gateways: NonNullable<Model["failures"]>["gateways"]): Model =>
    stand({ nodes: nodes!, work, failures: { ...(gateways && { gateways }) } });
  return {
    async compute(seed) {
      const plain = await run(model(undefined), REQUESTS, seed);
      const quick = await run(model({ hedging: policy }), REQUESTS, seed);
      return [figure("p99.9", plain) / figure("p99.9", quick), figure("extra-attempts", quick)];
    },
    expected: [slowest! / hedged!, extra!],
    accepted: { low: [factor!, 0], high: [Infinity, percent! / 100] },
  };
}

const LEAVES = "p50/p95/p99 ms: one random leaf; 95% of leaves; all leaves";
const LAST_LEAVES = /^waiting for the last (\d+)% of leaves doubles p99$/;
/** The paper does not say of how many leaves its table is; its examples have a hundred. */
const LEAF_COUNT = 100;
const NORMAL_P95 = 1.6449;
const NORMAL_P99 = 2.3263;
/** How far the fitted p95 of a leaf may be from the published one, which has one digit. */
const FIT = 0.1;
const FAN_OUTS = 3_000;

/** `[p99 of all leaves / p99 of most]`: leaves answer by the lognormal distribution with the published median and p99. */
function leaves(setup: Setup, { value, tolerance }: OracleCase): Calculation {
  setup.expectText("system", /^Google service, root fans out to leaves$/);
  const [percent] = figuresIn("tolerance", String(tolerance.value), LAST_LEAVES);
  const [leaf, most, all] = (Array.isArray(value) ? (value as unknown[]) : []).map((row) => rowOf(row, 3));
  if (leaf === undefined || most === undefined || all === undefined) throw new NotCovered("value: expected three rows");
  const [p50, p95, p99] = leaf as [number, number, number];
  const sigma = Math.log(p99 / p50) / NORMAL_P99;
  const fitted = p50 * Math.exp(sigma * NORMAL_P95);
  if (Math.abs(fitted / p95 - 1) > FIT)
    throw new NotCovered(`value: no lognormal has these quantiles, its p95 is ${fitted}`);
  const variance = sigma * sigma;
  const work = {
    kind: "lognormal",
    mean: p50 * Math.exp(variance / 2),
    cv: Math.sqrt(Math.exp(variance) - 1),
  } as const;
  const needed = Math.round(LEAF_COUNT * (1 - percent! / 100));
  return {
    async compute(seed) {
      const whole = await run(parts(LEAF_COUNT, LEAF_COUNT, work), FAN_OUTS, seed);
      const early = await run(parts(LEAF_COUNT, needed, work), FAN_OUTS, seed);
      return [figure("p99", whole) / figure("p99", early)];
    },
    expected: [all[2]! / most[2]!],
    accepted: { low: [2], high: [Infinity] },
  };
}

function rowOf(value: unknown, length: number): readonly number[] {
  if (Array.isArray(value) && value.length === length && value.every((each) => typeof each === "number")) {
    return value as readonly number[];
  }
  throw new NotCovered(`value: expected ${length} figures`);
}

function run(model: Model, messages: number, seed: number): Promise<RunResult> {
  const length = { warmup: 0, measured: messages / model.arrivalRate };
  return runJob({ scenario: toScenario(model, length), balancer: model.balancer, seed }, doctorHost);
}

function figure(name: "p99" | "p99.9" | "extra-attempts", result: RunResult): number {
  const value = FIGURES[name](result);
  if (value === null) throw new NotCovered(`too few messages for ${name}`);
  return value;
}
