/** What links do to the messages that take them. */
import type { z } from "zod";
import type { LinkKind, LinkRule, LossSpec, NetworkSpec } from "../../sim/index.ts";
import { times } from "./distribution.ts";
import { complain } from "./leaf.ts";
import { bandwidth, fraction } from "./quantities.ts";
import { choice, name, yesOrNo } from "./scalars.ts";
import { either, list, map } from "./shapes.ts";

const LINK_KINDS: readonly LinkKind[] = ["producer-gateway", "gateway-node"];

/** Bursts of loss. */
export const gilbertElliott: z.ZodType<LossSpec> = map({
  goodToBad: fraction(0, 1).describe("How often, before a message, a good link turns bad."),
  badToGood: fraction(0, 1).describe(
    "How often, before a message, a bad link turns good: bursts are 1 / badToGood messages long on average.",
  ),
  lossInGood: fraction(0, 1).optional().describe("Fraction lost while the link is good; 0% by default."),
  lossInBad: fraction(0, 1).optional().describe("Fraction lost while the link is bad; 100% by default."),
})
  .superRefine(({ goodToBad, badToGood }, context) => {
    if (goodToBad + badToGood === 0)
      complain(context, ["goodToBad"], {
        expected: "more than 0% there or in badToGood, as no link would ever change",
      });
  })
  .transform(({ goodToBad, badToGood, lossInGood = 0, lossInBad = 1 }): LossSpec => ({
    kind: "gilbert-elliott",
    goodToBad,
    badToGood,
    lossInGood,
    lossInBad,
  }));

/** Loss: a fraction is independent of message to message, a map names the bursts. */
export const loss: z.ZodType<LossSpec> = either(
  "a fraction such as 1%, or {gilbertElliott: {goodToBad: 1%, badToGood: 10%}}",
  fraction(0, 1).transform((probability): LossSpec => ({ kind: "independent", probability })),
  map({
    gilbertElliott: gilbertElliott.describe(
      "Bursts (Gilbert 1960, Elliott 1963): a chain of two states for each pair of ends and direction, which starts in its stationary law.",
    ),
  }).transform((written): LossSpec => written.gilbertElliott),
);

/** What may be said of any links. */
const properties = {
  latency: times.optional().describe("One-way latency, drawn for each message; 0s by default. As netem's delay."),
  bandwidth: bandwidth
    .optional()
    .describe(
      "Messages queue for the wire, each for its size / bandwidth; one wire per pair of ends and direction. Unlimited by default. As netem's rate.",
    ),
  loss: loss.optional().describe("Fraction of messages that never arrives; 0% by default. As netem's loss."),
  duplication: fraction(0, 1)
    .optional()
    .describe("Fraction of messages that arrives twice, each copy by itself; 0% by default. As netem's duplicate."),
  ordered: yesOrNo
    .optional()
    .describe(
      "Messages of a pair of ends arrive in the order in which they were sent, as over one TCP connection; false by default.",
    ),
};

type Said = Omit<LinkRule, "link" | "between">;

interface Written {
  readonly latency?: LinkRule["latency"] | undefined;
  readonly bandwidth?: number | undefined;
  readonly loss?: LossSpec | undefined;
  readonly duplication?: number | undefined;
  readonly ordered?: boolean | undefined;
}

/** As the simulator calls it; null where nothing is said. */
function said({ latency, bandwidth: bandwidthBytesPerSecond, loss: lost, duplication, ordered }: Written): Said | null {
  const all = { latency, bandwidthBytesPerSecond, loss: lost, duplication, ordered };
  const given = Object.entries(all).filter(([, value]) => value !== undefined);
  return given.length === 0 ? null : (Object.fromEntries(given) as Said);
}

/** Answers have no size, so that no wire is too slow for them. */
const { bandwidth: _, ...ofAnswers } = properties;
const bothWays = {
  ...properties,
  forward: map(properties)
    .optional()
    .describe("Only with the messages, towards the nodes; comes before what is said of both."),
  back: map(ofAnswers).optional().describe("Only with the answers; comes before what is said of both."),
};

interface BothWays extends Written {
  readonly forward?: Written | undefined;
  readonly back?: Written | undefined;
}

/** The rules of one kind of link, or of all: those of one direction first. */
function rulesOf(link: LinkKind | null, { forward, back, ...both }: BothWays): LinkRule[] {
  const ends = { link, between: null };
  const one = (direction: "forward" | "back", written: Written = {}): LinkRule[] => {
    const what = said(written);
    return what === null ? [] : [{ ...ends, direction, ...what }];
  };
  const what = said(both);
  return [...one("forward", forward), ...one("back", back), ...(what === null ? [] : [{ ...ends, ...what }])];
}

const between = list(name("the name of a zone"), "two zones, such as [eu, us]").superRefine((zones, context) => {
  if (zones.length !== 2) complain(context, [], { expected: "two zones, such as [eu, us]", got: `${zones.length}` });
});

const PROPERTIES = Object.keys(properties);

const zoneRule: z.ZodType<LinkRule> = map(
  {
    between: between.describe(
      "The two ends, in any order: zones, or names of producers, gateways (gateway1, gateway2, …), nodes and their groups. Twice the same zone: within it.",
    ),
    ...properties,
    direction: choice(["forward", "back", "both"])
      .optional()
      .describe("forward: only with the messages; back: only with the answers; both by default."),
    link: choice(["producer-gateway", "gateway-node"])
      .optional()
      .describe("Only on links of this kind; by default on both."),
  },
  `a map with between, some of ${PROPERTIES.join(", ")}, and perhaps direction and link`,
).transform(({ between: ends, direction, link = null, ...written }, context): LinkRule => {
  const what = said(written);
  if (what === null)
    complain(context, [], { expected: `one or more of ${PROPERTIES.join(", ")}`, got: "none of them" });
  if (direction === "back" && written.bandwidth !== undefined)
    complain(context, ["bandwidth"], { expected: "no bandwidth with direction back, as answers have no size" });
  const towards = direction === undefined || direction === "both" ? {} : { direction };
  return { link, between: [ends[0]!, ends[1]!], ...towards, ...what };
});

const linkDescriptions: Readonly<Record<LinkKind, string>> = {
  "producer-gateway": "From producers to gateways, and back.",
  "gateway-node": "From gateways to nodes, and back.",
};

export const network: z.ZodType<NetworkSpec> = map(
  {
    ...bothWays,
    links: map({
      "producer-gateway": map(bothWays).optional().describe(linkDescriptions["producer-gateway"]),
      "gateway-node": map(bothWays).optional().describe(linkDescriptions["gateway-node"]),
    })
      .optional()
      .describe("By kind of link; comes before what is said of all links."),
    zones: list(zoneRule, "a list such as [{between: [eu, us], latency: 40ms}]", 0)
      .optional()
      .describe("By the two ends; comes before links. Of each property the first that fits and says it counts."),
  },
  `a map with ${[...Object.keys(bothWays), "links", "zones"].join(", ")}`,
).transform(({ links = {}, zones = [], ...everywhere }): NetworkSpec => {
  const byLink = LINK_KINDS.flatMap((link) => rulesOf(link, links[link] ?? {}));
  return { rules: [...zones, ...byLink, ...rulesOf(null, everywhere)] };
});
