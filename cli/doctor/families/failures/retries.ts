/** Retries: how often messages are sent, and with what success: `{per_attempt_failure, max_attempts}`, budgets, layers. */
import { FAILURE_KINDS, type RetryBudgetSpec, type RetrySpec } from "../../../../sim/index.ts";
import { RetryPolicy } from "../../../../sim/gateway/exchange/retry-policy.ts";
import { Stream } from "../../../../sim/core/random.ts";
import type { FigureName } from "../../figures.ts";
import type { Model } from "../../model.ts";
import { ns } from "../../scenario.ts";
import { NotCovered, type Setup } from "../../setup.ts";
import type { Calculation, Family } from "../family.ts";
import { inFigures } from "../../words.ts";
import { failing, figuresIn, figuresNamed, measured, stand, way } from "./stand.ts";

const FIGURES: Readonly<Record<string, FigureName>> = {
  "attempts per request": "attempts",
  "mean attempts": "attempts",
  "load amplification": "attempts",
  "success probability": "confirmed",
  "success fraction": "confirmed",
};
const MOST_COUNTED = 1e7;
/** "Rejects nearly everything". */
const NEARLY_ALL = 0.97;
const BUCKET =
  /^token bucket per client: \+(\d+(?:\.\d+)?) per first attempt \(cap (\d+(?:\.\d+)?)\), retry costs 1 and needs >1 token, unlimited tries while tokens$/;
/** `3 retries`, `4 attempts`, once the words are out that say nothing more. */
const LIMITED = /^(\d+)(?: retries| times| (attempts|tries))?$/;
const UNSAID = /\b(?:fixed|up to|at most|always|retry|immediate(?:ly)?|at once|per request|no budget)\b|[:,]/g;
const RTT = /^exponential mean (\d+(?:\.\d+)?) ms each way$/;

export const retries: Family = {
  name: "retries",
  plan(setup, { measure }) {
    if (setup.has("layers")) return layers(setup, measure);
    const figures = figuresNamed(measure, FIGURES);
    return { model: modelOf(setup), measure: figures };
  },
};

function modelOf(setup: Setup): Model {
  if (setup.has("strategy")) return strategic(setup);
  return setup.has("backend") ? rejected(setup) : independent(setup);
}

export function atOnce(limit: number, budget?: RetryBudgetSpec): RetrySpec {
  const spec = { limit, on: FAILURE_KINDS, backoff: { kind: "none" }, to: "any" } as const;
  return budget === undefined ? spec : { ...spec, budget };
}

function independent(setup: Setup): Model {
  const failure = setup.fraction("per_attempt_failure");
  const gateways = { retries: atOnce(setup.count("max_attempts") - 1) };
  setup.expectYes("independent");
  return stand({ failures: { gateways, faults: [failing(failure)] } });
}

/** A budget per client, if any, is a fraction of its messages (SRE book, chapter 21). */
function rejected(setup: Setup): Model {
  const limit = setup.count("per_request_attempts") - 1;
  setup.expectText("backend", /^rejects nearly everything$/);
  const fraction = setup.numberOrNull("per_client_retry_ratio");
  const budget =
    fraction === null ? undefined : ({ kind: "ratio", fraction, minimumPerSecond: 0, windowNs: ns(1000) } as const);
  const failures = { gateways: { retries: atOnce(limit, budget) }, faults: [failing(NEARLY_ALL)] };
  return stand({ relaxation: 1000, failures });
}

/** Clients who try again at once, as their strategy lets them. */
function strategic(setup: Setup): Model {
  const clients = setup.count("clients");
  const rate = clients * setup.number("rate_per_client");
  const [milliseconds] = figuresIn("setup.rtt", setup.text("rtt"), RTT);
  const latency = { kind: "exponential", mean: ns(milliseconds! / 1000) } as const;
  const failures = {
    gateways: { count: clients, retries: strategyOf(setup.text("strategy")) },
    links: [way("both", { latency })],
    faults: [failing(setup.fraction("per_attempt_failure"))],
  };
  return stand({ arrivals: { kind: "poisson", rate }, rate, span: setup.number("duration_s"), failures });
}

/** So many retries of every message, or as many as a client's tokens pay for. */
function strategyOf(text: string): RetrySpec {
  if (/^(?:none|never)$/.test(text)) return atOnce(0);
  const [, count, tries] = LIMITED.exec(inFigures(text.replace(UNSAID, " ")).replace(/\s+/g, " ").trim()) ?? [];
  if (count !== undefined) return atOnce(Number(count) - (tries === undefined ? 0 : 1));
  const [perMessage, capacity] = figuresIn("setup.strategy", text, BUCKET);
  return atOnce(Infinity, { kind: "bucket", perMessage: perMessage!, capacity: capacity! });
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
  if (setup.count("attempts_per_layer") ** depth > MOST_COUNTED) {
    throw new NotCovered(`setup.layers: ${depth} have more attempts than can be counted one by one`);
  }
  return { compute: () => [attemptsThrough(depth, policy)] };
}

function attemptsThrough(layer: number, policy: RetryPolicy): number {
  if (layer === 0) return 1;
  let attempts = attemptsThrough(layer - 1, policy);
  for (let rounds = 0; policy.covers("error", rounds); rounds++) attempts += attemptsThrough(layer - 1, policy);
  return attempts;
}
