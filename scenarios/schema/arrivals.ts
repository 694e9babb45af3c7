/** When a producer publishes. */
import type { z } from "zod";
import type { ArrivalSpec, BurstState, RatePoint } from "../../sim/index.ts";
import { counts, times } from "./distribution.ts";
import { complain } from "./leaf.ts";
import { duration, rate } from "./quantities.ts";
import { choice, whole } from "./scalars.ts";
import { listed } from "../wording.ts";
import { either, list, map, oneKey } from "./shapes.ts";
import { trace, type TraceSyntax } from "./trace.ts";

/** As in the simulator, but that a trace still holds what was written about it. */
export type ArrivalSyntax =
  Exclude<ArrivalSpec, { readonly kind: "trace" }> | { readonly kind: "trace"; readonly trace: TraceSyntax };

type Arrival = z.ZodType<ArrivalSyntax>;

const poisson: Arrival = rate("400/s").transform((ratePerSecond) => ({ kind: "poisson", ratePerSecond }));

const regular: Arrival = rate("400/s").transform((ratePerSecond) => ({ kind: "regular", ratePerSecond }));

function burstState(rateHelp: string): z.ZodType<BurstState> {
  return map({
    rate: rate("900/s", true).optional().describe(rateHelp),
    mean: duration("2s", 1).describe("How long the state lasts on average; the time is exponential."),
  }).transform(({ rate: ratePerSecond = 0, mean: meanNs }) => ({ ratePerSecond, meanNs }));
}

const bursty: Arrival = map({
  on: burstState("Messages per second while on.").optional().describe("The busy state."),
  off: burstState("Messages per second while off; 0/s by default.").optional().describe("The quiet state."),
  states: list(burstState("Messages per second in this state; 0/s by default."), "at least one {rate: …, mean: …}")
    .optional()
    .describe("Instead of on and off: the states, visited in order and over again."),
})
  .superRefine(({ on, off, states }, context) => {
    const given = [on, off, states].map((part) => part !== undefined).join();
    if (given !== "true,true,false" && given !== "false,false,true") {
      const written = Object.entries({ on, off, states }).filter(([, part]) => part !== undefined);
      const got =
        listed(
          written.map(([key]) => key),
          "and",
        ) || "none of them";
      return complain(context, [], { expected: "either on and off, or states", got });
    }
    const silent = [on, off, ...(states ?? [])].every((state) => state === undefined || state.ratePerSecond === 0);
    if (silent) complain(context, [], { expected: "a state with a rate above 0/s", got: "none" });
  })
  .transform(({ on, off, states }) => ({ kind: "bursty", states: states ?? [on!, off!] }));

const batch: Arrival = map({
  rate: rate("10/s").describe("Batches per second; they come at random (Poisson)."),
  size: counts.describe("Messages per batch; what is drawn is rounded to a whole number of at least 1."),
}).transform(({ rate: batchesPerSecond, size }) => ({ kind: "batch", batchesPerSecond, size }));

const point: z.ZodType<RatePoint> = map({
  at: duration("30s").describe("When, since the start of the run."),
  rate: rate("400/s", true).describe("Messages per second from then on, or there on the way to the next point."),
}).transform(({ at: atNs, rate: ratePerSecond }) => ({ atNs, ratePerSecond }));

const points = list(point, "at least one {at: …, rate: …}").superRefine((all, context) => {
  all.forEach(({ atNs }, index) => {
    if (index > 0 && atNs < all[index - 1]!.atNs)
      complain(context, [index, "at"], { expected: "points in order of time" });
  });
  const silent = all.every(({ ratePerSecond }) => ratePerSecond === 0);
  if (silent && all.length > 0) complain(context, [], { expected: "a point with a rate above 0/s", got: "none" });
});

const schedule: Arrival = either(
  "a list of points, or a map with points, shape and period",
  points.transform((all) => ({ points: all, shape: undefined, period: undefined })),
  map({
    points: points.describe("The rate at these times; before the first and after the last point their rates hold."),
    shape: choice(["ramp", "step"])
      .optional()
      .describe("ramp (default): straight lines between points. step: each rate holds until the next point."),
    period: duration("24h", 1).optional().describe("Repeats with this period; by default the schedule is played once."),
  }).superRefine(({ points: all, period = Infinity }, context) => {
    all.forEach(({ atNs }, index) => {
      if (atNs >= period) complain(context, ["points", index, "at"], { expected: "less than the period" });
    });
  }),
).transform(({ points: all, shape = "ramp", period: periodNs = Infinity }) => {
  return { kind: "schedule", points: all, shape, periodNs };
});

const closed: Arrival = map({
  clients: whole("a whole number of clients of at least 1", 1, 1e7).describe("How many clients there are."),
  think: times.optional().describe("Between an outcome and the client's next message; 0s by default."),
}).transform(({ clients, think = { kind: "constant", value: 0 } }) => ({ kind: "closed", clients, think }));

export const arrivals: z.ZodType<ArrivalSyntax> = oneKey({
  poisson: poisson.describe("At random at this mean rate: independent of one another, exponential gaps."),
  regular: regular.describe("At equal gaps; the first message one gap after the start."),
  bursty: bursty.describe("At random, at a rate that switches at random between states (Markov-modulated Poisson)."),
  batch: batch.describe("Several at once, the batches at random."),
  schedule: schedule.describe("At random, at a rate that follows points in time: a flash crowd, a day."),
  closed: closed.describe("A fixed population of clients: publish, wait for the outcome, think, publish again."),
  trace: trace
    .transform((read): ArrivalSyntax => ({ kind: "trace", trace: read }))
    .describe("Replays recorded messages from a CSV file, NDJSON or a web access log, plain or gzip."),
}).transform(({ value }) => value);
