/** What `evenkeel balancers` does: lists the catalogue, or explains one entry or a user's own. */
import { stringifyStable } from "../../reports/json.ts";
import { nearest } from "../../scenarios/wording.ts";
import { aliases, catalogue, findBalancer } from "../../sim/index.ts";
import type { BalancerDefinition } from "../../sim/index.ts";
import { UserError } from "../errors.ts";
import { EXIT } from "../exit-codes.ts";
import type { ExitCode } from "../exit-codes.ts";
import type { Surroundings } from "../surroundings.ts";
import { isModulePath, loadBalancerModule } from "../user-balancers.ts";
import { aliasesOf, explanation, listing } from "./catalogue-text.ts";

/** The options of `balancers` as commander reads them. */
export interface BalancersOptions {
  readonly json?: true;
}

/** Lists all balancers, or explains the one (or the file's ones) that `name` names. */
export async function balancers(
  surroundings: Surroundings,
  name: string | undefined,
  options: BalancersOptions,
): Promise<ExitCode> {
  const { out } = surroundings;
  const found = name === undefined ? catalogue : await definitionsNamed(name, surroundings.directory);
  if (options.json) {
    const isOne = name !== undefined && !isModulePath(name);
    out.write(`${stringifyStable(isOne ? entryOf(found[0]!) : found.map(entryOf))}\n`);
  } else {
    out.write(name === undefined ? listing(out) : found.map((one) => explanation(one, out)).join("\n"));
  }
  return EXIT.fine;
}

async function definitionsNamed(name: string, directory: string): Promise<readonly BalancerDefinition[]> {
  if (isModulePath(name)) return await loadBalancerModule(name, directory);
  const definition = findBalancer(name);
  if (definition !== undefined) return [definition];
  const near = nearest(
    name,
    [...catalogue, ...aliases].map((entry) => entry.name),
  );
  throw new UserError(
    `balancer: expected a name that evenkeel balancers lists, got ${JSON.stringify(name)}` +
      (near === null ? "" : `; did you mean ${near}?`),
  );
}

/** An entry as data. */
function entryOf({ name, about }: BalancerDefinition): Record<string, unknown> {
  const { summary, how, source, fails, truth, parameters } = about;
  return { name, summary, truth, how, source, fails, aliases: aliasesOf(name), parameters };
}
