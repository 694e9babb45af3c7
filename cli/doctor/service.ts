/** Service times as the oracle names them: `exponential`, `erlang4`, `H2 cv2=4 balanced means`, `bpareto_a1.5`, … */
import { gamma } from "simple-statistics";
import type { DistributionSpec } from "../../sim/index.ts";
import { NotCovered, type Setup } from "./setup.ts";
import { NUMBER } from "./words.ts";

/** A service time by shape, in units of time, with the moments that the set-up is checked against. */
export interface Service {
  readonly distribution: DistributionSpec;
  readonly mean: number;
  /** Squared coefficient of variation; `Infinity` where the second moment is. */
  readonly scv: number;
}

type Parser = (match: RegExpExecArray, mean: number, setup: Setup) => Service;

/** The squared coefficient of variation, also where it is written `cv4`; a plain `cv=2` is left alone as ambiguous. */
const SCV = `(?:(?:cv2|cv\\^2|scv)[ _=]|cv)${NUMBER}`;
/** Words that say only what is true of every one of these: first come first served is said by the discipline. */
const NOISE = /\b(?:fifo|fcfs|balanced means|service|distributed)\b|[(),]/g;

const SHAPES: readonly (readonly [RegExp, Parser])[] = [
  [/^(?:deterministic|constant|d)$/, (_, mean) => deterministic(mean)],
  [/^(?:exponential|exp|m)$/, (_, mean) => exponential(mean)],
  [new RegExp(`^(?:erlang|e)[ _-]?k?=?(\\d+)$`), (match, mean) => erlang(mean, Number(match[1]))],
  [new RegExp(`^(?:h2|hyper-?exp(?:onential)?)[ _]*(?:${SCV})?$`), hyperexponential],
  [new RegExp(`^(?:lognormal|ln)[ _]*(?:${SCV})?$`), lognormal],
  [
    new RegExp(`^uniform(?: on)?[ _]*\\[?${NUMBER}[ _,]+${NUMBER}\\]?$`),
    (match) => uniform(Number(match[1]), Number(match[2])),
  ],
  [new RegExp(`^(?:bpareto|bounded[ -]pareto)[ _]*(?:a|alpha)?=?${NUMBER}$`), boundedPareto],
  [new RegExp(`^pareto[ _]*(?:a|alpha)?=?${NUMBER}$`), pareto],
  [new RegExp(`^weibull[ _]*(?:k|shape)?=?${NUMBER}$`), weibull],
  [new RegExp(`^gamma[ _]*(?:k|shape)?=?${NUMBER}$`), (match, mean) => gammaShaped(mean, Number(match[1]))],
];

/**
 * The service time that `text` names, of mean `mean` unless it says otherwise; explicit parameters in the set-up win over
 * what the name implies. Throws `NotCovered` on a name that is not understood.
 */
export function parseService(text: string, mean: number, setup: Setup): Service {
  const lower = text.toLowerCase();
  const stated = /\bmean[ =](\d+(?:\.\d+)?)/.exec(lower) ?? /^deterministic (\d+(?:\.\d+)?)$/.exec(lower);
  const name = (stated === null ? lower : lower.replace(stated[0].replace("deterministic", ""), " "))
    .replace(NOISE, " ")
    .replace(/\s+/g, " ")
    .trim();
  for (const [pattern, parse] of SHAPES) {
    const match = pattern.exec(name);
    if (match !== null) return parse(match, stated === null ? mean : Number(stated[1]), setup);
  }
  throw new NotCovered(`service ${JSON.stringify(text)} is not understood`);
}

/** Checks a service time against the moments that the set-up states. */
export function checkMoments(service: Service, setup: Setup): void {
  setup.expectNumber("mean_service", service.mean);
  setup.expectNumber("second_moment", service.mean * service.mean * (1 + service.scv));
  for (const name of ["cv2", "scv"]) setup.expectNumber(name, service.scv);
}

export function deterministic(mean: number): Service {
  return { distribution: { kind: "constant", value: mean }, mean, scv: 0 };
}

export function exponential(mean: number): Service {
  return { distribution: { kind: "exponential", mean }, mean, scv: 1 };
}

function erlang(mean: number, stages: number): Service {
  return { distribution: { kind: "erlang", mean, stages }, mean, scv: 1 / stages };
}

/** Balanced means: both branches carry half of the work. Explicit p1, mu1, mu2 win. */
function hyperexponential(match: RegExpExecArray, mean: number, setup: Setup): Service {
  if (setup.has("p1")) {
    const p = setup.number("p1");
    return branched(p, 1 / setup.number("mu1"), 1 / setup.number("mu2"));
  }
  if (match[1] === undefined) throw new NotCovered("service h2: neither a cv2 nor p1, mu1 and mu2 are given");
  const scv = Number(match[1]);
  if (scv < 1) throw new NotCovered(`service h2: expected cv2 >= 1, got ${scv}`);
  const p = (1 + Math.sqrt((scv - 1) / (scv + 1))) / 2;
  return branched(p, mean / (2 * p), mean / (2 * (1 - p)));
}

function branched(probability: number, mean1: number, mean2: number): Service {
  const rest = 1 - probability;
  const mean = probability * mean1 + rest * mean2;
  const second = 2 * (probability * mean1 * mean1 + rest * mean2 * mean2);
  const branches = [
    { probability, mean: mean1 },
    { probability: rest, mean: mean2 },
  ];
  return { distribution: { kind: "hyperexponential", branches }, mean, scv: second / (mean * mean) - 1 };
}

function lognormal(match: RegExpExecArray, mean: number, setup: Setup): Service {
  if (setup.has("ln_sigma")) {
    const variance = setup.number("ln_sigma") ** 2;
    setup.expectNumber("ln_mu", Math.log(mean) - variance / 2);
    return logNormal(mean, Math.expm1(variance));
  }
  if (match[1] === undefined) throw new NotCovered("service lognormal: neither a cv2 nor ln_sigma is given");
  return logNormal(mean, Number(match[1]));
}

function logNormal(mean: number, scv: number): Service {
  return { distribution: { kind: "lognormal", mean, cv: Math.sqrt(scv) }, mean, scv };
}

function uniform(from: number, to: number): Service {
  const mean = (from + to) / 2;
  return { distribution: { kind: "uniform", from, to }, mean, scv: (to - from) ** 2 / 12 / (mean * mean) };
}

function pareto(match: RegExpExecArray, mean: number, setup: Setup): Service {
  const shape = setup.numberOr("alpha", Number(match[1]));
  if (shape <= 1) throw new NotCovered(`service pareto: no mean at alpha ${shape}`);
  const min = setup.has("xm") ? setup.number("xm") : (mean * (shape - 1)) / shape;
  const own = (min * shape) / (shape - 1);
  const second = shape > 2 ? (min * min * shape) / (shape - 2) : Infinity;
  return { distribution: { kind: "pareto", shape, min, max: Infinity }, mean: own, scv: second / (own * own) - 1 };
}

function boundedPareto(match: RegExpExecArray, _: number, setup: Setup): Service {
  const shape = setup.numberOr("alpha", Number(match[1]));
  const [min, max] = [setup.number("L"), setup.number("H")];
  const moment = (n: number): number =>
    ((shape * min ** shape) / (1 - (min / max) ** shape)) *
    (n === shape ? Math.log(max / min) : (max ** (n - shape) - min ** (n - shape)) / (n - shape));
  const mean = moment(1);
  return { distribution: { kind: "pareto", shape, min, max }, mean, scv: moment(2) / (mean * mean) - 1 };
}

function weibull(match: RegExpExecArray, mean: number, setup: Setup): Service {
  const shape = setup.numberOr("weibull_shape", Number(match[1]));
  const scale = setup.has("weibull_scale") ? setup.number("weibull_scale") : mean / gamma(1 + 1 / shape);
  const own = scale * gamma(1 + 1 / shape);
  const scv = gamma(1 + 2 / shape) / gamma(1 + 1 / shape) ** 2 - 1;
  return { distribution: { kind: "weibull", shape, scale }, mean: own, scv };
}

function gammaShaped(mean: number, shape: number): Service {
  return { distribution: { kind: "gamma", mean, shape }, mean, scv: 1 / shape };
}
