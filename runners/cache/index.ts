/** A memory in front of any runner: a job whose result is known is not run again. */
import type { AnyJob, ResultOf, Runner } from "../../sim/index.ts";
import type { ResultStore } from "./result-store.ts";

export interface CacheSettings {
  readonly runner: Runner;
  readonly store: ResultStore;
  /** The job's key; null where it must be run whatever is known. */
  readonly keyOf: (job: AnyJob) => Promise<string | null>;
}

/** Jobs of one call, all alike. */
interface Alike<J> {
  readonly job: J;
  readonly key: string | null;
  readonly places: number[];
}

/** The runner with its memory. Jobs that fail are not remembered. */
export function cached({ runner, store, keyOf }: CacheSettings): Runner {
  return {
    parallelism: runner.parallelism,
    async run(jobs, watcher) {
      type Result = ResultOf<(typeof jobs)[number]>;
      const unknown: Alike<(typeof jobs)[number]>[] = [];
      for (const alike of await distinct(jobs, keyOf)) {
        const { key, places } = alike;
        const result = key === null ? undefined : ((await store.get(key)) as Result | undefined);
        if (result === undefined) unknown.push(alike);
        else for (const place of places) watcher.onResult(result, jobs[place]!, place);
      }
      const first = (index: number): number => unknown[index]!.places[0]!;
      await runner.run(
        unknown.map(({ job }) => job),
        {
          onStart: (job, index) => watcher.onStart?.(job, first(index)),
          onProgress: (job, progress, index) => watcher.onProgress?.(job, progress, first(index)),
          onResult(result, _, index) {
            const { key, places } = unknown[index]!;
            if (key !== null) store.put(key, result);
            for (const place of places) watcher.onResult(result, jobs[place]!, place);
          },
          onFailure(error, _, index) {
            for (const place of unknown[index]!.places) watcher.onFailure(error, jobs[place]!, place);
          },
        },
      );
    },
    async close() {
      await runner.close();
      await store.close();
    },
  };
}

async function distinct<J extends AnyJob>(jobs: readonly J[], keyOf: CacheSettings["keyOf"]): Promise<Alike<J>[]> {
  const all: Alike<J>[] = [];
  const byKey = new Map<string, Alike<J>>();
  for (const [place, job] of jobs.entries()) {
    const key = await keyOf(job);
    const twin = key === null ? undefined : byKey.get(key);
    if (twin !== undefined) {
      twin.places.push(place);
      continue;
    }
    const alike = { job, key, places: [place] };
    all.push(alike);
    if (key !== null) byKey.set(key, alike);
  }
  return all;
}
