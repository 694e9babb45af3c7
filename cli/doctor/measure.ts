/** What a case measures: the oracle's phrases as plain data, so that one run can serve all cases of one model. */
import type { FigureName } from "./figures.ts";
import { NotCovered } from "./setup.ts";

export type TimeKind = "response" | "waiting";

/** Work of the messages that count, in units of time; both ends included. */
export interface SizeWindow {
  readonly from: number;
  readonly to: number;
}

export type MeasureSpec =
  /** Over all messages, or those of the producer with this name. */
  | { readonly kind: "mean"; readonly of: TimeKind; readonly producer: string | null }
  | { readonly kind: "mean-of-size"; readonly size: SizeWindow }
  | { readonly kind: "quantile"; readonly of: TimeKind; readonly q: number }
  /** Busy fraction of all workers together, or of each node. */
  | { readonly kind: "utilisation"; readonly each: boolean }
  | { readonly kind: "throughput" }
  /** Fraction of all messages that were answered in less than this time. */
  | { readonly kind: "answered-within"; readonly limit: number }
  /** Fraction of messages that were turned away. */
  | { readonly kind: "lost-fraction" }
  /** Fraction of served messages that had to wait. */
  | { readonly kind: "waited-fraction" }
  /** Time average over nodes of P(messages at the node >= k), for each of these k. */
  | { readonly kind: "tail"; readonly levels: readonly number[] }
  /** Time average of messages in the whole system, or of those waiting only. */
  | { readonly kind: "mean-number"; readonly waitingOnly: boolean }
  /** Fraction of the messages that this node got. */
  | { readonly kind: "share"; readonly node: number }
  /** Several figures of one run together, as cases about failures have them. */
  | { readonly kind: "figures"; readonly of: readonly FigureName[] }
  /** Fraction of the answered messages that took at least so long. */
  | { readonly kind: "slow-fraction"; readonly limit: number }
  /** Fraction of neighbours in the order of publication (of every second pair where batches of two are sent) that arrived in the opposite order. */
  | { readonly kind: "reversed-pairs"; readonly step: 1 | 2 }
  /** Mean and variance of messages on their way to their node, looked at in steps of this time. */
  | { readonly kind: "on-the-way"; readonly step: number }
  /** Confirmed messages per unit of time within a window. */
  | { readonly kind: "confirmed-rate"; readonly from: number; readonly to: number }
  /** Largest difference of any message's response time between two balancers that meet the same messages. */
  | { readonly kind: "identity" };

const NUMBER = "\\d+(?:\\.\\d+)?";
const NOUN: Readonly<Record<string, TimeKind>> = { "response time": "response", "waiting time": "waiting" };

/** The words in brackets that explain a measure and do not change it. */
const ASIDES =
  /\((?:in queue|erlang [bc]|n->inf|n → ∞|buffer full|per server|incl\. in service|in system|in service incl\.|l|lq|w|wq|k includes service)\)/g;

type Reader = (match: RegExpExecArray) => MeasureSpec;

const PHRASES: readonly (readonly [RegExp, Reader])[] = [
  [/^(?:mean|average) (response time|waiting time)(?: of (?:accepted|completed|served|all) (?:jobs|messages))?$/, mean],
  [/^(?:mean|average) wait$/, () => ({ kind: "mean", of: "waiting", producer: null })],
  [/^(?:mean|average) (response time|waiting time),? (high|low)-priority class$/, mean],
  [
    new RegExp(`^(response time|waiting time) p(${NUMBER})(?: of accepted (?:jobs|messages))?$`),
    (match) => quantile(match[1]!, match[2]!),
  ],
  [new RegExp(`^p(${NUMBER}) (?:of )?(response time|waiting time)$`), (match) => quantile(match[2]!, match[1]!)],
  [/^median (response time|waiting time)$/, (match) => quantile(match[1]!, "50")],
  [/^(?:server |mean )?utili[sz]ation$/, () => ({ kind: "utilisation", each: false })],
  [/^utili[sz]ation (?:per|of each|by) (?:server|station|node)$/, () => ({ kind: "utilisation", each: true })],
  [/^utili[sz]ation \[(?:(?:server ?\d+|fast|slow)(?:, )?)+\]$/, () => ({ kind: "utilisation", each: true })],
  [/^throughput$/, () => ({ kind: "throughput" })],
  [
    /^(?:fraction of (?:arrivals|jobs|messages) (?:rejected|blocked|lost)|blocking probability|loss probability)$/,
    lost,
  ],
  [/^p\((?:arriving job waits|wait > 0|job waits|arrival waits|wait)\)$/, () => ({ kind: "waited-fraction" })],
  [/^p\(arrival finds chosen server busy\)$/, () => ({ kind: "waited-fraction" })],
  [/^(?:delay probability|probability of delay)$/, () => ({ kind: "waited-fraction" })],
  [/^(?:probability|fraction) (?:of waiting|that (?:an arrival|a job) waits)$/, () => ({ kind: "waited-fraction" })],
  [/^(?:time-average )?p\((?:number in system|n|queue length) ?>= ?(\d+)\)$/, tail],
  [/^fraction of servers with queue length >= ?(\d+(?:, ?\d+)*)$/, tail],
  [/^fraction of (?:jobs|messages) sent to server ?(\d+)$/, (match) => ({ kind: "share", node: Number(match[1]) })],
  [/^mean queue length(?: incl\. in service)?$/, () => ({ kind: "mean-number", waitingOnly: false })],
  [/^mean queue length \((?:excluding service|waiting)\)$/, () => ({ kind: "mean-number", waitingOnly: true })],
  [/^mean number in (?:the )?system$/, () => ({ kind: "mean-number", waitingOnly: false })],
  [/^mean number (?:in (?:the )?queue|waiting)$/, () => ({ kind: "mean-number", waitingOnly: true })],
];

/** The measure that a phrase means wherever it stands alone. Throws `NotCovered` on one that is not understood. */
export function parseMeasure(phrase: string): MeasureSpec {
  const text = phrase.toLowerCase().replace(ASIDES, " ").replace(/\s+/g, " ").trim();
  for (const [pattern, read] of PHRASES) {
    const match = pattern.exec(text);
    if (match !== null) return read(match);
  }
  throw new NotCovered(`measure ${JSON.stringify(phrase)} is not understood`);
}

function mean(match: RegExpExecArray): MeasureSpec {
  return { kind: "mean", of: NOUN[match[1]!]!, producer: match[2] ?? null };
}

/** `p99.9` and the older `p999` alike. */
function quantile(noun: string, percent: string): MeasureSpec {
  const value = Number(percent);
  const q = value >= 100 ? value / 10 ** percent.length : value / 100;
  return { kind: "quantile", of: NOUN[noun]!, q: Number(q.toPrecision(12)) };
}

function lost(): MeasureSpec {
  return { kind: "lost-fraction" };
}

function tail(match: RegExpExecArray): MeasureSpec {
  return { kind: "tail", levels: match[1]!.split(",").map(Number) };
}
