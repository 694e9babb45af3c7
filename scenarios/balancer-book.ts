/** Which balancers a scenario may name: the catalogue and its aliases, and those of a user's own files. */
import { aliases, catalogue, findBalancer, type BalancerDefinition } from "../sim/index.ts";

/** What a file named in a scenario turned out to hold: its balancers, or why it could not be loaded. */
export type BalancerModule = { readonly definitions: readonly BalancerDefinition[] } | { readonly failure: string };

export interface BalancerBook {
  /** The names that a scenario may write, in the order in which messages list them. */
  readonly names: readonly string[];
  /** The balancers behind a name; a file may hold several. A sentence (`expected …`) where there is none. */
  find(written: string): readonly BalancerDefinition[] | string;
}

/** `./mine.ts`, `../a/b.js#best-of-three`, `/home/me/mine.mjs`: a file, and perhaps the balancer that is meant. */
export const BALANCER_FILE_PATTERN: string = String.raw`^(\.{0,2}/|[A-Za-z]:[\\/]).+|^.+\.[cm]?[jt]s(#.+)?$`;

const FILE = new RegExp(BALANCER_FILE_PATTERN);

/** Whether a balancer is written as a file, not as a name. */
export function isBalancerFile(written: string): boolean {
  return FILE.test(written);
}

/** `./mine.ts#best` is the file `./mine.ts` and the name `best`; the name is null where all are meant. */
export function splitBalancerFile(written: string): { readonly file: string; readonly name: string | null } {
  const hash = written.lastIndexOf("#");
  return hash < 0 ? { file: written, name: null } : { file: written.slice(0, hash), name: written.slice(hash + 1) };
}

/**
 * The catalogue, `own` definitions by their names, and the files of `modules` (keyed by file as written).
 * A user's balancer may not take a name of the catalogue: results would be called by a name that means something else.
 */
export function balancerBook(
  own: readonly BalancerDefinition[] = [],
  modules: ReadonlyMap<string, BalancerModule> = new Map(),
): BalancerBook {
  return own.length === 0 && modules.size === 0 ? CATALOGUE_BOOK : makeBook(own, modules);
}

function makeBook(own: readonly BalancerDefinition[], modules: ReadonlyMap<string, BalancerModule>): BalancerBook {
  const names = [...catalogue, ...own, ...aliases].map(({ name }) => name);
  const find = (written: string): readonly BalancerDefinition[] | string => {
    const definition = own.find(({ name }) => name === written) ?? findBalancer(written);
    if (definition !== undefined) return [definition];
    return isBalancerFile(written) ? findInFile(written, modules) : "expected the name of a balancer";
  };
  return { names: [...new Set(names)], find };
}

/** One object, so that the schema made from it is made once. */
const CATALOGUE_BOOK: BalancerBook = makeBook([], new Map());

function findInFile(
  written: string,
  modules: ReadonlyMap<string, BalancerModule>,
): readonly BalancerDefinition[] | string {
  const { file, name } = splitBalancerFile(written);
  const module = modules.get(file);
  if (module === undefined) return "expected a name of the catalogue (files are not loaded here)";
  if ("failure" in module) return `expected a file that exports balancers (${module.failure})`;
  const { definitions } = module;
  if (definitions.length === 0) return "expected a file that exports a balancer made with defineBalancer";
  const taken = definitions.find((definition) => findBalancer(definition.name) !== undefined);
  if (taken !== undefined)
    return `expected balancers with names of their own (${taken.name} is one of the catalogue's)`;
  const chosen = name === null ? definitions : definitions.filter((definition) => definition.name === name);
  return chosen.length > 0 ? chosen : `expected one of ${definitions.map((one) => one.name).join(", ")} after the #`;
}
