/** What a case measures: the oracle's phrases as plain data, so that one run can serve all cases of one model. */
import type { FigureName } from "./figures.ts";
import { NotCovered } from "./setup.ts";
import { NUMBER } from "./words.ts";

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
  | { readonly kind: "quantile"; readonly of: TimeKind; readonly q: number; readonly producer?: string }
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
  /** Time average of P(so many messages are at the node), over nodes. */
  | { readonly kind: "state"; readonly level: number }
  /** Time average of busy workers, over all nodes together. */
  | { readonly kind: "busy-workers" }
  /** Time average of messages at nodes, or of those waiting only; by Little's law also of those who wait at gateways. */
  | { readonly kind: "mean-number"; readonly waitingOnly: boolean; readonly atGateways?: true }
  /** Mean of response time over work. */
  | { readonly kind: "slowdown" }
  /** Fraction of the messages that this node got. */
  | { readonly kind: "share"; readonly node: number }
  /** Several figures of one run together, as cases about failures have them. */
  | { readonly kind: "figures"; readonly of: readonly FigureName[] }
  /** Fraction of the answered messages that took, or waited, at least so long. */
  | { readonly kind: "slow-fraction"; readonly of: TimeKind; readonly limit: number }
  /** Fraction of neighbours in the order of publication (of every second pair where batches of two are sent) that arrived in the opposite order. */
  | { readonly kind: "reversed-pairs"; readonly step: 1 | 2 }
  /** Mean and variance of messages on their way to their node, looked at in steps of this time. */
  | { readonly kind: "on-the-way"; readonly step: number }
  /** Confirmed messages per unit of time within a window. */
  | { readonly kind: "confirmed-rate"; readonly from: number; readonly to: number }
  /** Largest difference of any message's response time between two balancers that meet the same messages. */
  | { readonly kind: "identity" };

const NOUN: Readonly<Record<string, TimeKind>> = { "response time": "response", "waiting time": "waiting" };

/** The words that explain a measure and do not change it. */
const ASIDES =
  /\((?:in queue|erlang [bc]|n->inf|n → ∞|buffer full|per server|incl\. in service|in system|in service incl\.|l|lq|w|wq|k includes service|all (?:classes|jobs))\)|, all (?:classes|jobs)\b/g;

/** Other names for the same. */
const SYNONYMS: readonly (readonly [RegExp, string])[] = [
  [/\b(?:sojourn time|time in (?:the )?system)\b/g, "response time"],
  [
    /\b(?:time in (?:the )?queue|queue?ing (?:time|delay)|(?<=^(?:mean|average|median) )wait|^wait(?= p\d))\b/g,
    "waiting time",
  ],
  [/^average\b/, "mean"],
];

type Reader = (match: RegExpExecArray) => MeasureSpec;

const MEAN_NUMBER =
  (waitingOnly: boolean): Reader =>
  () => ({ kind: "mean-number", waitingOnly });
const WAITED: Reader = () => ({ kind: "waited-fraction" });

const PHRASES: readonly (readonly [RegExp, Reader])[] = [
  [/^mean (response time|waiting time)(?: of (?:accepted|completed|served|all) (?:jobs|messages))?$/, mean],
  [/^mean (response time|waiting time),? (high|low)-priority class$/, mean],
  [
    new RegExp(
      `^(response time|waiting time) p${NUMBER}(?: of accepted (?:jobs|messages)|,? (high|low)-priority class)?$`,
    ),
    ([, noun, percent, producer]) => quantile(noun!, percent!, producer),
  ],
  [new RegExp(`^p${NUMBER} (?:of )?(response time|waiting time)$`), ([, percent, noun]) => quantile(noun!, percent!)],
  [/^median (response time|waiting time)$/, ([, noun]) => quantile(noun!, "50")],
  [/^p\((?:arriving job waits|wait > 0|job waits|arrival waits|wait|w(?:aiting time)? ?> ?0|delay)\)$/, WAITED],
  [/^p\(arrival finds chosen server busy\)$/, WAITED],
  [/^(?:delay|waiting) probability$|^probability of (?:delay|waiting)$/, WAITED],
  [/^(?:probability|fraction) that (?:an arrival|a job) waits$|^fraction of jobs that wait$/, WAITED],
  [
    new RegExp(`^p\\((response time|waiting time) ?>=? ?${NUMBER}\\)$`),
    ([, noun, limit]) => ({ kind: "slow-fraction", of: NOUN[noun!]!, limit: Number(limit) }),
  ],
  [/^mean slowdown$/, () => ({ kind: "slowdown" })],
  [/^(?:server |mean )?utili[sz]ation$/, () => ({ kind: "utilisation", each: false })],
  [/^utili[sz]ation (?:per|of each|by) (?:server|station|node)$/, () => ({ kind: "utilisation", each: true })],
  [/^utili[sz]ation \[(?:(?:server ?\d+|fast|slow)(?:, )?)+\]$/, () => ({ kind: "utilisation", each: true })],
  [/^(?:mean number of busy servers|carried load)$/, () => ({ kind: "busy-workers" })],
  [/^(?:throughput|effective arrival rate)$/, () => ({ kind: "throughput" })],
  [
    /^(?:fraction of (?:arrivals|jobs|messages) (?:rejected|blocked|lost)|(?:blocking|loss) probability)$/,
    () => ({ kind: "lost-fraction" }),
  ],
  [/^(?:time-average )?p\((?:number in system|n|queue length) ?>= ?(\d+)\)$/, tail],
  [
    /^(?:time-average )?p\((?:number in system|n) ?= ?(\d+)\)$/,
    ([, level]) => ({ kind: "state", level: Number(level) }),
  ],
  [/^fraction of servers with queue length >= ?(\d+(?:, ?\d+)*)$/, tail],
  [/^fraction of (?:jobs|messages) sent to server ?(\d+)$/, ([, node]) => ({ kind: "share", node: Number(node) })],
  [/^mean queue length(?: incl\. in service)?$|^mean number in (?:the )?system$/, MEAN_NUMBER(false)],
  [
    /^mean queue length \((?:excluding service|waiting)\)$|^mean number (?:in (?:the )?queue|waiting)$/,
    MEAN_NUMBER(true),
  ],
];

/** The measure that a phrase means wherever it stands alone. Throws `NotCovered` on one that is not understood. */
export function parseMeasure(phrase: string): MeasureSpec {
  const plain = phrase.toLowerCase().replace(ASIDES, " ").replace(/\s+/g, " ").trim();
  const text = SYNONYMS.reduce((said, [name, ours]) => said.replace(name, ours), plain);
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
function quantile(noun: string, percent: string, producer?: string): MeasureSpec {
  const value = Number(percent);
  const q = Number((value >= 100 ? value / 10 ** percent.length : value / 100).toPrecision(12));
  return { kind: "quantile", of: NOUN[noun]!, q, ...(producer !== undefined && { producer }) };
}

function tail(match: RegExpExecArray): MeasureSpec {
  return { kind: "tail", levels: match[1]!.split(",").map(Number) };
}
