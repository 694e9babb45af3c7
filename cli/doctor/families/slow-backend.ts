/**
 * Backends whose latency does not depend on load, one of them slow for a while: `{backends, qps, duration_s, latency, fault,
 * timeout_s, policy}`. The unit of time is the second.
 *
 * Latencies are gamma distributed with the stated mean and deviation: with a deviation of some percent it cannot be told from
 * the normal distribution, and it is never negative. A slow fault here slows what a node is serving already, and what it still
 * serves when the fault ends goes on at full speed; so it begins and ends that much later that exactly the messages sent
 * within the stated time miss the timeout.
 */
import { UNIT_NS } from "../scenario.ts";
import type { MeasureSpec } from "../measure.ts";
import { balancer, PLAIN_NODE, producer, type ModelSlowing } from "../model.ts";
import { parsePolicy } from "../policy.ts";
import { NotCovered, type Setup } from "../setup.ts";
import type { BalancerSpec } from "../../../sim/index.ts";
import type { Family } from "./family.ts";
import { equalSpeeds } from "./split.ts";
import { NUMBER } from "../words.ts";

const LATENCY = new RegExp(`^Normal\\(${NUMBER} ms, ${NUMBER} ms\\), independent of load(?: \\(no queueing\\))?$`);
const FAULT = new RegExp(`^one backend fixed at ${NUMBER} s for t in \\[${NUMBER}, ?${NUMBER}\\) s$`);
const MEASURE = new RegExp(`^success rate with ${NUMBER} s timeout$`);
/** Finagle's own: the one of two with fewer outstanding requests, by whichever of these words it is called. */
const LEAST_LOADED =
  /^(?:(?:p2c|power|of|two|2|choices|finagle|formula|least|fewest|load(?:ed)?|outstanding|pending|requests?|connections?|on|in|flight)\b\W*)+$/;
const BY_LOAD = /\b(?:least|fewest|outstanding|pending)\b/;
const PEAK_EWMA = new RegExp(`^P2C(?: \\+)? Peak EWMA \\((?:finagle formula, )?decay ${NUMBER} s\\)$`, "i");

export const slowBackend: Family = {
  name: "slow backend",
  plan(setup, { measure }) {
    const nodes = setup.count("backends");
    const rate = setup.number("qps");
    const latency = words(setup, "latency", LATENCY);
    const [mean, deviation] = [latency[0]! / 1000, latency[1]! / 1000];
    const timeout = setup.number("timeout_s");
    const fault = words(setup, "fault", FAULT);
    const slowing = slowed(fault, mean, timeout);
    return {
      model: {
        producers: [producer({ kind: "regular", rate }, { kind: "gamma", mean, shape: (mean / deviation) ** 2 })],
        // Were every message sent to the slow one, none would wait.
        nodes: equalSpeeds(nodes).map(() => ({ ...PLAIN_NODE, workers: Math.ceil(2 * rate * fault[0]!) })),
        sharedQueue: false,
        balancer: balancerOf(setup.text("policy"), nodes),
        arrivalRate: rate,
        relaxation: 0,
        slowestMode: 0,
        against: null,
        span: setup.number("duration_s"),
        slowings: [slowing],
      },
      measure: measureOf(measure, timeout),
    };
  },
};

/** The figures in a text of this kind. */
function words(setup: Setup, name: string, pattern: RegExp): readonly number[] {
  const text = setup.text(name);
  const match = pattern.exec(text);
  if (match === null) throw new NotCovered(`setup.${name}: ${JSON.stringify(text)} is not understood`);
  return match.slice(1).map(Number);
}

function slowed([slow, from, to]: readonly number[], mean: number, timeout: number): ModelSlowing {
  if (!(mean < timeout && timeout < slow!)) {
    throw new NotCovered(`setup.timeout_s: ${timeout} does not lie between the latencies ${mean} and ${slow!}`);
  }
  const factor = slow! / mean;
  // Sent at `from`, a message is served for `begins` at full speed and then slowly, and takes exactly the timeout.
  const begins = (slow! - timeout) / (factor - 1);
  // Sent at `to`, it is served slowly for `ends`, then at full speed, and takes exactly the timeout.
  const ends = (timeout - mean) / (1 - 1 / factor);
  return { node: 0, from: from! + begins, to: to! + ends, factor };
}

function balancerOf(policy: string, nodes: number): BalancerSpec {
  const decay = PEAK_EWMA.exec(policy)?.[1];
  // The balancer's seconds are those of a run, in which a unit is shorter.
  if (decay !== undefined) return balancer("finagle-p2c-peak-ewma", { decaySeconds: (Number(decay) * UNIT_NS) / 1e9 });
  const plain = policy.toLowerCase();
  if (LEAST_LOADED.test(plain) && BY_LOAD.test(plain)) return balancer("finagle-p2c-least-loaded");
  return parsePolicy(policy, equalSpeeds(nodes)).balancer;
}

function measureOf(phrase: string, timeout: number): MeasureSpec {
  const match = MEASURE.exec(phrase);
  if (match === null) throw new NotCovered(`measure ${JSON.stringify(phrase)} is not understood`);
  if (Number(match[1]) !== timeout)
    throw new NotCovered(`measure: a timeout of ${match[1]!} s, in the set-up ${timeout}`);
  return { kind: "answered-within", limit: timeout };
}
