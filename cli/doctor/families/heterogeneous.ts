/** Unequal servers, each with its own queue: `{mu: [2, 1], lam_total, policy}`. */
import { parseMeasure, type MeasureSpec } from "../measure.ts";
import { parsePolicy } from "../policy.ts";
import { exponential, parseService, type Service } from "../service.ts";
import { NotCovered, type Setup } from "../setup.ts";
import type { Family } from "./family.ts";
import { equalSpeeds, split } from "./split.ts";

export const heterogeneousServers: Family = {
  name: "heterogeneous servers",
  plan(setup, { measure }) {
    const speeds = speedsOf(setup);
    const service = workOf(setup);
    const arrivalRate = setup.number(setup.oneOf("lam_total", "lambda_total"));
    const policy = parsePolicy(setup.text("policy"), speeds);
    const model = split({ arrivalRate, service, speeds, policy });
    const parsed = measureOfServers(
      measure,
      model.nodes.map(({ speed }) => speed),
    );
    const byServer = (parsed.kind === "utilisation" && parsed.each) || /server ?\d/.test(measure);
    if (policy.slowestFirst && byServer) {
      throw new NotCovered("the nodes are listed slowest first here, so servers have other numbers");
    }
    return { model, measure: parsed };
  },
};

/** `mu` as a list, or as one rate with `n`. */
function speedsOf(setup: Setup): readonly number[] {
  if (!setup.has("n")) return setup.numbers("mu");
  const mu = setup.numberOr("mu", 1);
  return equalSpeeds(setup.count("n")).map(() => mu);
}

/** Work of mean 1: a node of speed mu then serves at rate mu. */
export function workOf(setup: Setup): Service {
  return setup.has("service") ? parseService(setup.text("service"), 1, setup) : exponential(1);
}

const SHARE = /^fraction of (?:jobs|messages) sent to (?:the )?(fast|slow)(?:est|er)? server$/;

/** A measure that may call servers fast and slow; `speeds` in the order of the nodes. */
export function measureOfServers(phrase: string, speeds: readonly number[]): MeasureSpec {
  if (/\[fast, slow\]/.test(phrase) && !(speeds.length === 2 && speeds[0]! > speeds[1]!)) {
    throw new NotCovered(`measure ${JSON.stringify(phrase)}: the servers are not a fast one and then a slow one`);
  }
  return shareOf(phrase, speeds) ?? parseMeasure(phrase);
}

function shareOf(phrase: string, speeds: readonly number[]): MeasureSpec | null {
  const which = SHARE.exec(phrase)?.[1];
  if (which === undefined) return null;
  const speed = which === "fast" ? Math.max(...speeds) : Math.min(...speeds);
  if (speeds.filter((one) => one === speed).length > 1) {
    throw new NotCovered(`measure ${JSON.stringify(phrase)}: several servers are equally ${which}`);
  }
  return { kind: "share", node: speeds.indexOf(speed) };
}
