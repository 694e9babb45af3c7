/** Who publishes what, when. */
import type { z } from "zod";
import type { DistributionSpec, KeySpec } from "../../sim/index.ts";
import { arrivals, type ArrivalSyntax } from "./arrivals.ts";
import { sizes, times } from "./distribution.ts";
import { duration } from "./quantities.ts";
import { atLeast, name, whole } from "./scalars.ts";
import { either, map, oneKey, oneOrMany } from "./shapes.ts";

export interface ProducerSyntax {
  readonly name?: string | undefined;
  readonly zone?: string | undefined;
  readonly arrivals: ArrivalSyntax;
  readonly keys?: KeySpec | undefined;
  readonly work?: DistributionSpec | undefined;
  readonly size?: DistributionSpec | undefined;
  readonly priority?: number | undefined;
  readonly deadline?: DistributionSpec | undefined;
  readonly timeout?: number | undefined;
}

const MOST_KEYS = 2 ** 32;

const keyCount = whole("a whole number of keys of at least 1, such as 10000", 1, MOST_KEYS);

const keys: z.ZodType<KeySpec> = oneKey({
  uniform: either(
    "the number of keys, such as 10000",
    keyCount,
    map({ count: keyCount.describe("How many keys there are.") }).transform(({ count }) => count),
  )
    .transform((count): KeySpec => ({ kind: "uniform", count }))
    .describe("Equally likely keys; given by how many there are."),
  zipf: map({
    count: keyCount.describe("How many keys there are."),
    exponent: atLeast("an exponent such as 1.1", 0).describe(
      "0: all equally likely; about 1 in much real traffic; the more, the hotter the first keys.",
    ),
  })
    .transform((written): KeySpec => ({ kind: "zipf", ...written }))
    .describe("Few keys are hot: key k has probability proportional to 1/(k+1)^exponent."),
  constant: whole("a key: a whole number of at least 0", 0)
    .transform((key): KeySpec => ({ kind: "constant", key }))
    .describe("Always this key."),
}).transform(({ value }) => value);

const producer: z.ZodType<ProducerSyntax> = map(
  {
    name: name("a name such as web").optional().describe("Unique; by default `traffic`, or t1, t2, … in a list."),
    zone: name("the name of a zone")
      .optional()
      .describe("Where it publishes from; `default` unless given. Latency may differ by zone."),
    arrivals: arrivals.describe("When messages are published."),
    keys: keys
      .optional()
      .describe(
        "What messages are sharded and ordered by. Without, messages have no key and ordering is not measured.",
      ),
    work: times
      .optional()
      .describe("Service demand of a message at a node of speed 1. Only a trace that has it can do without."),
    size: sizes.optional().describe("Size of a message; 1KiB by default."),
    priority: whole("a whole number", -1e9, 1e9)
      .optional()
      .describe("Nodes of discipline priority or priority-preemptive serve the higher first; 0 by default."),
    deadline: times
      .optional()
      .describe(
        "For how long after its publication a message is worth serving, drawn for each (gRPC's deadlines, a customer's patience); nodes heed it by shedding.expired. By default for ever.",
      ),
    timeout: duration("5s", 1)
      .optional()
      .describe(
        "How long its producer waits for an answer; then it goes on, not knowing what became of the message (a client's request timeout, Kafka's delivery.timeout.ms). By default for ever.",
      ),
  },
  "a producer: a map with name, arrivals, keys, work",
).meta({ id: "producer" });

export const traffic: z.ZodType<readonly ProducerSyntax[]> = oneOrMany(
  producer,
  "a producer, or a list of producers, such as [{arrivals: {poisson: 400/s}, work: 8ms}]",
);
