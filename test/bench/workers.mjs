/**
 * Runs per second on two worker threads against one thread: npm run bench. In real time, since that is what threads are for:
 * the figure means something only where two cores are free, so how busy the machine was stands beside it. The CPU time of
 * a run on either side says how much two free cores would give.
 *
 * --check makes a miss of the limit an exit code.
 */
import { availableParallelism, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { NO_CHANGES } from "../../dist/cli/work/runnable-scenario.js";
import { openRunner } from "../../dist/cli/work/runner.js";
import { loadScenarioFile } from "../../dist/cli/work/scenario-file.js";

/** Two cores must give at least so many times one core's runs per second. */
const LEAST_GAIN = 1.85;
const ROUNDS = 5;
const RUNS = 48;

const file = fileURLToPath(new URL("../../scenarios/library/one-slow-node.yaml", import.meta.url));
const loaded = await loadScenarioFile(file, NO_CHANGES, ".");
const { scenario } = loaded;
const [balancer] = scenario.balancers;

async function speedOf(runner, firstSeed) {
  const jobs = Array.from({ length: RUNS }, (_, i) => ({ scenario, balancer, seed: firstSeed + i, keep: "figures" }));
  const [startedAt, before] = [performance.now(), process.cpuUsage()];
  await runner.run(jobs, {
    onResult() {},
    onFailure(error) {
      throw error;
    },
  });
  const { user, system } = process.cpuUsage(before);
  return { perSecond: RUNS / ((performance.now() - startedAt) / 1000), cpuSeconds: (user + system) / 1e6 / RUNS };
}

const median = (values) => [...values].sort((x, y) => x - y)[values.length >> 1];
const open = (workers) =>
  openRunner(loaded, { directory: ".", environment: {} }, { workers, runs: RUNS, cache: false, stopped: () => false });
const [one, two] = [await open(1), await open(2)];
const speeds = { one: [], two: [] };
for (let round = 0; round <= ROUNDS; round++) {
  const seed = 1 + round * RUNS;
  const [alone, together] = [await speedOf(one, seed), await speedOf(two, seed)];
  // The first round starts the threads and compiles, on both sides.
  if (round === 0) continue;
  speeds.one.push(alone);
  speeds.two.push(together);
}
await Promise.all([one.close(), two.close()]);
const ratio = (of) => median(speeds.two.map((speed, round) => of(speed, speeds.one[round])));
const gain = ratio((both, alone) => both.perSecond / alone.perSecond);
const onFreeCores = ratio((both, alone) => (2 * alone.cpuSeconds) / both.cpuSeconds);
const shown = (side) => median(side.map(({ perSecond }) => perSecond)).toFixed(1);
const busy = `${availableParallelism()} cores, load ${loadavg()[0].toFixed(1)}`;
console.log(`runs per second of ${scenario.name}, ${RUNS} runs at a time, median of ${ROUNDS} rounds in turns`);
console.log(
  `this thread ${shown(speeds.one)}  two workers ${shown(speeds.two)}  gain ${gain.toFixed(2)} (${busy})` +
    `  by CPU time ${onFreeCores.toFixed(2)}`,
);
if (gain < LEAST_GAIN) {
  console.log(`missed: expected at least ${LEAST_GAIN} times the runs per second, where two cores are free`);
  if (process.argv.includes("--check")) process.exitCode = 1;
}
