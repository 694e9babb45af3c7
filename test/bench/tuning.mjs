/**
 * Does tuning find what is known to be best? Three problems whose answer is known, by theory or by a grid of many runs:
 * weights of unequal nodes, the number of choices d, the best split. Ten seeds each: racing and CMA-ES or random search at
 * a quarter of the full grid's runs, their confirmation included, beside the full grid itself. What each one recommends is
 * judged by many fresh runs, relative to the best grid point: `npm run bench:tuning`.
 */
import { parseScenario } from "../../dist/scenarios/index.js";
import { findBalancer, runJob, runStudy, SEARCHERS } from "../../dist/sim/index.js";

const STUDIES = 10;
/** Replications of each grid point, and of what is recommended, when the truth is asked for. */
const TRUTH = 60;
const WITHIN = 1.05;

const dimension = (path, low, high, changes = {}) => ({
  path,
  balancer: null,
  type: "number",
  low,
  high,
  choices: null,
  logarithmic: false,
  unit: null,
  levels: null,
  initial: low,
  ...changes,
});

const CASES = [
  {
    name: "weights of unequal nodes",
    text: `
duration: 25s
warmup: 5s
traffic: {arrivals: {poisson: 700/s}, work: {exponential: 10ms}}
nodes:
  - {name: old, count: 2, speed: 1, weight: 1}
  - {name: mid, count: 2, speed: 2, weight: 1}
  - {name: new, count: 2, speed: 4, weight: 1}
balancers: [weighted-round-robin]
`,
    measure: ({ responseTime }) => responseTime.mean,
    dimensions: [dimension("mid", 1, 8, { logarithmic: true }), dimension("new", 1, 16, { logarithmic: true })],
    /** Points of the grid for each dimension, and seeds for each point. */
    grid: [8, 4],
    setup: (scenario, values) => ({
      scenario: { ...scenario, nodes: weighted(scenario.nodes, values) },
      balancer: scenario.balancers[0],
    }),
  },
  {
    name: "number of choices d",
    text: `
duration: 20s
warmup: 4s
traffic: {arrivals: {poisson: 1800/s}, work: {exponential: 10ms}}
nodes: {name: n, count: 20}
balancers: [power-of-two-choices]
`,
    measure: ({ responseTime }, { choices }) => responseTime.mean * 1000 + 0.5 * choices,
    dimensions: [dimension("choices", 1, 20, { type: "integer" })],
    grid: [20, 10],
    setup: (scenario, { choices }) => ({
      scenario,
      balancer: { ...scenario.balancers[0], parameters: { choices } },
    }),
  },
  {
    name: "best split",
    text: `
duration: 60s
warmup: 10s
traffic: {arrivals: {poisson: 300/s}, work: {exponential: 10ms}}
nodes:
  - {name: slow, speed: 1, weight: 1}
  - {name: fast, speed: 4, weight: 1}
balancers: [{random: {weighted: true}}]
`,
    measure: ({ responseTime }) => responseTime.mean,
    dimensions: [dimension("fast", 0.5, 0.99)],
    grid: [20, 10],
    setup: (scenario, { fast }) => ({
      scenario: { ...scenario, nodes: weighted(scenario.nodes, { fast, slow: 1 - fast }) },
      balancer: scenario.balancers[0],
    }),
    /** Bernoulli splitting over M/M/1: minimise p/(400 - 300p) + (1 - p)/(100 - 300(1 - p)). */
    theory: (p) => p / (400 - 300 * p) + (1 - p) / (100 - 300 * (1 - p)),
  },
];

function weighted(nodes, weights) {
  return nodes.map((node) => ({ ...node, weight: weights[node.group] ?? node.weight }));
}

const host = { definition: findBalancer, openTrace: () => undefined };
const known = new Map();
let runs = 0;

/** A run's figure, remembered: the same configuration and seed are asked for by several studies. */
async function figure(problem, scenario, values, seed) {
  const key = JSON.stringify([problem.name, values, seed]);
  if (!known.has(key)) {
    runs++;
    const figures = await runJob({ ...problem.setup(scenario, values), seed, keep: "figures" }, host);
    known.set(key, problem.measure(figures, values));
  }
  return known.get(key);
}

/** The mean over fresh seeds that no study uses. */
async function truth(problem, scenario, values) {
  let sum = 0;
  for (let i = 0; i < TRUTH; i++) sum += await figure(problem, scenario, values, 50_000_000 + i);
  return sum / TRUTH;
}

function gridLevels({ low, high, logarithmic, type }, count) {
  return Array.from({ length: count }, (_, i) => {
    const part = i / (count - 1);
    const value = logarithmic ? low * (high / low) ** part : low + part * (high - low);
    return type === "integer" ? Math.round(value) : Number(value.toPrecision(3));
  });
}

async function study(problem, scenario, search, budget, seed) {
  const [points] = problem.grid;
  const dimensions =
    search === "grid"
      ? problem.dimensions.map((each) => ({ ...each, levels: gridLevels(each, points) }))
      : problem.dimensions;
  const evaluate = async (requests) => {
    const answers = [];
    for (const { configuration, seed: run } of requests) {
      const cost = await figure(problem, scenario, configuration.values, run);
      answers.push({ kind: "done", observation: { costs: [cost], violation: 0 } });
    }
    return answers;
  };
  const plan = {
    space: [{ balancer: "b", dimensions }],
    objectives: [{ text: "cost", goal: "minimise" }],
    budget,
    seed,
    searcher: { name: search, make: SEARCHERS[search] },
    confidence: 0.95,
    precision: 0.02,
    searchSeed: (i) => seed * 1_000_000 + i,
    freshSeed: (i) => seed * 1_000_000 + 500_000 + i,
  };
  return runStudy(plan, evaluate);
}

/** Where the whole budget goes into the grid: a fifth is for its confirmation. */
const withConfirmation = (gridRuns) => Math.ceil(gridRuns / 0.8);

for (const problem of CASES) {
  const parsed = parseScenario(problem.text, { file: "known.yaml" });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const { scenario } = parsed;
  const [points, replications] = problem.grid;
  const gridRuns = points ** problem.dimensions.length * replications;
  const budget = Math.floor(gridRuns / 4);
  const levels = problem.dimensions.map((each) => gridLevels(each, points));
  const combinations = levels.reduce((all, own) => all.flatMap((one) => own.map((value) => [...one, value])), [[]]);
  let best = { value: Infinity, values: null };
  for (const combination of combinations) {
    const values = Object.fromEntries(problem.dimensions.map(({ path }, i) => [path, combination[i]]));
    // Twelve runs tell the hopeless points, which would take long to know well.
    const rough = await truthOf(problem, scenario, values, 12);
    if (rough > best.value * 1.3) continue;
    const value = await truth(problem, scenario, values);
    if (value < best.value) best = { value, values };
  }
  console.log(
    `\n${problem.name}: best grid point ${JSON.stringify(best.values)} of ${combinations.length}, ${best.value.toPrecision(4)}`,
  );
  if (problem.theory) {
    const optimum = Array.from({ length: 4901 }, (_, i) => 0.5 + i / 10_000)
      .map((p) => [p, problem.theory(p)])
      .filter(([p, value]) => value > 0 && 1 - p < 1 / 3)
      .reduce((a, b) => (b[1] < a[1] ? b : a));
    console.log(`  theory: split ${optimum[0].toFixed(3)}, mean ${optimum[1].toPrecision(4)}`);
  }
  for (const [search, own] of [
    ["racing", budget],
    ["cma-es", budget],
    ["random", budget],
    ["grid", withConfirmation(gridRuns)],
  ]) {
    const ratios = [];
    let made = 0;
    for (let seed = 1; seed <= STUDIES; seed++) {
      const { winner, runs: used } = await study(problem, scenario, search, own, seed);
      made += used;
      ratios.push((await truth(problem, scenario, winner.configuration.values)) / best.value);
    }
    const sorted = [...ratios].sort((a, b) => a - b);
    const hits = ratios.filter((ratio) => ratio <= WITHIN).length;
    console.log(
      `  ${search.padEnd(7)} ${(made / STUDIES).toFixed(0).padStart(4)} runs   within 5%: ${String(hits).padStart(2)} of ${STUDIES}` +
        `   median ${percent(sorted[STUDIES / 2])}   worst ${percent(sorted[STUDIES - 1])}`,
    );
  }
}
console.log(`\n${runs} runs in all`);

async function truthOf(problem, scenario, values, count) {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += await figure(problem, scenario, values, 50_000_000 + i);
  return sum / count;
}

function percent(ratio) {
  const change = (ratio - 1) * 100;
  return `${change >= 0 ? "+" : ""}${change.toFixed(1)}%`.padStart(6);
}
