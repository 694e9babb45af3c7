/** The scenario with other values: read again from its file as `--set` would have it, once for each set of values. */
import type { BalancerSpec, Configuration, Dimension, ParameterValue, Scenario, Space } from "../../../sim/index.ts";
import { UserError } from "../../errors.ts";
import { loadVariant } from "../experiment/variant.ts";
import type { Origin } from "../experiment/variant.ts";
import type { RunnableScenario, ScenarioChanges } from "../runnable-scenario.ts";

/** A configuration as the simulator runs it. */
export interface Setup {
  readonly scenario: Scenario;
  readonly balancer: BalancerSpec;
}

/** Scenarios kept ready to run; a search seldom goes back to one from long ago. */
const KEPT = 200;

export class Variants {
  readonly #origin: Origin;
  readonly #space: Space;
  readonly #changes: ScenarioChanges;
  readonly #directory: string;
  readonly #known = new Map<string, Promise<RunnableScenario | string>>();

  constructor(origin: Origin, space: Space, changes: ScenarioChanges, directory: string) {
    this.#origin = origin;
    this.#space = space;
    this.#changes = changes;
    this.#directory = directory;
  }

  /** A sentence where the scenario does not take the values. */
  async setupOf({ balancer, values }: Configuration): Promise<Setup | string> {
    const spec = this.#origin.loaded.scenario.balancers.find(({ label }) => label === balancer)!;
    const { dimensions } = this.#space.find((each) => each.balancer === balancer)!;
    const own = dimensions.filter((each) => each.balancer !== null);
    const tuned = Object.fromEntries(own.map(({ path }) => [path, values[path]!]));
    const variant = await this.#variantOf(setsOf(dimensions, values));
    if (typeof variant === "string") return variant;
    return { scenario: variant.scenario, balancer: { ...spec, parameters: { ...spec.parameters, ...tuned } } };
  }

  /** Whether the scenario takes the ends of each dimension, the others being as they are. Throws a `UserError`. */
  async check(): Promise<void> {
    const dimensions = this.#space[0]!.dimensions.filter(({ balancer }) => balancer === null);
    for (const dimension of dimensions) {
      const { path, levels, low, high } = dimension;
      for (const value of levels ?? [low!, high!]) {
        const variant = await this.#variantOf(setsOf([dimension], { [path]: value }));
        if (typeof variant === "string")
          throw new UserError(`--vary ${path}: ${variant.replace(/^--set [^:]*: /, "")}`);
      }
    }
  }

  #variantOf(sets: readonly string[]): Promise<RunnableScenario | string> {
    if (sets.length === 0) return Promise.resolve(this.#origin.loaded);
    const key = JSON.stringify(sets);
    const known = this.#known.get(key) ?? this.#load(sets);
    // The oldest goes first: a map keeps the order in which its entries came.
    this.#known.delete(key);
    this.#known.set(key, known);
    if (this.#known.size > KEPT) this.#known.delete(this.#known.keys().next().value!);
    return known;
  }

  async #load(sets: readonly string[]): Promise<RunnableScenario | string> {
    try {
      return await loadVariant(this.#origin, this.#changes, sets, this.#directory);
    } catch (error) {
      if (error instanceof UserError) return error.problems[0]!;
      throw error;
    }
  }
}

/** The scenario's own values among them, as `--set` takes them. Those that the scenario has anyway are left out. */
export function setsOf(
  dimensions: readonly Dimension[],
  values: Readonly<Record<string, ParameterValue>>,
): readonly string[] {
  return dimensions
    .filter(({ balancer, path, initial }) => balancer === null && values[path] !== initial)
    .map(({ path, unit }) => `${path}=${String(values[path])}${unit ?? ""}`);
}
