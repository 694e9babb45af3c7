/** The balancers of a scenario that are not the catalogue's: what a runner must be given beside the scenario. */
import { findBalancer, type BalancerDefinition } from "../sim/index.ts";
import { isBalancerFile, splitBalancerFile } from "./balancer-book.ts";
import type { BalancerSyntax } from "./schema/balancers.ts";

export interface UserBalancer {
  readonly definition: BalancerDefinition;
  /** How a scenario writes it: `./mine.ts`, `./mine.ts#best`, or its name where it was handed in by name. */
  readonly written: string;
  /** The file as written; null where it was handed in by name. */
  readonly file: string | null;
}

/** By algorithm. */
export type UserBalancers = Readonly<Record<string, UserBalancer>>;

export function userBalancersOf(used: readonly BalancerSyntax[]): UserBalancers {
  const own = used.filter(({ definition }) => findBalancer(definition.name) === undefined);
  return Object.fromEntries(
    own.map(({ definition, written }) => {
      const { file, name } = splitBalancerFile(written);
      const fromFile = isBalancerFile(written);
      // One entry of the list may stand for several balancers; each by itself needs its name.
      const several = own.some((other) => other.written === written && other.definition !== definition);
      const full = fromFile && name === null && several ? `${file}#${definition.name}` : written;
      return [definition.name, { definition, written: full, file: fromFile ? file : null }];
    }),
  );
}
