/**
 * The result of runs as plain JSON-able data: what `evenkeel run --json` writes and the report is made from (DESIGN.md
 * §6). Times are in seconds, sizes in bytes. `null` stands where a measure does not apply or nothing was observed, never 0.
 *
 * Measured are the messages published at or after the warm-up's end; the warm-up's own are only counted.
 */
import type { LinkKind, ParameterValue } from "../scenario.ts";
import type { NodeResult } from "./node-result.ts";
import type { GuardsResult } from "./guards-result.ts";
import type { LossCause } from "./loss-causes.ts";
import type { Attempts, Origin } from "./tries.ts";

export type { GuardedNodeResult, GuardsResult } from "./guards-result.ts";
export { LOSS_CAUSES, type LossCause } from "./loss-causes.ts";
export type { Attempts, Origin } from "./tries.ts";

export type { NodeResult } from "./node-result.ts";
export const RESULT_SCHEMA_VERSION = 1;

/** One run: one scenario, one balancer, one seed. */
export interface RunResult {
  /** The label: unique in the file. */
  readonly balancer: string;
  readonly algorithm: string;
  /** Every parameter, defaults included. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** The balancer used global truth that no real one has. */
  readonly truth: boolean;
  readonly seed: number;
  /** 16 hex digits over all draws and event times: equal digests mean equal runs. */
  readonly digest: string;
  readonly events: number;
  /** When the run ended: duration, plus drain as far as it was needed. */
  readonly simulatedSeconds: number;
  /** The warm-up used (found by MSER-5 where the scenario says `auto`). */
  readonly warmupSeconds: number;
  /** From the warm-up's end until nothing more was published; time averages are taken over it, not over the drain. */
  readonly measuredSeconds: number;
  readonly messages: MessageCounts;
  /** Of confirmed messages: first publish until the producer knows the outcome. */
  readonly responseTime: Summary;
  /** Of delivered messages: first publish until processed. */
  readonly endToEndTime: Summary;
  /** At the node, until service starts. Under processor sharing: time at the node beyond the service demand. */
  readonly waitingTime: Summary;
  readonly serviceTime: Summary;
  /** Response-time quantiles as far as the sample carries (ten observations beyond each), by ascending `q`. */
  readonly responseTimeQuantiles: readonly Quantile[];
  /** Fraction of served messages whose service did not start at once; null where nothing was served. */
  readonly waitedFraction: number | null;
  /** Delivered messages (in the drain, too) per second of measured time. */
  readonly throughputPerSecond: number;
  readonly offeredPerSecond: number;
  readonly nodes: readonly NodeResult[];
  /** Time average over all nodes of P(messages at a node >= k), k = 0, 1, …; cut where it falls below 1e-9. */
  readonly queueLengthTail: readonly number[];
  readonly imbalance: Imbalance;
  /** null where messages have no keys. */
  readonly ordering: Ordering | null;
  readonly attempts: Attempts;
  /** Messages processed more than once (with a quorum: more often than needed). */
  readonly duplicates: number;
  /** The same by where the second one came from. */
  readonly duplicatesFrom: Readonly<Record<Origin, number>>;
  /** Tries of messages processed before that nodes recognised and did not process again (`effectively-once`). */
  readonly suppressedDuplicates: number;
  /**
   * Fraction of the workers' busy time that went into services that answered nobody: of copies cancelled while they were
   * served or done after another one, and services that a crash broke off. Null where no worker was busy.
   */
  readonly wastedWork: number | null;
  /** What gateways did to protect themselves and nodes; null where the scenario asks for nothing of the kind. */
  readonly guards: GuardsResult | null;
  /** Of each kind of link and direction that does more than take time, warm-up included; null where none does. */
  readonly network: readonly LinkResult[] | null;
  readonly producers: readonly ProducerResult[];
  /** What went wrong in this run, as it happened: the scenario's faults, and nodes that ran out of memory. */
  readonly faults: readonly FaultHistory[];
  readonly series: Series;
  /** What theory says about this run, computed beside it. */
  readonly theory: readonly TheoryRow[];
}

/** Every message has exactly one fate (delivered, lost by one cause, in flight) and was told one thing. */
export interface MessageCounts {
  /** Published during the warm-up; not part of any other figure here. */
  readonly warmup: number;
  readonly offered: number;
  readonly delivered: number;
  readonly lost: number;
  readonly lostByCause: Readonly<Record<LossCause, number>>;
  /** Neither delivered nor lost when the run ended. */
  readonly inFlight: number;
  /** What the producer knew at the end. */
  readonly confirmed: number;
  readonly failed: number;
  readonly unknown: number;
  /** The cross table: fate against what the producer was told. */
  readonly told: {
    readonly delivered: Told;
    readonly lost: Told;
    readonly inFlight: Told;
  };
}

export interface Told {
  readonly confirmed: number;
  readonly failed: number;
  readonly unknown: number;
}

/** Of a time, in seconds. All but `count` are null where nothing was observed; a quantile where the sample is too small. */
export interface Summary {
  readonly count: number;
  readonly mean: number | null;
  readonly stddev: number | null;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly p999: number | null;
  readonly max: number | null;
}

export interface Quantile {
  readonly q: number;
  readonly seconds: number;
}

/** Over the nodes' arrivals; null where there were none. */
export interface Imbalance {
  /** 1: all equal. */
  readonly maxOverMean: number | null;
  /** Standard deviation / mean; 0: all equal. */
  readonly coefficientOfVariation: number | null;
  /** Jain's fairness index, 1/n … 1; 1: all equal. */
  readonly jain: number | null;
}

export interface Ordering {
  /** Delivered messages that a later one of the same producer and key had overtaken. */
  readonly outOfOrder: number;
  readonly outOfOrderFraction: number | null;
  /** By how many messages of the same key at most. */
  readonly largestDisplacement: number;
  /** Deliveries that followed directly upon one of a later message of the same producer and key. */
  readonly inversions: number;
}

/** What went over the links of one kind, one way, as far as they do more than take time: messages, answers, probes. */
export interface LinkResult {
  readonly link: LinkKind;
  /** `forward`: with the messages; `back`: with the answers. */
  readonly direction: "forward" | "back";
  readonly sent: number;
  readonly lost: number;
  readonly lostFraction: number | null;
  /** Second copies; they are among `sent`, too. */
  readonly duplicated: number;
  /** Kept back by a clog, or by a cut that came after a clog. */
  readonly held: number;
  readonly bytes: number;
  /** From sending until the wire was free, in seconds. */
  readonly meanWireWait: number | null;
  readonly longestWireWait: number;
}

export interface ProducerResult {
  readonly name: string;
  readonly priority: number;
  readonly offered: number;
  readonly delivered: number;
  readonly lost: number;
  readonly responseTime: Summary;
}

/** Interval i covers [i, i + 1) * intervalSeconds of the whole run, warm-up included; at most 480 intervals. */
export interface Series {
  readonly intervalSeconds: number;
  readonly length: number;
  /** Messages per interval; `lost` by cause, causes never seen left out. */
  readonly offered: readonly number[];
  readonly delivered: readonly number[];
  /** Messages whose producer heard a good answer within the interval. */
  readonly confirmed: readonly number[];
  readonly lost: Readonly<Partial<Record<LossCause, readonly number[]>>>;
  /** Of responses confirmed within the interval; null where there were none. */
  readonly p50: readonly (number | null)[];
  readonly p99: readonly (number | null)[];
  /** Time average of messages in the system. */
  readonly inSystem: readonly number[];
  /** Coefficient of variation of the nodes' arrivals within the interval; null where there were none. */
  readonly imbalance: readonly (number | null)[];
  /** Mean messages at a node, by group of neighbouring nodes (one node each up to 100 nodes) and interval. */
  readonly queue: readonly { readonly nodes: string; readonly mean: readonly number[] }[];
}

export interface TheoryRow {
  /** `M/M/1 per node under random splitting`. */
  readonly name: string;
  /** `applies`: the model's assumptions hold. `bound`: a limit no policy of its kind can beat. `taught`: the naive formula. */
  readonly role: "applies" | "bound" | "taught" | "reference";
  /** The measure compared: `mean response time`. */
  readonly measure: string;
  /** The formula in words or symbols. */
  readonly formula: string;
  /** Seconds for times; null where the theory gives none (then `note` says why). */
  readonly predicted: number | null;
  readonly measured: number | null;
  /** (measured - predicted) / predicted. */
  readonly relativeDifference: number | null;
  readonly unit: "seconds" | "messages" | "fraction";
  /** Why it applies, or why it does not. */
  readonly note: string;
}

/** What `run` writes: everything the report needs. */
export interface ResultFile {
  readonly schemaVersion: typeof RESULT_SCHEMA_VERSION;
  /** The version of evenkeel. */
  readonly version: string;
  /** The command that repeats it. */
  readonly command: string;
  /** The scenario as resolved, in the scenario language, every default filled in. */
  readonly scenario: ScenarioDocument;
  /** What went wrong in every one of the runs at the same time: bands of their common charts. */
  readonly faults: readonly FaultBand[];
  readonly runs: readonly RunResult[];
  readonly expectations: readonly ExpectationResult[];
  /** False where the run was interrupted; `runs` then holds what had finished. */
  readonly complete: boolean;
}

/** The scenario file's own form, as plain data. `name`, `question` and `claim` are always there. */
export interface ScenarioDocument {
  readonly name: string;
  readonly question?: string;
  readonly claim?: string;
  readonly [key: string]: unknown;
}

/** One time that a fault happened. */
export interface FaultTime {
  /** Names of nodes; `gateway1`, …; of links their ends. */
  readonly targets: readonly string[];
  readonly startSeconds: number;
  /** null: until the end. */
  readonly endSeconds: number | null;
}

/** The same, as it lies behind charts. */
export interface FaultBand extends FaultTime {
  readonly label: string;
  readonly kind: string;
}

/** All times that a fault happened in one run. */
export interface FaultHistory {
  readonly label: string;
  readonly kind: string;
  readonly occurrences: number;
  /** How long it was in force, several occurrences at a time counted once. */
  readonly secondsInForce: number;
  /** Those that happened first, in order; 200 at most. */
  readonly times: readonly FaultTime[];
}

export interface ExpectationResult {
  /** As written. */
  readonly text: string;
  readonly outcome: "met" | "failed" | "unknown";
  /** Both sides of each comparison in it, with their values: `p99(responseTime, hash) = 1.23 s`. */
  readonly detail: string;
}
