/** The ends of links (producers, gateways, nodes) and the names by which rules and faults mean them. */
import { gatewayZone, type Scenario } from "../scenario.ts";

export interface End {
  readonly zone: string;
  /** Its own name; of a node, its group's too. */
  readonly names: readonly string[];
}

export interface Ends {
  readonly producers: readonly End[];
  readonly gateways: readonly End[];
  readonly nodes: readonly End[];
}

/** The ends of a scenario's links, by the index of producer, gateway and node. Gateways are called gateway1, gateway2, … */
export function endsOf({ traffic, gateways, nodes }: Pick<Scenario, "traffic" | "gateways" | "nodes">): Ends {
  return {
    producers: traffic.map(({ name, zone }) => ({ zone, names: [name] })),
    gateways: Array.from({ length: gateways.count }, (_, index) => ({
      zone: gatewayZone(gateways, index),
      names: [`gateway${index + 1}`],
    })),
    nodes: nodes.map(({ name, group, zone }) => ({ zone, names: [name, group] })),
  };
}

/** Tells which ends a name means: those of the zone of that name, or, where there is no such zone, those called so. */
export class EndNames {
  readonly #zones: ReadonlySet<string>;

  constructor({ producers, gateways, nodes }: Ends) {
    this.#zones = new Set([...producers, ...gateways, ...nodes].map(({ zone }) => zone));
  }

  means(name: string, end: End): boolean {
    return this.#zones.has(name) ? end.zone === name : end.names.includes(name);
  }

  /** Which of the names mean the end: ends with the same signature are the same to all who use these names. */
  signature(names: readonly string[], end: End): string {
    return names.map((name) => (this.means(name, end) ? "1" : "0")).join("");
  }
}
