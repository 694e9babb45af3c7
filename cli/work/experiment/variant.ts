/** The scenario with other values, read again from its file as `--set` would have it. */
import { loadScenarioFile } from "../scenario-file.ts";
import type { RunnableScenario, ScenarioChanges } from "../runnable-scenario.ts";
import type { Session } from "./session.ts";

/** What an experiment varies, and where. */
export type Origin = Pick<Session, "loaded" | "belongs">;

/** `sets` are laid over `changes`. Throws as `loadScenarioFile` does where the scenario does not take them. */
export async function loadVariant(
  { loaded, belongs }: Origin,
  changes: ScenarioChanges,
  sets: readonly string[],
  directory: string,
): Promise<RunnableScenario> {
  const changed = { ...changes, sets: [...changes.sets, ...sets] };
  const variant = await loadScenarioFile(loaded.file, changed, directory);
  // Only where it reads other traces is more of it kept than the scenario.
  if (JSON.stringify(variant.traces) !== JSON.stringify(loaded.traces)) belongs(variant.scenario, variant);
  return variant;
}
