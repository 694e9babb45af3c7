/** How long messages travel. */
import type { z } from "zod";
import type { LinkRule, NetworkSpec } from "../../sim/index.ts";
import { times } from "./distribution.ts";
import { complain } from "./leaf.ts";
import { choice, name } from "./scalars.ts";
import { list, map } from "./shapes.ts";

const linkLatency = map({ latency: times.describe("One-way latency.") });

const between = list(name("the name of a zone"), "two zones, such as [eu, us]").superRefine((zones, context) => {
  if (zones.length !== 2) complain(context, [], { expected: "two zones, such as [eu, us]", got: `${zones.length}` });
});

const zoneRule: z.ZodType<LinkRule> = map(
  {
    between: between.describe("The two zones, in any order; twice the same: within a zone."),
    latency: times.describe("One-way latency between them."),
    link: choice(["producer-gateway", "gateway-node"])
      .optional()
      .describe("Only on links of this kind; by default on both."),
  },
  "a map with between, latency and perhaps link",
).transform((written) => ({
  link: written.link ?? null,
  between: [written.between[0]!, written.between[1]!],
  latency: written.latency,
}));

export const network: z.ZodType<NetworkSpec> = map(
  {
    latency: times
      .optional()
      .describe("One-way latency of every link that neither zones nor links names; 0s by default."),
    links: map({
      "producer-gateway": linkLatency.optional().describe("From producers to gateways, and back."),
      "gateway-node": linkLatency.optional().describe("From gateways to nodes, and back."),
    })
      .optional()
      .describe("By kind of link; comes before latency."),
    zones: list(zoneRule, "a list such as [{between: [eu, us], latency: 40ms}]", 0)
      .optional()
      .describe("By the zones at both ends; comes before links. The first that fits counts."),
  },
  "a map with latency, links, zones",
).transform(({ latency, links = {}, zones = [] }): NetworkSpec => {
  const kinds = ["producer-gateway", "gateway-node"] as const;
  const byLink = kinds.flatMap((link) => {
    const rule = links[link];
    return rule === undefined ? [] : [{ link, between: null, latency: rule.latency }];
  });
  const everywhere = latency === undefined ? [] : [{ link: null, between: null, latency }];
  return { rules: [...zones, ...byLink, ...everywhere] };
});
