/** What goes wrong, to whom, when, for how long. */
import type { z } from "zod";
import { distributionMean, type DistributionSpec, type LossSpec } from "../../sim/index.ts";
import { listed } from "../wording.ts";
import { times } from "./distribution.ts";
import { aboutKind, FAULT_WORDS, kindsWith, type FaultKindWord, type FaultOption } from "./fault-kinds.ts";
import { linksHit, nodesHit, processesHit, zoneHit, type HitSyntax } from "./fault-hits.ts";
import { complain } from "./leaf.ts";
import { gilbertElliott } from "./network.ts";
import { bandwidth, duration, fraction } from "./quantities.ts";
import { above, choice, name, whole, yesOrNo } from "./scalars.ts";
import { list, map } from "./shapes.ts";

export interface FaultSyntax extends HitSyntax {
  readonly kind: FaultKindWord;
  readonly recovery: { readonly baseNs: number; readonly perMessageNs: number } | undefined;
  readonly factor: number;
  readonly shape: "step" | "ramp" | undefined;
  readonly probability: number;
  /** Of errors a constant. */
  readonly latency: DistributionSpec | undefined;
  readonly loss: LossSpec;
  readonly bandwidthBytesPerSecond: number;
  readonly downNs: number;
  readonly upNs: number;
  readonly drainNs: number;
  readonly gapNs: number;
  readonly batch: number;
  readonly atNs: number;
  /** How long it lasts: of one that happens once a constant; undefined: to the end. */
  readonly lasts: DistributionSpec | undefined;
  readonly every: DistributionSpec | undefined;
  readonly untilNs: number;
  readonly together: boolean;
  readonly fraction: number | undefined;
  readonly cascade: { readonly probability: number; readonly delayNs: number } | undefined;
  readonly label: string | undefined;
}

const cascade = map({
  probability: fraction(0, 1).describe("How likely each other target is to follow."),
  delay: duration("100ms").optional().describe("How much later it follows; at once by default."),
}).transform(({ probability, delay = 0 }) => ({ probability, delayNs: delay }));

const recovery = map({
  base: duration("2s").optional().describe("However much it replays; 0s by default."),
  perMessage: duration("1ms").optional().describe("For each message that it kept; 0s by default."),
}).transform(({ base = 0, perMessage = 0 }) => ({ baseNs: base, perMessageNs: perMessage }));

const shape = {
  crash: processesHit
    .optional()
    .describe(
      "These nodes, all of a group, or gateways ({gateway: 1}) go down: what nodes hold is lost unless they are durable, and what gateways hold is lost.",
    ),
  pause: nodesHit
    .optional()
    .describe(
      "These nodes stand still, with all that they serve, and go on afterwards: a stop for garbage collection.",
    ),
  degrade: nodesHit
    .optional()
    .describe(
      "These nodes say that they had better be spared, and serve on: degraded hosts to Envoy, nothing to others.",
    ),
  slow: nodesHit.optional().describe("These nodes, or all of a group, work slower by factor."),
  errors: nodesHit
    .optional()
    .describe("These nodes answer a part of what comes with an error, fast, and do not serve it."),
  flap: processesHit.optional().describe("These nodes or gateways are down and up in turns, beginning with down."),
  "zone-outage": zoneHit.optional().describe("Every node and every gateway of this zone crashes."),
  "rolling-restart": nodesHit
    .optional()
    .describe("These nodes are restarted one after the other; with drain each finishes first what it has."),
  "scale-out": nodesHit.optional().describe("These nodes join the cluster, of which they are no members until then."),
  "scale-in": nodesHit.optional().describe("These nodes finish what they have, and leave the cluster."),
  recovery: recovery
    .optional()
    .describe("With crash: how long a node that comes back replays what it kept, before it serves; messages wait."),
  partition: linksHit.optional().describe("Nothing passes these links; TCP's packets on a cut cable."),
  clog: linksHit.optional().describe("What is sent over these links waits, and arrives when the fault is over."),
  loss: linksHit.optional().describe("These links lose messages, beside what they lose anyway. As netem's loss."),
  delay: linksHit.optional().describe("These links take longer by latency. As netem's delay."),
  duplicate: linksHit.optional().describe("These links deliver messages twice. As netem's duplicate."),
  throttle: linksHit.optional().describe("These links have no more than this bandwidth. As netem's rate."),
  factor: above("a factor above 0, such as 3", 0)
    .optional()
    .describe("With slow: speed is divided by this; below 1 it is a speed-up."),
  shape: choice(["step", "ramp"])
    .optional()
    .describe(
      "With slow: the whole factor at once (step, the default), or more and more of it over the whole time (ramp).",
    ),
  probability: fraction(0, 1)
    .optional()
    .describe(
      "With errors, loss and duplicate: the part of the messages that is answered with an error, lost, or delivered twice.",
    ),
  latency: times
    .optional()
    .describe(
      "With errors: from a message's coming to its error, a duration; at once (0s) by default. With delay: drawn for each message.",
    ),
  gilbertElliott: gilbertElliott.optional().describe("With loss, in place of probability: bursts."),
  bandwidth: bandwidth.optional().describe("With throttle: what passes, such as 1MB/s."),
  down: duration("5s", 1).optional().describe("With flap and rolling-restart: how long a node is down each time."),
  up: duration("5s", 1).optional().describe("With flap: how long a node is up each time."),
  drain: duration("10s")
    .optional()
    .describe(
      "With rolling-restart and scale-in: how long a node may take to finish what it has, while gateways send it nothing new; 0s by default, which breaks it off. Kubernetes' terminationGracePeriodSeconds.",
    ),
  gap: duration("2s")
    .optional()
    .describe("With rolling-restart: from one node's return to the next one's turn; 0s by default."),
  batch: whole("a whole number of nodes of at least 1", 1)
    .optional()
    .describe("With rolling-restart: so many nodes at a time, 1 by default. Kubernetes' maxUnavailable."),
  at: duration("1m").optional().describe("When it begins; with every, from when on it may: the start by default."),
  for: times
    .optional()
    .describe("How long it lasts; by default to the end of the run. With every: time to repair, a distribution."),
  every: times
    .optional()
    .describe(
      "It happens again and again: from the end of one time to the beginning of the next, a distribution. Time between failures.",
    ),
  until: duration("5m", 1).optional().describe("With every: when all of it is over; the end of the run by default."),
  together: yesOrNo
    .optional()
    .describe("With every: all targets fail together; by default each by itself, at times of its own."),
  fraction: fraction(0, 1)
    .optional()
    .describe("Each time it hits only so many of the targets, drawn at random: rounded, and at least one; together."),
  cascade: cascade.optional().describe("When a target fails, each other one may follow: correlated failures."),
  as: name("a label").optional().describe("What charts call it; by default the kind and the targets: crash n2."),
};

type Written = z.output<ReturnType<typeof map<typeof shape>>>;

const fault: z.ZodType<FaultSyntax> = map(shape, "a fault such as {crash: n2, at: 1m, for: 15s}")
  .superRefine((written, context) => {
    const kinds = FAULT_WORDS.filter((kind) => written[kind] !== undefined);
    const [kind] = kinds;
    if (kind === undefined || kinds.length > 1) {
      const got = kinds.length === 0 ? "none of them" : listed(kinds, "and");
      return complain(context, [], { expected: `exactly one of ${FAULT_WORDS.join(", ")}`, got });
    }
    checkOptions(kind, written, context);
    checkStrength(kind, written, context);
    checkTimes(kind, written, context);
  })
  .transform(toSyntax);

const EXAMPLES: Partial<Record<FaultOption, string>> = {
  factor: "a factor such as 3",
  probability: "a probability such as 30%",
  latency: "a duration or a distribution such as 50ms",
  bandwidth: "a bandwidth such as 1MB/s",
  down: "a duration such as 5s",
  up: "a duration such as 5s",
};

function checkOptions(kind: FaultKindWord, written: Written, context: z.RefinementCtx): void {
  const { required, optional } = aboutKind(kind);
  for (const option of required)
    if (written[option] === undefined) complain(context, [option], { expected: EXAMPLES[option]! });
  for (const key of Object.keys(shape) as (keyof typeof shape)[]) {
    const only = kindsWith(key as FaultOption);
    const takes = only.length === 0 || [...required, ...optional].includes(key as FaultOption);
    if (written[key] !== undefined && !takes)
      complain(context, [key], { expected: `${key} only with ${listed(only, "or")}` });
  }
}

function checkStrength(kind: FaultKindWord, written: Written, context: z.RefinementCtx): void {
  const { probability, latency, gilbertElliott: bursts } = written;
  const wrong = (key: string, expected: string): void => complain(context, [key], { expected });
  if (probability === 0) wrong("probability", "more than 0");
  if (kind === "errors" && latency !== undefined && latency.kind !== "constant")
    wrong("latency", "a duration such as 1ms with errors");
  if (kind === "delay" && latency !== undefined && distributionMean(latency) <= 0) wrong("latency", "more than 0s");
  if (kind === "loss" && probability === undefined && bursts === undefined)
    wrong("probability", "a probability such as 20%, or gilbertElliott");
  if (bursts !== undefined && probability !== undefined) wrong("probability", "either probability or gilbertElliott");
}

function checkTimes(kind: FaultKindWord, written: Written, context: z.RefinementCtx): void {
  const { every, for: lasts, at, until, together, fraction: part, cascade: follow } = written;
  const wrong = (key: string, expected: string): void => complain(context, [key], { expected });
  if (every === undefined) {
    if (at === undefined) wrong("at", "a duration such as 1m");
    if (lasts !== undefined && lasts.kind !== "constant") wrong("for", "a duration such as 15s without every");
    if (until !== undefined) wrong("until", "until only with every");
    if (together !== undefined) wrong("together", "together only with every");
  } else {
    if (distributionMean(every) <= 0) wrong("every", "times of more than 0s");
    if (lasts === undefined && kind !== "rolling-restart")
      wrong("for", "a duration or a distribution, as it comes again");
    if (until !== undefined && until <= (at ?? 0)) wrong("until", "a time after it begins");
    if (together === false && part !== undefined)
      wrong("together", "true with fraction, which hits its targets together");
  }
  if (lasts !== undefined && distributionMean(lasts) <= 0) wrong("for", "more than 0s");
  if (part === 0) wrong("fraction", "more than 0");
  if (written.shape === "ramp" && lasts === undefined) wrong("for", "a duration over which it slows down");
  const alone = every !== undefined && together !== true;
  if (follow !== undefined && !alone && (part ?? 1) === 1)
    wrong("cascade", "targets that are left to follow: every, each by itself, or a fraction");
}

function toSyntax(written: Written): FaultSyntax {
  const kind = FAULT_WORDS.find((word) => written[word] !== undefined)!;
  return {
    kind,
    ...written[kind]!,
    recovery: written.recovery,
    factor: written.factor ?? 1,
    shape: written.shape,
    probability: written.probability ?? 0,
    latency: written.latency,
    loss: written.gilbertElliott ?? { kind: "independent", probability: written.probability ?? 0 },
    bandwidthBytesPerSecond: written.bandwidth ?? Infinity,
    downNs: written.down ?? 0,
    upNs: written.up ?? 0,
    drainNs: written.drain ?? 0,
    gapNs: written.gap ?? 0,
    batch: written.batch ?? 1,
    atNs: written.at ?? 0,
    lasts: written.for,
    every: written.every,
    untilNs: written.until ?? Infinity,
    together: written.together ?? written.fraction !== undefined,
    fraction: written.fraction,
    cascade: written.cascade,
    label: written.as,
  };
}

export const faults: z.ZodType<readonly FaultSyntax[]> = list(
  fault,
  "a list such as [{crash: n2, at: 1m, for: 15s}]",
  0,
);
