/** Which rule says what of a link: each property comes from the first rule that matches and says anything of it. */
import type { LinkKind, LinkRule } from "../scenario.ts";
import type { End, EndNames } from "./ends.ts";

export type LinkProperty = "latency" | "bandwidthBytesPerSecond" | "loss" | "duplication" | "ordered";

/** One direction of a kind of link; `forward`: with the messages, towards the nodes. */
export interface Way {
  readonly link: LinkKind;
  readonly direction: "forward" | "back";
}

/** No rule. */
export const NO_RULE = -1;

/** Index of the rule that the property comes from, or NO_RULE. The ends in either order. */
export function ruleOf(
  property: LinkProperty,
  way: Way,
  rules: readonly LinkRule[],
  names: EndNames,
  one: End,
  other: End,
): number {
  return rules.findIndex((rule) => rule[property] !== undefined && matches(rule, way, names, one, other));
}

function matches(rule: LinkRule, way: Way, names: EndNames, one: End, other: End): boolean {
  const { link, direction = "both", between } = rule;
  if (link !== null && link !== way.link) return false;
  if (direction !== "both" && direction !== way.direction) return false;
  if (between === null) return true;
  const [first, second] = between;
  return (
    (names.means(first, one) && names.means(second, other)) || (names.means(second, one) && names.means(first, other))
  );
}

/** The names that rules call ends by. */
export function namesThatAreMeant(rules: readonly LinkRule[]): readonly string[] {
  return [...new Set(rules.flatMap(({ between }) => between ?? []))];
}
