/**
 * Runs per second on two cores against one: npm run bench. On one core, this thread runs them as `--workers 1` does; on two,
 * two worker threads do. Real time, since that is what threads are for.
 *
 * What would make the figure say something else is kept out of it. Threads are started and code is compiled before anything
 * is timed. The process is pinned to one core, then to two (Linux): a single thread has help from the collector's and the
 * compiler's own threads, which on a second core made "one core" a fifth faster than one core is. Lists are long, so that
 * the end, when one worker waits for the other, is short. And rounds in which other processes used the machine do not
 * count, as long as there are others: with both cores in use, two threads lose what one hardly notices.
 *
 * The CPU time of a run on either side says what two cores give where nobody waits: where that is near 2 and the
 * gain is not, the cores were not free. --check makes a miss of the limit an exit code.
 */
import { spawnSync } from "node:child_process";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { NO_CHANGES } from "../../dist/cli/work/runnable-scenario.js";
import { openRunner } from "../../dist/cli/work/runner.js";
import { loadScenarioFile } from "../../dist/cli/work/scenario-file.js";

/** Two cores must give at least so many times one core's runs per second. */
const LEAST_GAIN = 1.85;
const RUNS = 32;
/** So many runs of each thread come first: until then V8 is still compiling, on its own threads, for each of them anew. */
const WARMUP_RUNS = 60;
/** Rounds end with so many quiet ones, or after so many in all. */
const [QUIET_ROUNDS, MOST_ROUNDS] = [5, 8];
/** A round is quiet where other processes had at most this much of the machine. */
const QUIET = 0.03;

const file = fileURLToPath(new URL("../../scenarios/library/one-slow-node.yaml", import.meta.url));
const loaded = await loadScenarioFile(file, NO_CHANGES, ".");
const { scenario } = loaded;
const [balancer] = scenario.balancers;

/** Keeps all threads of this process on so many cores; false where that cannot be done. */
function pin(cores) {
  const range = cores === 1 ? "0" : `0-${cores - 1}`;
  return spawnSync("taskset", ["-a", "-c", "-p", range, String(process.pid)]).status === 0;
}

/** Seconds that the machine's cores have been at work. */
function busySeconds() {
  return cpus().reduce((sum, { times: { user, nice, sys, irq } }) => sum + (user + nice + sys + irq) / 1000, 0);
}

const onResult = () => {};
const onFailure = (error) => {
  throw error;
};

const jobsFrom = (firstSeed, count) =>
  Array.from({ length: count }, (_, i) => ({ scenario, balancer, seed: firstSeed + i, keep: "figures" }));

async function speedOf(runner, cores, firstSeed) {
  const isPinned = pin(cores);
  const jobs = jobsFrom(firstSeed, RUNS);
  const loop = performance.eventLoopUtilization();
  const [startedAt, ownBefore, allBefore] = [performance.now(), process.cpuUsage(), busySeconds()];
  await runner.run(jobs, { onResult, onFailure });
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(ownBefore);
  const own = (user + system) / 1e6;
  return {
    isPinned,
    perSecond: RUNS / seconds,
    cpuSeconds: own / RUNS,
    others: Math.max(0, busySeconds() - allBefore - own) / (seconds * cpus().length),
    thisThread: performance.eventLoopUtilization(loop).utilization,
  };
}

const median = (values) => [...values].sort((x, y) => x - y)[values.length >> 1];
const open = (workers) =>
  openRunner(loaded, { directory: ".", environment: {} }, { workers, runs: RUNS, cache: false, stopped: () => false });
const [one, two] = [await open(1), await open(2)];
const all = [];
const isQuiet = ({ alone, together }) => Math.max(alone.others, together.others) <= QUIET;
await one.run(jobsFrom(1, WARMUP_RUNS), { onResult, onFailure });
await two.run(jobsFrom(1, 2 * WARMUP_RUNS), { onResult, onFailure });
for (let round = 0; round < MOST_ROUNDS && all.filter(isQuiet).length < QUIET_ROUNDS; round++) {
  const seed = 1 + round * RUNS;
  all.push({ alone: await speedOf(one, 1, seed), together: await speedOf(two, 2, seed) });
}
await Promise.all([one.close(), two.close()]);

const quiet = all.filter(isQuiet);
const rounds = quiet.length > 0 ? quiet : all;
const over = (of) => median(rounds.map(of));
const gain = over(({ alone, together }) => together.perSecond / alone.perSecond);
const onFreeCores = over(({ alone, together }) => (2 * alone.cpuSeconds) / together.cpuSeconds);
const others = over(({ alone, together }) => (100 * (alone.others + together.others)) / 2);
const milliseconds = (side) => over((round) => 1000 * round[side].cpuSeconds).toFixed(1);
console.log(
  `runs per second of ${scenario.name}, ${RUNS} runs at a time, median of ${rounds.length} rounds in turns; ` +
    `others had ${others.toFixed(1)}% of ${cpus().length} cores${quiet.length > 0 ? "" : ": not quiet"}`,
);
console.log(
  `one core ${over(({ alone }) => alone.perSecond).toFixed(1)}  ` +
    `two cores ${over(({ together }) => together.perSecond).toFixed(1)}  gain ${gain.toFixed(2)}; ` +
    `CPU time a run ${milliseconds("alone")} and ${milliseconds("together")} ms: ${onFreeCores.toFixed(2)} by that; ` +
    `the thread that hands them out is ${(100 * over(({ together }) => together.thisThread)).toFixed(1)}% busy`,
);
if (!rounds.every(({ alone }) => alone.isPinned))
  console.log("without taskset, one thread's helpers had the second core: the gain is shown too small");
if (gain < LEAST_GAIN) {
  console.log(`missed: expected at least ${LEAST_GAIN} times the runs per second, where two cores are free`);
  if (process.argv.includes("--check")) process.exitCode = 1;
}
