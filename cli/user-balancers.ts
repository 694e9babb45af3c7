/** Loads a user's balancers from a `.ts` or `.js` file. `import { defineBalancer } from "evenkeel"` works uninstalled. */
import { existsSync } from "node:fs";
import { isAbsolute, relative, resolve } from "node:path";
import { createJiti } from "jiti";
import * as evenkeel from "../sim/index.ts";
import { BalancerFault } from "../sim/index.ts";
import type { Balancer, BalancerDefinition } from "../sim/index.ts";
import { UserError } from "./errors.ts";

/** A file that gives no balancers. */
export class ModuleProblem extends UserError {
  /** Where and what: `mine.ts:4:15: Unexpected token`. */
  readonly finding: string;

  constructor(where: string, expected: string, got: string) {
    super(`${where}: expected ${expected}, got ${got}`);
    this.finding = `${where}: ${got}`;
  }
}

/**
 * Every balancer definition that the module exports, by name or as its default, in order of export. `written` is relative to
 * `directory` or absolute; complaints name it as it was written, or from `directory`.
 */
export async function loadBalancerModule(written: string, directory: string): Promise<readonly BalancerDefinition[]> {
  const file = resolve(directory, written);
  const path = isAbsolute(written) ? relative(directory, written) : written;
  if (!existsSync(file)) {
    throw new ModuleProblem(path, "a file that exports balancers", "no such file");
  }
  const exports = await importModule(file, path);
  const definitions = [...new Set(Object.values(exports).filter(isDefinition))];
  if (isDefinition(exports)) definitions.unshift(exports);
  if (definitions.length === 0) {
    const expected = 'an exported balancer, as in export const mine = defineBalancer("mine", …)';
    throw new ModuleProblem(path, expected, listExports(exports));
  }
  return definitions.map(checked);
}

/** The same definition, whose making fails as its picking does: with a `BalancerFault`, which is told in a sentence. */
function checked(definition: BalancerDefinition): BalancerDefinition {
  return {
    ...definition,
    create(context) {
      let balancer: Balancer;
      try {
        balancer = definition.create(context);
      } catch (error) {
        throw new BalancerFault(`create threw ${String(error)}`, 0, { cause: error });
      }
      if (typeof (balancer as Partial<Balancer> | null)?.pick !== "function")
        throw new BalancerFault("create gave nothing with a pick method", 0);
      const stray = strayHook(balancer);
      if (stray !== null)
        throw new BalancerFault(`has ${stray}, which nothing calls: there are ${Object.keys(HOOKS).join(", ")}`, 0);
      return balancer;
    },
  };
}

/** What a gateway calls besides `pick`: the contract's, all of them, or this does not compile. */
const HOOKS: Readonly<Record<Exclude<keyof Balancer, "pick">, true>> = {
  onSettle: true,
  onMembership: true,
  onInFlight: true,
  onWithdraw: true,
};

/** A method, its own or its class's, whose name looks like a hook and is none: misspelt, it would be silent for ever. */
function strayHook(balancer: Balancer): string | null {
  const names: string[] = [];
  for (
    let part: object = balancer;
    part !== Object.prototype && part !== null;
    part = Object.getPrototypeOf(part) as object
  )
    names.push(...Object.getOwnPropertyNames(part));
  return names.find((name) => /^on[A-Z]/.test(name) && !Object.hasOwn(HOOKS, name)) ?? null;
}

/** Where in a user's file an error came from, as ` (mine.ts:4:15)`; empty where its stack does not tell. */
export function placeOf(error: unknown): string {
  const frame = error instanceof Error ? (error.stack?.split("\n").find((line) => /^\s+at /.test(line)) ?? "") : "";
  const place = /([^/\\(\s]+\.[mc]?[jt]s:\d+:\d+)\)?$/.exec(frame)?.[1];
  return place === undefined ? "" : ` (${place})`;
}

async function importModule(file: string, path: string): Promise<Record<string, unknown>> {
  const jiti = createJiti(import.meta.url, {
    virtualModules: { evenkeel },
    fsCache: false,
    moduleCache: false,
    interopDefault: false,
  });
  try {
    return await jiti.import<Record<string, unknown>>(file);
  } catch (error) {
    throw moduleProblem(error, file, path);
  }
}

/** The position is from the parser's message, or from the first line of the stack that lies in the file. */
function moduleProblem(error: unknown, file: string, path: string): ModuleProblem {
  const { message, stack } = error instanceof Error ? error : { message: String(error), stack: "" };
  const escaped = file.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const position = new RegExp(`${escaped}:(\\d+):(\\d+)`).exec(stack ?? "") ?? [];
  const where = position.length === 0 ? path : `${path}:${position[1]}:${position[2]}`;
  const what = message
    .split("\n")[0]!
    .replace(/^ParseError: /, "")
    .replaceAll(/\(0 , _\w+\.(\w+)\)/g, "$1")
    .trim();
  return new ModuleProblem(where, "a module that can be loaded", what);
}

function isDefinition(value: unknown): value is BalancerDefinition {
  if (typeof value !== "object" || value === null) return false;
  const { name, create, about } = value as Partial<BalancerDefinition>;
  return typeof name === "string" && typeof create === "function" && typeof about === "object" && about !== null;
}

function listExports(exports: Record<string, unknown>): string {
  const names = Object.keys(exports);
  return names.length === 0 ? "no exports" : `exports ${names.join(", ")}`;
}
