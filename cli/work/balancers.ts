/** What `evenkeel balancers` does: lists the catalogue, or explains one entry or a user's own. */
import { stringifyStable } from "../../reports/json.ts";
import { isBalancerFile, splitBalancerFile } from "../../scenarios/balancer-book.ts";
import { nearest } from "../../scenarios/wording.ts";
import { aliases, catalogue, findBalancer } from "../../sim/index.ts";
import type { BalancerDefinition } from "../../sim/index.ts";
import { UserError } from "../errors.ts";
import { EXIT } from "../exit-codes.ts";
import type { ExitCode } from "../exit-codes.ts";
import type { Surroundings } from "../surroundings.ts";
import { loadBalancerModule } from "../user-balancers.ts";
import { aliasesOf, explanation, listing } from "./catalogue-text.ts";

/** The options of `balancers` as commander reads them. */
export interface BalancersOptions {
  readonly json?: true;
}

/** A balancer, and how a scenario names it. */
interface Named {
  readonly definition: BalancerDefinition;
  readonly written: string;
}

/** Lists all balancers, or explains the one (or the file's ones) that `name` names. */
export async function balancers(
  surroundings: Surroundings,
  name: string | undefined,
  options: BalancersOptions,
): Promise<ExitCode> {
  const { out, directory } = surroundings;
  if (name === undefined) {
    out.write(options.json ? `${stringifyStable(catalogue.map(entryOf))}\n` : listing(out));
    return EXIT.fine;
  }
  const found = isBalancerFile(name) ? await balancersOfFile(name, directory) : [balancerNamed(name)];
  if (options.json) {
    const entries = found.map(({ definition }) => entryOf(definition));
    out.write(`${stringifyStable(isBalancerFile(name) ? entries : entries[0])}\n`);
  } else {
    out.write(found.map(({ definition, written }) => explanation(definition, written, out)).join("\n"));
  }
  return EXIT.fine;
}

async function balancersOfFile(path: string, directory: string): Promise<readonly Named[]> {
  const { file, name } = splitBalancerFile(path);
  const all = await loadBalancerModule(file, directory);
  const wanted = name === null ? all : all.filter((definition) => definition.name === name);
  if (wanted.length === 0) {
    const names = all.map((definition) => definition.name).join(", ");
    throw new UserError(`${file}: expected one of ${names} after the #, got ${JSON.stringify(name)}`);
  }
  return wanted.map((definition) => ({
    definition,
    written: all.length === 1 ? file : `${file}#${definition.name}`,
  }));
}

function balancerNamed(name: string): Named {
  const definition = findBalancer(name);
  if (definition !== undefined) return { definition, written: name };
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
  const { summary, how, source, fails, truth, withoutNode, withoutQueue, parameters } = about;
  return { name, summary, truth, withoutNode, withoutQueue, how, source, fails, aliases: aliasesOf(name), parameters };
}
