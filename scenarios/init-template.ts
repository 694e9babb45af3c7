/** The scenario that `evenkeel init` writes: small, valid, and with a comment wherever a newcomer has a choice. */

/** Where the schema lies in a project that has evenkeel installed. */
export const SCHEMA = "node_modules/evenkeel/scenarios/scenario.schema.json";

/** YAML. `schema` is what the first line names, so that editors complete and check. */
export function initTemplate(schema: string = SCHEMA): string {
  return `# yaml-language-server: $schema=${schema}
# Run it:    npx evenkeel run FILE
# Check it:  npx evenkeel check FILE
# Times, rates and sizes are written with their units: 150ms, 2m, 400/s, 4KiB, 2%.

name: My first scenario
question: Four nodes, a few hot keys, and one node that stalls. Which balancer keeps the tail short?
claim: least-connections keeps p99 below that of hash.
seed: 1 # same seed, same messages: every balancer meets the same traffic
duration: 1m
warmup: 10s # simulated, not measured; auto finds it

traffic:
  - name: web
    # How messages come: poisson, regular, bursty, batch, schedule, closed, trace.
    arrivals: {poisson: 300/s}
    # What they are sharded by: zipf (few keys are hot), uniform, constant; leave it out for no keys.
    keys: {zipf: {count: 1000, exponent: 1}}
    # How much work each is at a node of speed 1: a duration, or a distribution of them
    # (constant, exponential, erlang, hyperexponential, uniform, lognormal, pareto, weibull, gamma, empirical).
    work: {exponential: 8ms}

nodes: # or just a number
  - {name: n, count: 4, workers: 1, queue: {capacity: 1000}} # n1, n2, n3, n4

# How long messages travel, one way.
network: {latency: 500us}

# What goes wrong, when, for how long: crash, slow, pause, errors, flap, partition, rolling-restart and more.
faults:
  - {slow: n3, factor: 4, at: 30s, for: 10s}

# The algorithms to compare: \`npx evenkeel balancers\` lists them. A file of your own works too: ./mine.ts
balancers:
  - round-robin
  - hash
  - least-connections
  - power-of-two-choices: {choices: 2}

# The claim in figures: a run tells whether each of these holds.
expect:
  - p99(responseTime, least-connections) < p99(responseTime, hash)
  - lost(least-connections) == 0
`;
}
