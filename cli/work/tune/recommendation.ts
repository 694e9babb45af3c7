/** The winner as something to use: words for the command line, YAML for the scenario, and its product's configuration. */
import { stringify } from "yaml";
import { productConfiguration, writeQuantity } from "../../../scenarios/index.ts";
import { resolveParameters } from "../../../sim/index.ts";
import type { BalancerSpec, Configuration, ParameterValue, Recommendation, Space } from "../../../sim/index.ts";
import { shellLine } from "../command-words.ts";
import type { RunnableScenario } from "../runnable-scenario.ts";
import { setsOf } from "./variants.ts";
import type { Setup } from "./variants.ts";

/** `setup`: the configuration as it runs. */
export function recommendationOf(
  configuration: Configuration,
  { scenario, balancer }: Setup,
  space: Space,
  loaded: RunnableScenario,
): Recommendation {
  const sets = setsOf(space.find((each) => each.balancer === configuration.balancer)!.dimensions, configuration.values);
  const words = shellLine([
    ...["--balancer", balancerWord(balancer, loaded)],
    ...sets.flatMap((set) => ["--set", set]),
  ]);
  const written = writtenParameters(balancer, loaded);
  const name = nameOf(balancer, loaded);
  const entry = Object.keys(written).length === 0 ? name : { [name]: written };
  const yaml = stringify({ balancers: [entry] }, { flowCollectionPadding: false, lineWidth: 0 });
  const paths = sets.map((set) => `# and ${set.replace("=", ": ")}\n`);
  return { patch: `${words}\n\n${yaml}${paths.join("")}`, configuration: productConfiguration(scenario, balancer) };
}

/** `power-of-two-choices:choices=3`: what `--balancer` takes. */
export function balancerWord(balancer: BalancerSpec, loaded: RunnableScenario): string {
  const words = Object.entries(writtenParameters(balancer, loaded)).map(([name, value]) => `${name}=${String(value)}`);
  return nameOf(balancer, loaded) + (words.length === 0 ? "" : `:${words.join(",")}`);
}

/** A user's own balancer goes by its file, as the scenario or the command line names it. */
function nameOf({ algorithm }: BalancerSpec, { userBalancers }: RunnableScenario): string {
  return userBalancers[algorithm]?.written ?? algorithm;
}

/** What differs from the declared defaults, as the language writes it. */
function writtenParameters(
  { algorithm, parameters }: BalancerSpec,
  loaded: RunnableScenario,
): Readonly<Record<string, ParameterValue>> {
  const definition = loaded.definition(algorithm);
  const { values } = resolveParameters(definition, parameters);
  return Object.fromEntries(
    Object.entries(definition.about.parameters)
      .filter(([name, declaration]) => values[name] !== declaration.default)
      .map(([name, declaration]) => {
        const value = values[name]!;
        const isDuration = "unit" in declaration && declaration.unit === "duration" && typeof value === "number";
        return [name, isDuration ? writeQuantity({ number: value, unit: "seconds" }) : value];
      }),
  );
}
