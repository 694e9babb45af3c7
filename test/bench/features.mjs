/**
 * What each feature costs a message where it is on, and has nothing to do or little: CPU time per message as a ratio to the same
 * model without it, in turns within one process, median and range over the rounds. A feature that is off is not there (a run
 * is put together without it): what remains of that is the ratio of `the same again`, which is noise, and that of the whole
 * engine to the frozen loop (`bench.mjs`). `npm run bench`, or after a build `node test/bench/features.mjs [--quick]`.
 */
import { parseScenario } from "../../dist/scenarios/index.js";
import { findBalancer, runJob } from "../../dist/sim/index.js";

const quick = process.argv.includes("--quick");
const ROUNDS = quick ? 3 : 5;
const SECONDS = quick ? 5 : 15;
const RATE = 8000;

/** Sections of the plain model, 100 nodes at 80%; a feature replaces some of them. */
const PLAIN = {
  traffic: `{arrivals: {poisson: ${RATE}/s}, work: {exponential: 10ms}}`,
  gateways: "{count: 1}",
  nodes: "{count: 100}",
  network: "{latency: 1ms}",
  faults: "[]",
};
const withTraffic = (more) => ({ traffic: PLAIN.traffic.replace(/}$/, `, ${more}}`) });
const withGateways = (more) => ({ gateways: `{${more}}` });
const withNodes = (more) => ({ nodes: `{count: 100, ${more}}` });
const withNetwork = (more) => ({ network: `{latency: 1ms, ${more}}` });

const FEATURES = {
  "the same again": {},
  "timeouts of tries": withGateways("timeouts: {perTry: 10s}"),
  "retries at once": withGateways("retries: 3"),
  "retries, backoff and budget": withGateways(
    "retries: {limit: 3, backoff: {exponential: {base: 25ms}}, budget: {ratio: {}}}",
  ),
  "hedging after 100 ms": withGateways("hedging: {after: 100ms}"),
  "hedging after p95": withGateways("hedging: {after: p95}"),
  "two copies": withGateways("redundancy: {copies: 2}"),
  "effectively once": withGateways("delivery: {effectively-once: {window: 10s}}"),
  "active checks": withGateways("health: {active: {interval: 2s}}"),
  "outlier detection": withGateways("health: {outliers: {}}"),
  "circuit breakers": withGateways("breaker: {}"),
  "limits per node": withGateways("limits: {perNode: 100, queue: 100}"),
  "adaptive concurrency": withGateways("queue: {capacity: 1000}, concurrency: {gradient: {maximum: 1000}}"),
  "adaptive throttling": withGateways("throttling: {k: 2}"),
  "knowledge shared by 4 gateways": withGateways("count: 4, knowledge: {sharedInFlight: {delay: 1ms}}"),
  "4 gateways without it": withGateways("count: 4"),
  deadlines: { ...withTraffic("deadline: 10s"), ...withNodes("shedding: {expired: on-start}") },
  "controlled delay": withNodes("shedding: {codel: {}}"),
  "adaptive LIFO": withNodes("shedding: {adaptiveLifo: {threshold: 100}}"),
  "token buckets": withNodes("shedding: {tokenBucket: {rate: 1000/s, burst: 1000}}"),
  "bounded memory": withNodes("memory: {limit: 1GiB}"),
  contention: withNodes("contention: 1us"),
  loss: withNetwork("loss: 0.001%"),
  duplication: withNetwork("duplication: 0.001%"),
  bandwidth: withNetwork("bandwidth: 10Gbit/s"),
  "ordered links": withNetwork("ordered: true"),
  "a fault each second": { faults: "[{pause: n1, every: 1s, for: 1ms}]" },
};

function scenarioOf(name, changes) {
  const sections = Object.entries({ ...PLAIN, ...changes }).map(([key, text]) => `${key}: ${text}\n`);
  const text = `name: bench\nduration: ${SECONDS}s\nwarmup: 0s\nbalancers: [power-of-two-choices]\n${sections.join("")}`;
  const read = parseScenario(text, { file: "bench.yaml" });
  if (!read.ok) throw new Error(`${name}: ${JSON.stringify(read.problems)}`);
  return read.scenario;
}

async function cpuPerMessage(scenario, seed) {
  const before = process.cpuUsage();
  const job = { scenario, balancer: scenario.balancers[0], seed };
  const { messages } = await runJob(job, { definition: findBalancer, openTrace: () => undefined });
  const { user, system } = process.cpuUsage(before);
  return (user + system) / messages.offered;
}

const sorted = (values) => [...values].sort((x, y) => x - y);
const plain = scenarioOf("plain", {});
const sides = Object.entries(FEATURES).map(([name, changes]) => {
  return { name, scenario: scenarioOf(name, changes), ratios: [] };
});
for (let round = 0; round <= ROUNDS; round++)
  for (const { scenario, ratios } of sides) {
    const without = await cpuPerMessage(plain, round);
    const ratio = (await cpuPerMessage(scenario, round)) / without;
    // The first round compiles, on both sides.
    if (round > 0) ratios.push(ratio);
  }
console.log(
  `CPU time per message with a feature, as a ratio to without; ${SECONDS * RATE} messages, median of ${ROUNDS} rounds`,
);
for (const { name, ratios } of sides) {
  const [least, middle, most] = [0, ratios.length >> 1, ratios.length - 1].map((at) => sorted(ratios)[at].toFixed(2));
  console.log(`${name.padEnd(34)} ${middle.padStart(5)} (${least} to ${most})`);
}
