/** A message that is done when k of its n parts are: fan-out, quorums and fork-join. */
import { parseMeasure, type MeasureSpec } from "../../measure.ts";
import type { Model } from "../../model.ts";
import { expectSteadyState, poolRelaxation } from "../../relaxation.ts";
import { NotCovered } from "../../setup.ts";
import type { Family } from "../family.ts";
import { delayOf } from "./delay.ts";
import { figuresIn, stand } from "./stand.ts";

type Work = Model["producers"][number]["work"];

/** Parts that begin at once; a single one is a message as any other. */
export function parts(copies: number, needed: number, work: Work, span?: number): Model {
  if (needed > copies) throw new NotCovered(`${needed} replies of ${copies} cannot come`);
  const redundancy = { copies, needed, cancel: "never", work: "independent" } as const;
  const waits = span === undefined ? {} : { span };
  return stand({ nodes: copies, work, failures: {}, ...waits, ...(copies === 1 ? {} : { redundancy }) });
}

const SLOWEST = /^(mean|median|p\d+(?:\.\d+)?) of the (slowest|fastest) of n replies$/;
const COMMIT = /^(?:(mean|median|p\d+(?:\.\d+)?) (?:of )?commit latency|commit latency (p\d+(?:\.\d+)?))$/;

export const quorums: Family = {
  name: "quorum/fan-out latency",
  plan(setup, { measure }) {
    const work = delayOf(setup);
    if (setup.has("followers")) {
      const [, before, behind] = matched(measure, COMMIT);
      return {
        model: parts(setup.count("followers"), setup.count("acks_needed"), work),
        measure: timeOf(before ?? behind!),
      };
    }
    const [, of, which] = matched(measure, SLOWEST);
    const n = setup.count("n");
    return { model: parts(n, which === "slowest" ? n : 1, work), measure: timeOf(of!) };
  },
};

function matched(measure: string, pattern: RegExp): RegExpExecArray {
  const match = pattern.exec(measure);
  if (match === null) throw new NotCovered(`measure ${JSON.stringify(measure)} is not understood`);
  return match;
}

/** `mean`, `median` or `p99` of the response time. */
function timeOf(of: string): MeasureSpec {
  return parseMeasure(of.startsWith("p") ? `response time ${of}` : `${of} response time`);
}

const FORKS = /^each job forks one task to each of (\d+) FIFO exp servers, done when (?:both|all) done$/;

export const forkJoin: Family = {
  name: "fork-join",
  plan(setup, { measure }) {
    const n = setup.count("n");
    const rate = setup.number("lam");
    const mean = 1 / setup.numberOr("mu", 1);
    const [servers] = figuresIn("setup.policy", setup.text("policy"), FORKS);
    if (servers !== n) throw new NotCovered(`setup.policy: ${servers!} servers, in the set-up ${n}`);
    expectSteadyState(rate * mean);
    const model = stand({
      nodes: n,
      workers: 1,
      rate,
      arrivals: { kind: "poisson", rate },
      work: { kind: "exponential", mean },
      relaxation: poolRelaxation(rate * mean, 1, 1) * mean,
      redundancy: { copies: n, needed: n, cancel: "never", work: "independent" },
      failures: {},
    });
    return { model, measure: parseMeasure(measure) };
  },
};
