/** Whom a fault hits, as it is written: nodes, gateways, a zone, links. */
import type { z } from "zod";
import type { Direction } from "../../sim/index.ts";
import { complain } from "./leaf.ts";
import { choice, name, whole } from "./scalars.ts";
import { either, list, map, oneOrMany } from "./shapes.ts";

export interface LinksSyntax {
  /** Names of the ends on either side. */
  readonly between: readonly [readonly string[], readonly string[]];
  readonly direction: Direction;
}

export interface HitSyntax {
  /** Names of nodes or of groups, or of a zone. */
  readonly targets: readonly string[];
  /** Their numbers; the first one is 1. */
  readonly gateways: readonly number[];
  readonly links: readonly LinksSyntax[];
}

const NOBODY: HitSyntax = { targets: [], gateways: [], links: [] };
const NODE_NAME = "the name of a node or of a group";

/** A node or a group, or several. */
export const nodesHit: z.ZodType<HitSyntax> = oneOrMany(
  name(NODE_NAME),
  "a node or a list of nodes, such as n2 or [n1, n2]",
).transform((targets) => ({ ...NOBODY, targets }));

const gateway = map({
  gateway: oneOrMany(whole("a whole number from 1", 1), "the number of a gateway, or a list of numbers").describe(
    "The first one is 1.",
  ),
});

/** The same, and gateways. */
export const processesHit: z.ZodType<HitSyntax> = oneOrMany(
  either<[z.ZodType<string | z.output<typeof gateway>>, z.ZodType<string | z.output<typeof gateway>>]>(
    `${NODE_NAME}, or {gateway: 1}`,
    name(NODE_NAME),
    gateway,
  ),
  "a node or a list of nodes, such as n2 or [n1, n2], or {gateway: 1}",
).transform((hit) => ({
  ...NOBODY,
  targets: hit.filter((one) => typeof one === "string"),
  gateways: hit.flatMap((one) => (typeof one === "string" ? [] : one.gateway)),
}));

export const zoneHit: z.ZodType<HitSyntax> = name("the name of a zone").transform((zone) => ({
  ...NOBODY,
  targets: [zone],
}));

const END = "the name of a zone, a node, a group, a producer, gateways, gateway1, …";
const BETWEEN = "two ends, each a name or a list of names, such as [eu, [n3, n4]]";

const links = map(
  {
    between: list(oneOrMany(name(END), `${END}, or a list of such`), BETWEEN)
      .superRefine((sides, context) => {
        if (sides.length !== 2) complain(context, [], { expected: BETWEEN, got: `${sides.length}` });
      })
      .describe(
        "The two ends: zones, groups or names of nodes, names of producers, gateway1, gateway2, …, or all producers, gateways or nodes.",
      ),
    direction: choice(["forward", "back", "both"])
      .optional()
      .describe("forward: only what goes from the first end to the second; back: only the other way; both by default."),
  },
  "links such as {between: [eu, us]}",
).transform(({ between, direction = "both" }): LinksSyntax => ({
  between: [between[0] ?? [], between[1] ?? []],
  direction,
}));

/** Links between two ends, or several such. */
export const linksHit: z.ZodType<HitSyntax> = oneOrMany(links, "links such as {between: [eu, us]}").transform(
  (written) => ({ ...NOBODY, links: written }),
);
