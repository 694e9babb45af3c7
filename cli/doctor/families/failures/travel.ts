/** What the way does to messages: bursty loss, reordering, messages in flight. */
import { toNanoseconds } from "../../scenario.ts";
import type { MeasureSpec } from "../../measure.ts";
import type { Model, ModelArrivals } from "../../model.ts";
import { NotCovered, type Setup } from "../../setup.ts";
import type { Family } from "../family.ts";
import { NUMBER } from "../../words.ts";
import { figuresIn, figuresNamed, measured, stand, way } from "./stand.ts";

const CHAIN = new RegExp(`^pGB=${NUMBER} pBG=${NUMBER} lossB=${NUMBER} lossG=${NUMBER}$`);

export const burstyLoss: Family = {
  name: "bursty loss",
  plan(setup, { measure }) {
    setup.expectText("model", /^Gilbert-Elliott per message$/);
    const [goodToBad, badToGood, lossInBad, lossInGood] = figuresIn("setup.params", setup.text("params"), CHAIN);
    const loss = {
      kind: "gilbert-elliott",
      goodToBad: goodToBad!,
      badToGood: badToGood!,
      lossInBad: lossInBad!,
      lossInGood: lossInGood!,
    } as const;
    const relaxation = 1 / (goodToBad! + badToGood!);
    return {
      model: stand({ relaxation, failures: { links: [way("forward", { loss })] } }),
      measure: figuresNamed(measure, { "loss fraction": "lost", "loss probability": "lost" }),
    };
  },
};

type Latency = Model["producers"][number]["work"];

/** Messages that take this long to their node, and begin to be served as they arrive. */
function travelling(arrivals: ModelArrivals, rate: number, latency: Latency, relaxation: number): Model {
  return stand({
    arrivals,
    rate,
    relaxation,
    failures: { links: [way("forward", { latency: toNanoseconds(latency) })] },
  });
}

export const reordering: Family = {
  name: "reordering",
  plan(setup, { measure }) {
    measured(measure, { "P(two consecutive messages arrive in reverse order)": true });
    const text = setup.text("model");
    if (/^exp mean m, gap g: /.test(text)) return apart(setup, new RegExp(`^m=${NUMBER} g=${NUMBER}$`), exponential);
    if (/^uniform\(0,w\) gap g: /.test(text)) return apart(setup, new RegExp(`^w=${NUMBER} g=${NUMBER}$`), upTo);
    if (!/^poisson rate r, exp mean m, adjacent pair: /.test(text))
      throw new NotCovered(`setup.model: ${JSON.stringify(text)} is not understood`);
    const [rate, mean] = figuresIn("setup.params", setup.text("params"), new RegExp(`^r=${NUMBER} m=${NUMBER}$`));
    const model = travelling({ kind: "poisson", rate: rate! }, rate!, exponential(mean!), mean!);
    return { model, measure: { kind: "reversed-pairs", step: 1 } };
  },
};

function exponential(mean: number): Latency {
  return { kind: "exponential", mean };
}

function upTo(to: number): Latency {
  return { kind: "uniform", from: 0, to };
}

/** Messages at equal gaps; without a gap, pairs of messages, each pair long after the one before. */
function apart(
  setup: Setup,
  pattern: RegExp,
  latencyOf: (scale: number) => Latency,
): { model: Model; measure: MeasureSpec } {
  const [scale, gap] = figuresIn("setup.params", setup.text("params"), pattern);
  const latency = latencyOf(scale!);
  if (gap! > 0) {
    const model = travelling({ kind: "regular", rate: 1 / gap! }, 1 / gap!, latency, scale!);
    return { model, measure: { kind: "reversed-pairs", step: 1 } };
  }
  const pairs: ModelArrivals = { kind: "batch", batchRate: 1 / scale!, size: { kind: "constant", value: 2 } };
  return { model: travelling(pairs, 2 / scale!, latency, scale!), measure: { kind: "reversed-pairs", step: 2 } };
}

/** Looks per mean delay. */
const LOOKS = 2;
/** Any distribution of this mean gives the same figures; this one is far from the exponential. */
const CV = 2;

export const inFlightMessages: Family = {
  name: "in-flight messages",
  plan(setup, { measure }) {
    measured(measure, { "[mean, variance] of messages in flight": true });
    const rate = setup.number("rate_per_s");
    const [milliseconds] = figuresIn(
      "setup.delay",
      setup.text("delay"),
      new RegExp(`^any distribution, mean ${NUMBER} ms$`),
    );
    const mean = milliseconds! / 1000;
    const model = travelling({ kind: "poisson", rate }, rate, { kind: "lognormal", mean, cv: CV }, 10 * mean);
    return { model, measure: { kind: "on-the-way", step: mean / LOOKS } };
  },
};
