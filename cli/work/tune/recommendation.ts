/** The winner as something to use: words for the command line, YAML for the scenario, and its product's configuration. */
import { stringify } from "yaml";
import { productConfiguration } from "../../../scenarios/index.ts";
import type { Configuration, Recommendation, Space } from "../../../sim/index.ts";
import { balancerWord, nameOf, writtenParameters } from "../balancer-as-written.ts";
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
