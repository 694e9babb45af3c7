/**
 * `npm run bench [-- --quick] [-- --check]`: the whole engine, with all standard measures, against the frozen loop of the
 * same model, in turns within one process; messages per CPU second as a ratio, median and range over the rounds. Then
 * resident memory after one and after fifty million messages, what a million pending timers cost, what a pick costs every
 * balancer (`npm run bench:picks` alone), what each feature costs a message, and what two worker threads gain.
 * `--check` exits with 1 where a bound is missed, and leaves the picks and features out.
 */
import { frozenLoop } from "./frozen.mjs";
import { plainNode } from "./node.mjs";
import { findBalancer, runJob } from "../../dist/sim/index.js";

const LOAD = 0.9;
const LEAST_RATIO = 0.6;
const MOST_GROWTH = 1.1;
const quick = process.argv.includes("--quick");
const rounds = quick ? 3 : 7;
const messages = quick ? 1_000_000 : 3_000_000;

/** Poisson arrivals at 90% of the capacity of `servers` nodes of one worker; exponential work of mean one second. */
function scenario(servers, count) {
  const ratePerSecond = servers * LOAD;
  return {
    name: "bench",
    question: "",
    claim: "",
    seed: 1,
    durationNs: Math.round((count / ratePerSecond) * 1e9),
    drainNs: 0,
    warmup: { kind: "duration", ns: 0 },
    traffic: [
      {
        name: "t",
        zone: "default",
        arrivals: { kind: "poisson", ratePerSecond },
        keys: { kind: "none" },
        work: { kind: "exponential", mean: 1e9 },
        size: { kind: "constant", value: 0 },
        priority: 0,
      },
    ],
    gateways: { count: 1, assign: "random", zones: ["default"], detectionNs: 1e9, queueCapacity: 0 },
    nodes: Array.from({ length: servers }, (_, i) => plainNode(`n${i}`)),
    network: { rules: [] },
    faults: [],
    balancers: [],
    expect: [],
  };
}

function engine(servers, count, seed) {
  const algorithm = servers === 1 ? "round-robin" : "power-of-two-choices";
  const job = { scenario: scenario(servers, count), balancer: { algorithm, label: algorithm, parameters: {} }, seed };
  return runJob(job, { definition: findBalancer, openTrace: () => undefined });
}

async function cpuSeconds(work) {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

const sorted = (values) => [...values].sort((x, y) => x - y);
const median = (values) => sorted(values)[values.length >> 1];

async function ratioAt(servers, label) {
  const ratios = [];
  const speeds = { frozen: [], engine: [] };
  for (let round = 0; round <= rounds; round++) {
    const frozen = messages / (await cpuSeconds(() => frozenLoop(servers, LOAD, messages, round + 1)));
    const ours = messages / (await cpuSeconds(() => engine(servers, messages, round)));
    // The first round compiles, on both sides.
    if (round === 0) continue;
    speeds.frozen.push(frozen);
    speeds.engine.push(ours);
    ratios.push(ours / frozen);
  }
  const [least, most] = [sorted(ratios)[0], sorted(ratios).at(-1)];
  const million = (values) => (median(values) / 1e6).toFixed(2).padStart(6);
  const range = `${least.toFixed(2)} to ${most.toFixed(2)}`;
  console.log(
    `${label.padEnd(34)} frozen ${million(speeds.frozen)} M/s  engine ${million(speeds.engine)} M/s  ratio ${median(ratios).toFixed(3)} (${range})`,
  );
  return median(ratios);
}

async function residentAfter(count) {
  await engine(100, count, 1);
  globalThis.gc?.();
  return process.memoryUsage().rss / 2 ** 20;
}

console.log(`messages per CPU second, ${messages / 1e6} million each, median of ${rounds} rounds in turns`);
const hundred = await ratioAt(100, "100 nodes, power of two choices");
const tenThousand = await ratioAt(10_000, "10,000 nodes, power of two choices");
await ratioAt(1, "M/M/1");
const large = quick ? 5_000_000 : 50_000_000;
const small = await residentAfter(1_000_000);
const grown = await residentAfter(large);
console.log(
  `resident memory: ${small.toFixed(0)} MiB after 1 million messages, ${grown.toFixed(0)} MiB after ${large / 1e6} million`,
);
const missed = hundred < LEAST_RATIO || tenThousand < LEAST_RATIO || grown > MOST_GROWTH * small;
if (missed) console.log(`missed: expected ratios of at least ${LEAST_RATIO} and memory within 10%`);
if (missed && process.argv.includes("--check")) process.exitCode = 1;
await import("./timers.mjs");
if (!process.argv.includes("--check")) await import("./picks.mjs");
if (!process.argv.includes("--check")) await import("./features.mjs");
await import("./workers.mjs");
