/** Words and small sums that the findings share. */
import type { FaultBand, LossCause, ResultFile, RunResult } from "../../sim/index.ts";
import { formatFraction } from "../format.ts";
import { listNames, shortName } from "../names.ts";

/** What a cause of loss is called in sentences and legends. */
export function lossWords(cause: LossCause): string {
  return LOSS_WORDS[cause];
}

const LOSS_WORDS: Readonly<Record<LossCause, string>> = {
  rejected: "rejected by a full queue",
  dropped: "pushed out of a full queue",
  refused: "refused at the gateway",
  "node-down": "sent to a node that was down",
  "node-crash": "lost with a crashed node",
  network: "lost on a link",
  error: "answered with an error",
  expired: "expired before they were served",
  shed: "shed by a node",
  throttled: "turned away by the gateway's limits",
  "gateway-crash": "lost with a crashed gateway",
  "timed-out": "given up after a timeout",
};

/** `99% of messages within`; `half of the messages within`; `on average in`. */
export function shareWords(head: string): string {
  if (head === "half") return "half of its messages within";
  if (head === "on average") return "on average in";
  return `${head} of its messages within`;
}

/** Balancers that see what no real one could. */
export function boundsNote({ runs }: ResultFile): string | null {
  const bounds = runs.filter((run) => run.truth).map((run) => run.balancer);
  if (bounds.length === 0) return null;
  const verb =
    bounds.length === 1
      ? "sees global truth: it is a bound, not a choice"
      : "see global truth: they are bounds, not choices";
  return `${listNames(bounds)} ${verb}.`;
}

/** The largest value, 0 where there is none. */
export function largest(values: readonly (number | null)[]): number {
  return values.reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
}

/** A fraction in whole percent; below one percent in three digits. */
export function wholePercent(fraction: number): string {
  if (fraction > 0 && fraction < 0.01) return formatFraction(fraction);
  return `${Math.round(fraction * 100)}%`;
}

/** Whether an interval that begins at `seconds` falls into a fault's time, give or take `slackSeconds`. */
export function within(seconds: number, fault: FaultBand, slackSeconds: number): boolean {
  return seconds >= fault.startSeconds - slackSeconds && seconds < (fault.endSeconds ?? Infinity) + slackSeconds;
}

/** Balancers that a text alternative goes through; the data table beside each chart has them all. */
const MOST_DESCRIBED = 10;

/** `round-robin 1.2 s; hash 3.4 s.` for every run that has something to say. */
export function eachBalancer(runs: readonly RunResult[], say: (run: RunResult) => string | null): string {
  const said = runs
    .map((run) => ({ name: shortName(run.balancer), text: say(run) }))
    .filter(({ text }) => text !== null)
    .map(({ name, text }) => `${name} ${text}`);
  const left = said.length - MOST_DESCRIBED;
  return `${said.slice(0, MOST_DESCRIBED).join("; ")}${left > 0 ? `; and ${left} more in the table` : ""}.`;
}

/** The balancers that one could choose: those without global truth, or all where there are no others. */
export function choices(runs: readonly RunResult[]): readonly RunResult[] {
  const free = runs.filter((run) => !run.truth);
  return free.length === 0 ? runs : free;
}
