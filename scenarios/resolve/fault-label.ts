/** What a fault is called where its author gives it no name. */
import type { FaultKindWord } from "../schema/fault-kinds.ts";

/** Names that a label spells out before it only counts them. */
const LABELLED_NAMES = 3;

/** `crash n2`, `slow n1, n2 by 3`, `outage of eu`, `crash n1, n2, n3 and 7 more`. */
export function faultLabel(kind: FaultKindWord, names: readonly string[], factor: number): string {
  const shown = names.slice(0, LABELLED_NAMES).join(", ");
  const more = names.length > LABELLED_NAMES ? ` and ${names.length - LABELLED_NAMES} more` : "";
  const who = `${shown}${more}`;
  switch (kind) {
    case "slow":
      return `slow ${who} by ${factor}`;
    case "zone-outage":
      return `outage of ${who}`;
    default:
      return `${kind.replace("-", " ")} ${who}`;
  }
}
