/** A server that slows down under load, clients that time out and try again: metastable failure. The unit of time is the second. */
import { FAILURE_KINDS, type BackoffSpec } from "../../../../sim/index.ts";
import { ns } from "../../scenario.ts";
import type { MeasureSpec } from "../../measure.ts";
import type { ModelArrivals } from "../../model.ts";
import { NotCovered } from "../../setup.ts";
import type { Family } from "../family.ts";
import { NUMBER } from "../../words.ts";
import { figuresIn, stand, way } from "./stand.ts";

const SERVER = new RegExp(
  `^latency = ${NUMBER} s \\+ ${NUMBER} s \\* \\(requests in flight incl\\. this one\\), unlimited concurrency$`,
);
const NETWORK = new RegExp(`^one-way exponential mean ${NUMBER} s$`);
const ARRIVALS = new RegExp(`^Poisson ${NUMBER}/s; ${NUMBER}/s during t in \\[${NUMBER},${NUMBER}\\) s$`);
const RETRY = new RegExp(`^wait uniform\\(0, b\\), b=${NUMBER} s then doubling$`);
const NEVER = /^(?:no retries|none|never)$/;
const MEASURE = new RegExp(`^success rate at t=${NUMBER}-${NUMBER} s(?:, per second)?$`);

export const metastableFailure: Family = {
  name: "metastable failure",
  plan(setup, { measure }) {
    const [work, contention] = figuresIn("setup.server", setup.text("server"), SERVER);
    const [latency] = figuresIn("setup.network", setup.text("network"), NETWORK);
    const [usual, peak, from, to] = figuresIn("setup.arrivals", setup.text("arrivals"), ARRIVALS);
    setup.expectYes("server_keeps_working_on_timed_out_requests");
    const [retry, tries] = [setup.text("retry"), setup.count("max_tries")];
    const retries = {
      limit: NEVER.test(retry) ? 0 : tries - 1,
      on: FAILURE_KINDS,
      backoff: backoffOf(retry),
      to: "any",
    } as const;
    const timeouts = { perTryNs: ns(setup.number("timeout_s")), totalNs: Infinity, cancel: "abandon" } as const;
    const arrivals: ModelArrivals = {
      kind: "steps",
      points: [
        { at: 0, rate: usual! },
        { at: from!, rate: peak! },
        { at: to!, rate: usual! },
      ],
    };
    return {
      model: stand({
        arrivals,
        rate: usual!,
        span: setup.number("duration_s"),
        work: { kind: "constant", value: work! },
        failures: {
          gateways: { retries, timeouts },
          links: [way("both", { latency: { kind: "exponential", mean: ns(latency!) } })],
          node: { contentionNs: ns(contention!) },
        },
      }),
      measure: measureOf(measure),
    };
  },
};

function backoffOf(text: string): BackoffSpec {
  if (text === "immediately" || NEVER.test(text)) return { kind: "none" };
  const [base] = figuresIn("setup.retry", text, RETRY);
  return { kind: "exponential", baseNs: ns(base!), factor: 2, capNs: Infinity, jitter: "full" };
}

function measureOf(text: string): MeasureSpec {
  const [from, to] = figuresIn("measure", text, MEASURE);
  if (from! >= to!) throw new NotCovered(`measure: from ${from!} s to ${to!} s is no time`);
  return { kind: "confirmed-rate", from: from!, to: to! };
}
