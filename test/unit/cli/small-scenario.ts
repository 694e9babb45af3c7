/** A scenario that runs in some hundredths of a second and has something of everything. */
export const SMALL_SCENARIO = `\
name: Small
question: Who is quicker?
duration: 10s
warmup: 1s
traffic:
  - name: web
    arrivals: {poisson: 100/s}
    keys: {uniform: 50}
    work: {exponential: 8ms}
nodes:
  - {name: n, count: 2}
  - {name: slow, speed: 0.5}
faults:
  - {crash: n2, at: 5s, for: 1s}
balancers: [round-robin, hash, {power-of-two-choices: {choices: 2}}]
expect:
  - p50(responseTime, round-robin) < 10s
`;
