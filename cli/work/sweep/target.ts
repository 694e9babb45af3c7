/** What a path of `--vary` leads to: a value of the scenario, or the parameter of one of its balancers. */
import type { BalancerSpec } from "../../../sim/index.ts";
import { parseOverride, scenarioJsonSchema } from "../../../scenarios/index.ts";
import type { Override } from "../../../scenarios/index.ts";
import { oneOf } from "../../../scenarios/wording.ts";
import { readYaml } from "../../../scenarios/yaml/read-yaml.ts";
import { UserError } from "../../errors.ts";
import type { RunnableScenario } from "../runnable-scenario.ts";

export type Target =
  /** `path` as `--set` takes it. */
  | { readonly kind: "scenario"; readonly path: string }
  | { readonly kind: "parameter"; readonly balancer: BalancerSpec; readonly parameter: string };

/** Paths that name what a sweep decides itself. */
const REFUSED: Readonly<Record<string, string>> = {
  seed: "a path other than the seed, which the replications vary",
  balancers: "the parameter of a balancer, such as BALANCER.PARAMETER; --balancer chooses who takes part",
};

/**
 * `option` is what messages say, `--vary nodes`; `isNumeric` whether the path's values are plain numbers, which are counts
 * of nodes where the path is `nodes`. Throws a `UserError` where the path leads nowhere.
 */
export function targetOf(
  path: string,
  option: string,
  isNumeric: boolean,
  loaded: RunnableScenario,
  sets: readonly string[],
): Target {
  const refused = REFUSED[path];
  if (refused !== undefined) throw new UserError(`${option}: expected ${refused}, got ${JSON.stringify(path)}`);
  const bare = path.replace(/^balancers\./, "");
  const owners = ownersOf(bare, loaded.scenario.balancers);
  if (owners.length > 0) return parameterTarget(bare, option, owners, loaded);
  if (bare !== path) {
    const labels = loaded.scenario.balancers.map(({ label }) => label);
    const word = bare.split(".")[0]!;
    throw new UserError(`${option}: expected ${oneOf(labels, word)} after balancers, got ${JSON.stringify(word)}`);
  }
  requireSection(path, option, loaded);
  return { kind: "scenario", path: path === "nodes" && isNumeric ? countPath(option, loaded, sets) : path };
}

/** By label; else by name, which several labels may share. */
function ownersOf(path: string, balancers: readonly BalancerSpec[]): readonly BalancerSpec[] {
  const named = (name: string): boolean => path.startsWith(`${name}.`);
  const labelled = balancers.find(({ label }) => named(label));
  return labelled === undefined ? balancers.filter(({ algorithm }) => named(algorithm)) : [labelled];
}

function parameterTarget(
  path: string,
  option: string,
  owners: readonly BalancerSpec[],
  loaded: RunnableScenario,
): Target {
  const balancer = owners[0]!;
  const { label, algorithm } = balancer;
  const name = path.startsWith(`${label}.`) ? label : algorithm;
  const parameter = path.slice(name.length + 1);
  if (owners.length > 1) {
    const choices = owners.map((owner) => `${owner.label}.${parameter}`);
    throw new UserError(`${option}: expected ${oneOf(choices, null)}, got ${JSON.stringify(path)}, which means each`);
  }
  const known = Object.keys(loaded.definition(algorithm).about.parameters);
  if (known.includes(parameter)) return { kind: "parameter", balancer, parameter };
  const expected = known.length === 0 ? `another path, as ${label} has no parameters` : oneOf(known, parameter);
  throw new UserError(`${option}: expected ${expected}, got ${JSON.stringify(parameter)}`);
}

/** A path that begins like nothing is most likely a balancer's name that is not quite right. */
function requireSection(path: string, option: string, { document, scenario }: RunnableScenario): void {
  const head = path.split(/[.[]/)[0]!;
  if (head in document) return;
  const { properties = {} } = scenarioJsonSchema() as { readonly properties?: object };
  if (head in properties) return;
  const labels = scenario.balancers.map(({ label }) => label);
  throw new UserError(
    `${option}: expected a path of the scenario, such as traffic or nodes, or the parameter of ${oneOf(labels, head)}, ` +
      `got ${JSON.stringify(head)}`,
  );
}

/** Where a scenario has one kind of nodes, a number of nodes is its count. */
function countPath(option: string, { text, file }: RunnableScenario, sets: readonly string[]): string {
  const overrides = sets.map(parseOverride).filter((each): each is Override => each !== null);
  const { value } = readYaml(text, file, overrides);
  const { nodes } = value as { readonly nodes?: unknown };
  if (typeof nodes === "number") return "nodes";
  if (!Array.isArray(nodes) || nodes.length === 1) return "nodes.0.count";
  const counts = nodes.map((node: { readonly name?: unknown }) => `nodes.${String(node.name)}.count`);
  throw new UserError(`${option}: expected ${oneOf(counts, null)}, as there are several kinds of nodes, got "nodes"`);
}
