/** What runs in each thread of `onCores`: a job in, its result out. Scenarios and hosts are kept for the jobs to come. */
import { runJob, type AnyJob, type Progress, type RunHost } from "../../sim/index.ts";
import { performer } from "./perform.ts";
import { read, type JobTask, type Shipped } from "./shipment.ts";

/** What the module that `onCores` is given must export. `settings` is what `settingsFor` gave for the job's scenario. */
export interface WorkerHost {
  hostFor(settings: unknown): Promise<Pick<RunHost, "definition" | "openTrace">>;
}

/** So many scenarios, and hosts, are kept: sweeps come back to few, searches to none but the last. */
const MOST_KEPT = 16;
const MILLISECONDS_BETWEEN_NOTES = 100;

const shipments = new Map<number, Shipped>();
const hosts = new Map<string, ReturnType<WorkerHost["hostFor"]>>();

/** Runs the job of a `JobTask`. */
export const perform: ReturnType<typeof performer> = performer(async (task, tell) => {
  const { hostModule, shipment, balancer, seed, keep } = task as JobTask;
  const { scenario, settings } = kept(shipments, shipment.number, () => read(shipment));
  const key = JSON.stringify([hostModule, settings]);
  const host = await kept(hosts, key, async () => ((await import(hostModule)) as WorkerHost).hostFor(settings));
  const job: AnyJob = { scenario, balancer, seed, keep };
  return runJob(job, { ...host, pause: everyNowAndThen(tell) });
});

function kept<K, V>(store: Map<K, V>, key: K, make: () => V): V {
  const value = store.get(key) ?? make();
  store.delete(key);
  store.set(key, value);
  if (store.size > MOST_KEPT) store.delete(store.keys().next().value!);
  return value;
}

function everyNowAndThen(tell: (progress: Progress) => void): NonNullable<RunHost["pause"]> {
  let nextAt = performance.now() + MILLISECONDS_BETWEEN_NOTES;
  return (progress) => {
    if (performance.now() < nextAt) return;
    tell(progress);
    nextAt = performance.now() + MILLISECONDS_BETWEEN_NOTES;
  };
}
