/** The model that most families about failures start from: messages at an even rate to servers that never make them wait. */
import type { FaultSpec, LinkRule } from "../../../../sim/index.ts";
import { balancer, PLAIN_NODE, producer, type Model, type ModelArrivals, type ModelFailures } from "../../model.ts";
import type { FigureName } from "../../figures.ts";
import type { MeasureSpec } from "../../measure.ts";
import { NotCovered } from "../../setup.ts";
import { equalSpeeds } from "../split.ts";

export interface Stand {
  readonly nodes?: number;
  /** Workers per node; unlimited where it is not said. */
  readonly workers?: number;
  readonly arrivals?: ModelArrivals;
  readonly rate?: number;
  /** Service demand in units of time; none where it is not said. */
  readonly work?: Model["producers"][number]["work"];
  /** See `Model.relaxation` and `Model.slowestMode`; 1 where nothing remembers for longer than a message is under way. */
  readonly relaxation?: number;
  readonly span?: number;
  readonly failures: ModelFailures;
  readonly redundancy?: Model["redundancy"];
}

export function stand(parts: Stand): Model {
  const { nodes = 1, workers = Infinity, rate = 1, relaxation = 1, span, redundancy, failures } = parts;
  const arrivals = parts.arrivals ?? { kind: "regular", rate };
  return {
    producers: [producer(arrivals, parts.work ?? { kind: "constant", value: 0 })],
    nodes: equalSpeeds(nodes).map(() => ({ ...PLAIN_NODE, workers })),
    sharedQueue: false,
    balancer: balancer("random"),
    arrivalRate: rate,
    relaxation,
    slowestMode: relaxation,
    against: null,
    ...(span === undefined ? {} : { span }),
    ...(redundancy === undefined ? {} : { redundancy }),
    failures,
  };
}

/** Every try fails with this probability, each by itself. */
export function failing(probability: number, nodes = 1): FaultSpec {
  return {
    kind: "errors",
    nodes: Array.from({ length: nodes }, (_, node) => node),
    probability,
    latencyNs: 0,
    timing: { kind: "once", startNs: 0, endNs: Infinity },
    label: "errors",
  };
}

/** What is said of the way to the nodes, or back. */
export function way(direction: "forward" | "back" | "both", rule: Partial<LinkRule>): LinkRule {
  return { link: "gateway-node", between: null, direction, ...rule };
}

/** The figures in a text of this kind; throws `NotCovered` where it is of another. */
export function figuresIn(what: string, text: string, pattern: RegExp): readonly number[] {
  const match = pattern.exec(text);
  if (match === null) throw new NotCovered(`${what}: ${JSON.stringify(text)} is not understood`);
  return match.slice(1).map(Number);
}

/** Which of these phrases the measure is. */
export function measured<T>(measure: string, phrases: Readonly<Record<string, T>>): T {
  if (!Object.hasOwn(phrases, measure)) throw new NotCovered(`measure ${JSON.stringify(measure)} is not understood`);
  return phrases[measure]!;
}

const TIMES: Readonly<Record<string, FigureName>> = {
  mean: "mean",
  "mean response time": "mean",
  p50: "p50",
  p90: "p90",
  p95: "p95",
  p99: "p99",
  "p99.9": "p99.9",
};

/** The names in a measure: several in brackets, or one alone. */
export function namesIn(measure: string): readonly string[] {
  return /^\[(.+)\]$/.exec(measure)?.[1]?.split(/, ?/) ?? [measure];
}

/** Figures by a family's names for them, of response times too. */
export function figuresNamed(measure: string, names: Readonly<Record<string, FigureName>>): MeasureSpec {
  const known = { ...TIMES, ...names };
  return { kind: "figures", of: namesIn(measure).map((name) => measured(name, known)) };
}
