/** Which paths a set of links is made of. */
import type { EndSet, LinkSet } from "../scenario.ts";
import type { Way } from "./link-rules.ts";

/** One direction of a link between two ends: producer and gateway, or gateway and node, by index. */
export interface PathEnds {
  readonly way: Way;
  readonly near: number;
  readonly far: number;
}

type Kind = keyof EndSet;

/** Tells quickly whether a path is among some links. */
export class LinkSetIndex {
  readonly #sets: readonly Membership[];

  constructor(links: readonly LinkSet[]) {
    this.#sets = links.map(({ from, to, direction }) => ({ from: indexed(from), to: indexed(to), direction }));
  }

  has({ way, near, far }: PathEnds): boolean {
    const [nearKind, farKind]: [Kind, Kind] =
      way.link === "producer-gateway" ? ["producers", "gateways"] : ["gateways", "nodes"];
    return this.#sets.some(({ from, to, direction }) => {
      const along = from[nearKind].has(near) && to[farKind].has(far);
      const against = to[nearKind].has(near) && from[farKind].has(far);
      // Messages go from the near end to the far one, answers the other way.
      const [fromSender, toSender] = way.direction === "forward" ? [along, against] : [against, along];
      if (direction === "forward") return fromSender;
      if (direction === "back") return toSender;
      return fromSender || toSender;
    });
  }

  /** Which of the sets an end is in: ends of the same text are in the same ones. */
  signature(kind: Kind, index: number): string {
    return this.#sets.map(({ from, to }) => `${+from[kind].has(index)}${+to[kind].has(index)}`).join("");
  }
}

interface Membership {
  readonly from: Readonly<Record<Kind, ReadonlySet<number>>>;
  readonly to: Readonly<Record<Kind, ReadonlySet<number>>>;
  readonly direction: LinkSet["direction"];
}

function indexed({ producers, gateways, nodes }: EndSet): Readonly<Record<Kind, ReadonlySet<number>>> {
  return { producers: new Set(producers), gateways: new Set(gateways), nodes: new Set(nodes) };
}
