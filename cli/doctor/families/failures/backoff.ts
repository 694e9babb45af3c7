/** Backoff with and without jitter: clients that write one row: `{clients, algorithm, base, cap}`. */
import type { BackoffSpec } from "../../../../sim/index.ts";
import { NotCovered, type Setup } from "../../setup.ts";
import type { Family } from "../family.ts";
import { contest, type Contest } from "./optimistic-writers.ts";
import { figuresIn, measured } from "./stand.ts";

const SYSTEM =
  /^optimistic concurrency on one row: read version, write if unchanged; each client succeeds once then stops$/;
const HOP = /^\|Normal\(([\d.]+),([\d.]+)\)\| ms per hop$/;
const MS = 1e6;
/** What a case that names the algorithm alone leaves to the published program: its delays and bounds. */
const USUAL = { hop: "|Normal(10,2)| ms per hop", base: 5, cap: 2000 };
/** By each name that cases give the algorithm, and by its formula. */
const JITTER: readonly (readonly [RegExp, "none" | "full" | "equal" | "decorrelated" | "no backoff"])[] = [
  [/^(?:None|no backoff)$/, "no backoff"],
  [/^(?:Exponential|min\(cap,base\*2\^n\))$/, "none"],
  [/^(?:FullJitter|uniform\(0,min\(cap,base\*2\^n\)\))$/, "full"],
  [/^(?:EqualJitter|v\/2\+uniform\(0,v\/2\))$/, "equal"],
  [/^(?:Decorr|sleep=min\(cap,uniform\(base,3\*sleep\)\))$/, "decorrelated"],
];
/** Contests that one figure is the mean of. */
const CONTESTS = 40;

const MEASURES: Readonly<Record<string, (one: Contest) => number>> = {
  "total write calls until all clients succeed (mean)": ({ writes }) => writes,
  "completion time of the last client, ms (mean)": ({ endNs }) => endNs / MS,
};

export const backoffAndJitter: Family = {
  name: "backoff and jitter",
  plan(setup, { measure }) {
    const figure = measured(measure, MEASURES);
    setup.expectText("system", SYSTEM);
    const [mean, deviation] = figuresIn("setup.message_delay", setup.textOr("message_delay", USUAL.hop), HOP);
    const writers = {
      clients: setup.count("clients"),
      hop: { meanNs: mean! * MS, deviationNs: deviation! * MS },
      backoff: specOf(setup),
    };
    return {
      compute(seed) {
        let sum = 0;
        for (let i = 0; i < CONTESTS; i++) sum += figure(contest(writers, seed, `contest ${i}`));
        return [sum / CONTESTS];
      },
    };
  },
};

function specOf(setup: Setup): BackoffSpec {
  const text = setup.text("algorithm");
  const jitter = JITTER.find(([pattern]) => pattern.test(text))?.[1];
  if (jitter === undefined) throw new NotCovered(`setup.algorithm: ${JSON.stringify(text)} is not understood`);
  const [base, capNs] = [setup.numberOr("base", USUAL.base) * MS, setup.numberOr("cap", USUAL.cap) * MS];
  if (jitter === "no backoff") return { kind: "none" };
  // There n counts the failures, the present one among them: the first wait is of base * 2.
  const baseNs = jitter === "decorrelated" ? base : 2 * base;
  return { kind: "exponential", baseNs, factor: 2, capNs, jitter };
}
