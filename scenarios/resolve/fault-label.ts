/** What a fault is called where its author gives it no name. */
import type { HitSyntax, LinksSyntax } from "../schema/fault-hits.ts";
import type { FaultKindWord } from "../schema/fault-kinds.ts";

/** Names that a label spells out before it only counts them. */
const LABELLED_NAMES = 3;

/** `crash n2`, `slow n1, n2 by 3`, `outage of eu`, `crash n1, n2, n3 and 7 more`. */
export function faultLabel(kind: FaultKindWord, names: readonly string[], factor: number): string {
  const who = some(names);
  switch (kind) {
    case "slow":
      return `slow ${who} by ${factor}`;
    case "zone-outage":
      return `outage of ${who}`;
    default:
      return `${kind.replace("-", " ")} ${who}`;
  }
}

/** What a label calls whom a fault hits: nodes by their names, `gateway1`, `eu ↔ n3, n4`. */
export function namesOfHit({ targets, gateways, links }: HitSyntax): readonly string[] {
  return [...targets, ...gateways.map((gateway) => `gateway${gateway}`), ...links.map(linksLabel)];
}

function linksLabel({ between: [from, to], direction }: LinksSyntax): string {
  const arrow = { forward: "→", back: "←", both: "↔" }[direction];
  return `${some(from)} ${arrow} ${some(to)}`;
}

function some(names: readonly string[]): string {
  const more = names.length > LABELLED_NAMES ? ` and ${names.length - LABELLED_NAMES} more` : "";
  return `${names.slice(0, LABELLED_NAMES).join(", ")}${more}`;
}
