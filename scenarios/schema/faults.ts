/** What goes wrong, when, for how long. */
import type { z } from "zod";
import { complain } from "./leaf.ts";
import { duration } from "./quantities.ts";
import { above, name } from "./scalars.ts";
import { list, map, oneOrMany } from "./shapes.ts";

export interface FaultSyntax {
  readonly kind: "crash" | "slow";
  /** Names of nodes or of groups, as written. */
  readonly nodes: readonly string[];
  readonly factor: number;
  readonly atNs: number;
  readonly forNs: number;
  readonly label: string | undefined;
}

const targets = oneOrMany(
  name("the name of a node or of a group"),
  "a node or a list of nodes, such as n2 or [n1, n2]",
);

const fault: z.ZodType<FaultSyntax> = map(
  {
    crash: targets
      .optional()
      .describe("These nodes, or all of a group, go down: what they hold is lost unless they are durable."),
    slow: targets.optional().describe("These nodes, or all of a group, work slower by factor."),
    factor: above("a factor above 0, such as 3", 0)
      .optional()
      .describe("With slow: speed is divided by this; below 1 it is a speed-up."),
    at: duration("1m").describe("When it begins."),
    for: duration("15s", 1).optional().describe("How long it lasts; by default to the end of the run."),
    as: name("a label").optional().describe("What charts call it; by default the kind and the nodes: crash n2."),
  },
  "a fault such as {crash: n2, at: 1m, for: 15s}",
)
  .superRefine(({ crash, slow, factor }, context) => {
    const given = [crash, slow].filter((part) => part !== undefined).length;
    const got = given === 0 ? "neither" : "both";
    if (given !== 1) complain(context, [], { expected: "either crash or slow", got });
    else if (slow !== undefined && factor === undefined)
      complain(context, ["factor"], { expected: "a factor such as 3" });
    else if (slow === undefined && factor !== undefined)
      complain(context, ["factor"], { expected: "a factor only with slow" });
  })
  .transform(({ crash, slow, factor = 1, at, for: lasts = Infinity, as: label }) => ({
    ...(slow === undefined ? { kind: "crash" as const, nodes: crash! } : { kind: "slow" as const, nodes: slow }),
    factor,
    atNs: at,
    forNs: lasts,
    label,
  }));

export const faults: z.ZodType<readonly FaultSyntax[]> = list(
  fault,
  "a list such as [{crash: n2, at: 1m, for: 15s}]",
  0,
);
