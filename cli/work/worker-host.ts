/** What a worker thread takes its balancers and traces from: the files that the scenario names, loaded again in the thread. */
import type { LoadedScenario } from "../../scenarios/index.ts";
// Not by the index: a thread reads no scenario files, and their schema takes as long to make as all the rest to load.
import { openTraces } from "../../scenarios/traces/index.ts";
import { findBalancer } from "../../sim/index.ts";
import type { BalancerDefinition, RunHost } from "../../sim/index.ts";
import { loadBalancerModule } from "../user-balancers.ts";

/** Plain data, as threads are sent it. */
export interface HostSettings extends Pick<LoadedScenario, "balancerPaths" | "traces"> {
  /** Where complaints name files from. */
  readonly directory: string;
}

/** The host of a scenario's runs. Rejects with a `ModuleProblem` where a balancer's file no longer gives it. */
export async function hostFor(settings: unknown): Promise<Pick<RunHost, "definition" | "openTrace">> {
  const { balancerPaths, traces, directory } = settings as HostSettings;
  const modules = new Map<string, readonly BalancerDefinition[]>();
  for (const path of new Set(Object.values(balancerPaths))) {
    modules.set(path, await loadBalancerModule(path, directory));
  }
  return {
    definition(algorithm) {
      const path = balancerPaths[algorithm];
      const own = path === undefined ? undefined : modules.get(path)!.find(({ name }) => name === algorithm);
      const definition = own ?? findBalancer(algorithm);
      if (definition === undefined) throw new Error(`no balancer ${algorithm}`);
      return definition;
    },
    openTrace: openTraces(traces),
  };
}
