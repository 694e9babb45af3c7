/** Retries: how often messages are sent, and with what success: `{per_attempt_failure, max_attempts}`, budgets, layers. */
import { FAILURE_KINDS, type RetryBudgetSpec, type RetrySpec } from "../../../../sim/index.ts";
import { RetryPolicy } from "../../../../sim/gateway/exchange/retry-policy.ts";
import { Stream } from "../../../../sim/core/random.ts";
import type { FigureName } from "../../figures.ts";
import { ns } from "../../scenario.ts";
import { NotCovered, type Setup } from "../../setup.ts";
import type { Calculation, Family, Plan } from "../family.ts";
import { failing, figuresIn, measured, stand, way } from "./stand.ts";

const MEASURES: Readonly<Record<string, readonly FigureName[]>> = {
  "[attempts per request, success probability]": ["attempts", "confirmed"],
  "[success fraction, attempts per request]": ["confirmed", "attempts"],
  "load amplification": ["attempts"],
};
/** "Rejects nearly everything". */
const NEARLY_ALL = 0.97;
const BUCKET =
  /^token bucket per client: \+(\d+(?:\.\d+)?) per first attempt \(cap (\d+(?:\.\d+)?)\), retry costs 1 and needs >1 token, unlimited tries while tokens$/;
const RTT = /^exponential mean (\d+(?:\.\d+)?) ms each way$/;

export const retries: Family = {
  name: "retries",
  plan(setup, { measure }) {
    if (setup.has("layers")) return layers(setup, measure);
    const of = measured(measure, MEASURES);
    if (setup.has("strategy")) return withBucket(setup, of);
    return setup.has("backend") ? rejected(setup, of) : independent(setup, of);
  },
};

export function atOnce(limit: number, budget?: RetryBudgetSpec): RetrySpec {
  const spec = { limit, on: FAILURE_KINDS, backoff: { kind: "none" }, to: "any" } as const;
  return budget === undefined ? spec : { ...spec, budget };
}

function independent(setup: Setup, of: readonly FigureName[]): Plan {
  const failure = setup.fraction("per_attempt_failure");
  const gateways = { retries: atOnce(setup.count("max_attempts") - 1) };
  setup.expectYes("independent");
  return { model: stand({ failures: { gateways, faults: [failing(failure)] } }), measure: { kind: "figures", of } };
}

/** A budget per client, if any, is a fraction of its messages (SRE book, chapter 21). */
function rejected(setup: Setup, of: readonly FigureName[]): Plan {
  const limit = setup.count("per_request_attempts") - 1;
  setup.expectText("backend", /^rejects nearly everything$/);
  const fraction = setup.numberOrNull("per_client_retry_ratio");
  const budget =
    fraction === null ? undefined : ({ kind: "ratio", fraction, minimumPerSecond: 0, windowNs: ns(1000) } as const);
  const failures = { gateways: { retries: atOnce(limit, budget) }, faults: [failing(NEARLY_ALL)] };
  return { model: stand({ relaxation: 1000, failures }), measure: { kind: "figures", of } };
}

function withBucket(setup: Setup, of: readonly FigureName[]): Plan {
  const clients = setup.count("clients");
  const rate = clients * setup.number("rate_per_client");
  const [perMessage, capacity] = figuresIn("setup.strategy", setup.text("strategy"), BUCKET);
  const [milliseconds] = figuresIn("setup.rtt", setup.text("rtt"), RTT);
  const budget = { kind: "bucket", perMessage: perMessage!, capacity: capacity! } as const;
  const latency = { kind: "exponential", mean: ns(milliseconds! / 1000) } as const;
  const failures = {
    gateways: { count: clients, retries: atOnce(Infinity, budget) },
    links: [way("both", { latency })],
    faults: [failing(setup.fraction("per_attempt_failure"))],
  };
  const model = stand({ arrivals: { kind: "poisson", rate }, rate, span: setup.number("duration_s"), failures });
  return { model, measure: { kind: "figures", of } };
}

/** Each layer sends its message again whenever the layer below it has given up: the tries multiply. */
function layers(setup: Setup, measure: string): Calculation {
  measured(measure, { "attempts at the bottom": true });
  setup.expectText("bottom", /^always fails$/);
  const policy = new RetryPolicy(
    { retries: atOnce(setup.count("attempts_per_layer") - 1) },
    () => new Stream(1, "layers"),
  );
  const depth = setup.count("layers");
  if (depth > 10) throw new NotCovered(`setup.layers: ${depth} are more than can be counted one by one`);
  return { compute: () => [attemptsThrough(depth, policy)] };
}

function attemptsThrough(layer: number, policy: RetryPolicy): number {
  if (layer === 0) return 1;
  let attempts = attemptsThrough(layer - 1, policy);
  for (let rounds = 0; policy.covers("error", rounds); rounds++) attempts += attemptsThrough(layer - 1, policy);
  return attempts;
}
