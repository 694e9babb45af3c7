/** Scenarios at random, written in the language: every construct, with values as people write them. */
import fc from "fast-check";

type Value = unknown;

const pick = <T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const whole = (min: number, max: number): fc.Arbitrary<number> => fc.integer({ min, max });
const real = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });

/** Not above a minute, so that it fits everywhere. */
const duration = fc.oneof(
  fc.tuple(whole(1, 60_000), pick("ns", "us", "ms")).map(([n, unit]) => `${n}${unit}`),
  fc.tuple(real(0.001, 59), pick("s", "ms")).map(([n, unit]) => `${n}${unit}`),
);
const rate = fc.tuple(whole(1, 10_000), pick("s", "min", "h", "ms")).map(([n, unit]) => `${n}/${unit}`);
const size = fc.tuple(real(0.001, 999), pick("B", "kB", "KiB", "MB", "MiB")).map(([n, unit]) => `${n}${unit}`);
const count = fc.oneof(whole(1, 50), real(1, 50));

const fraction = fc.oneof(
  real(0, 1),
  real(0, 100).map((percent) => `${percent}%`),
);

function record(
  shape: Readonly<Record<string, fc.Arbitrary<Value>>>,
  required: readonly string[],
): fc.Arbitrary<Value> {
  return fc.record(shape, { requiredKeys: [...required] });
}

function distribution(value: fc.Arbitrary<Value>, more: readonly fc.Arbitrary<Value>[] = []): fc.Arbitrary<Value> {
  const cv = real(0.01, 5);
  const shape = real(0.2, 6);
  const named = fc.oneof(
    fc.record({ constant: value }),
    fc.record({ exponential: fc.oneof(value, fc.record({ mean: value })) }),
    fc.record({ erlang: fc.record({ mean: value, stages: whole(1, 20) }) }),
    fc.record({ hyperexponential: fc.record({ mean: value, cv: real(1, 8) }) }),
    fc.record({
      hyperexponential: fc.tuple(real(0.01, 0.99), value, value).map(([p, a, b]) => ({
        branches: [
          { probability: p, mean: a },
          { probability: 1 - p, mean: b },
        ],
      })),
    }),
    fc.record({ uniform: value.map((one) => ({ from: one, to: one })) }),
    fc.record({ lognormal: fc.record({ mean: value, cv }) }),
    fc.record({ pareto: fc.record({ shape, min: value }) }),
    fc.record({ pareto: fc.record({ shape: real(1.01, 6), mean: value }) }),
    fc.record({ weibull: fc.oneof(fc.record({ shape, mean: value }), fc.record({ shape, scale: value })) }),
    fc.record({ gamma: fc.oneof(fc.record({ mean: value, cv }), fc.record({ mean: value, shape })) }),
    fc.record({ empirical: fc.array(value, { minLength: 1, maxLength: 4 }) }),
    fc.record({
      empirical: fc
        .array(fc.tuple(value, whole(1, 9)), { minLength: 1, maxLength: 4 })
        .map((pairs) => ({ values: pairs.map(([v]) => v), weights: pairs.map(([, w]) => w) })),
    }),
    ...more,
  );
  return fc.oneof(value, named, fc.array(value, { minLength: 1, maxLength: 4 }));
}

const times = distribution(duration);
const sizes = distribution(size);
const counts = distribution(count, [fc.record({ geometric: count })]);

const state = record({ rate, mean: duration }, ["rate", "mean"]);
const points = fc
  .array(fc.tuple(whole(0, 30_000), rate), { minLength: 1, maxLength: 5 })
  .map((all) => all.sort(([a], [b]) => a - b).map(([at, each]) => ({ at: `${at}ms`, rate: each })));

const arrivals = fc.oneof(
  fc.record({ poisson: rate }),
  fc.record({ regular: rate }),
  fc.record({ bursty: fc.record({ on: state, off: record({ rate, mean: duration }, ["mean"]) }) }),
  fc.record({ bursty: fc.record({ states: fc.array(state, { minLength: 1, maxLength: 4 }) }) }),
  fc.record({ batch: fc.record({ rate, size: counts }) }),
  fc.record({ schedule: points }),
  fc.record({ schedule: record({ points, shape: pick("ramp", "step"), period: pick("31s", "24h") }, ["points"]) }),
  fc.record({ closed: record({ clients: whole(1, 99), think: times }, ["clients"]) }),
);
const keys = fc.oneof(
  fc.record({ uniform: whole(1, 1e9) }),
  fc.record({ zipf: fc.record({ count: whole(1, 1e6), exponent: real(0, 3) }) }),
  fc.record({ constant: fc.maxSafeNat() }),
);

/** Names as people give them, and some that YAML would take for something else. */
const name = fc.oneof(
  fc.stringMatching(/^[a-z][a-z0-9 _.-]{0,8}[a-z0-9]$/),
  pick("on", "1", "~", "null", "a: b", "# x", "- y", "π", "1e3"),
);
const zone = pick("default", "eu", "us");

const column = fc.oneof(pick<Value>("time", "a b", "request.bytes", true), whole(1, 20));
const scaled = (each: fc.Arbitrary<Value>): fc.Arbitrary<Value> =>
  fc.oneof(column, record({ column: pick("x", "y"), missing: pick("0", "-"), each }, []));
const traceKeys = {
  file: pick("a.csv", "../b c.ndjson.gz"),
  format: pick("auto", "csv", "ndjson", "access-log"),
  time: fc.oneof(
    column,
    record({ column: pick("t"), unit: pick("auto", "s", "ms", "us", "ns", "iso", "log"), minus: scaled(duration) }, []),
  ),
  delimiter: pick(";", "tab", "|"),
  header: fc.boolean(),
  logFormat: pick("$remote_addr [$time_local]"),
  unordered: fc.oneof(pick("refuse"), fc.record({ sort: duration })),
  spread: duration,
  speedup: real(0.01, 100),
  repeat: whole(1, 9),
  limit: whole(1, 1e9),
};
const traced = fc
  .record({
    trace: record({ ...traceKeys, key: column, work: scaled(duration), size: scaled(size) }, ["file"]),
    keys,
    work: times,
    size: sizes,
  })
  .map(({ trace, ...own }) => {
    const given = trace as Readonly<Record<string, Value>>;
    const rest = Object.entries(own).filter(([key]) => given[key === "keys" ? "key" : key] === undefined);
    return { arrivals: { trace }, ...Object.fromEntries(rest) };
  });
const open = record(
  { zone, arrivals, keys, work: times, size: sizes, priority: whole(-5, 5), deadline: times, timeout: duration },
  ["arrivals", "work"],
);

const named = (items: fc.Arbitrary<Value>, maxLength: number): fc.Arbitrary<Value> =>
  fc
    .uniqueArray(fc.tuple(name, items), { minLength: 1, maxLength, selector: ([each]) => each })
    .map((all) => all.map(([each, item]) => ({ name: each, ...(item as object) })));

const traffic = fc.oneof(
  { weight: 3, arbitrary: open },
  { weight: 3, arbitrary: named(open, 3) },
  { weight: 2, arbitrary: named(traced, 2) },
);

const linkProperties = {
  latency: times,
  bandwidth: fc
    .tuple(real(0.001, 999), pick("B", "kB", "MiB", "Mbit", "Gbit"))
    .map(([amount, unit]) => `${amount}${unit}/s`),
  loss: fc.oneof(
    fraction,
    record({ goodToBad: fraction, badToGood: fraction, lossInGood: fraction, lossInBad: fraction }, [
      "goodToBad",
      "badToGood",
    ]).map((gilbertElliott) => ({ gilbertElliott })),
  ),
  duplication: fraction,
  ordered: fc.boolean(),
};
const { bandwidth: _, ...answerProperties } = linkProperties;
const bothWays = { ...linkProperties, forward: record(linkProperties, []), back: record(answerProperties, []) };

const zoneRule = (properties: Readonly<Record<string, fc.Arbitrary<Value>>>, ...directions: [string, ...string[]]) =>
  record(
    {
      ...properties,
      between: pick(["default", "default"]),
      direction: pick(...directions),
      link: pick("gateway-node"),
    },
    ["between", "latency", "direction"],
  );

const capacity = fc.oneof(whole(0, 5000), pick("unbounded"));
const queue = fc.oneof(
  record(
    {
      capacity,
      discipline: pick(
        "fifo",
        "lifo",
        "priority",
        "priority-preemptive",
        "processor-sharing",
        "shortest-remaining-time",
      ),
      overflow: pick("reject"),
    },
    [],
  ),
  record({ capacity: whole(0, 99), overflow: pick("drop-oldest") }, ["capacity"]),
);
const shedding = record(
  {
    codel: record({ target: pick("1ms", "500us"), interval: pick("100ms", "1s") }, []),
    tokenBucket: record({ rate, burst: whole(1, 99) }, ["rate"]),
  },
  [],
);
const memory = record({ limit: pick("1MB", "64MiB"), perMessage: pick("0B", "1.5kB"), restart: times }, ["limit"]);
const nodeParts = {
  zone,
  memory,
  contention: duration,
  workers: fc.oneof(whole(1, 64), pick("unlimited")),
  speed: real(0.01, 9),
  weight: real(0.01, 9),
  queue,
  durable: fc.boolean(),
};
/** Nobody waits where workers are unlimited. */
const withoutVainQueue = (node: Value): Value => {
  const { queue: written, ...others } = node as { readonly queue?: Value; readonly workers?: Value };
  return written === undefined || others.workers === "unlimited" ? others : { queue: written, ...others };
};
const defended = record({ count: whole(1, 5), workers: whole(1, 9), shedding, durable: fc.boolean() }, ["shedding"]);
/** Names that no count of another can run into. */
const nodes = fc.oneof(
  whole(1, 12),
  record({ count: whole(1, 5), ...nodeParts }, []).map(withoutVainQueue),
  defended,
  fc
    .array(record({ count: whole(1, 5), ...nodeParts }, []).map(withoutVainQueue), { minLength: 1, maxLength: 4 })
    .map((all) => all.map((one, index) => ({ name: `${"abcd"[index]}-`, ...(one as object) }))),
);

const balancer = fc.oneof(
  pick("round-robin", "hash", "random", "least-time", "weighted-random"),
  whole(1, 20).map((choices) => ({ "power-of-two-choices": { choices } })),
  fc.record({ "least-connections": fc.record({ as: name }) }),
);

/** Limits that always lie around the initial 20. */
const bounds = { minimum: whole(1, 20), maximum: whole(20, 300) };

const healthDocument = record(
  {
    active: record(
      { interval: pick("2s", "500ms"), timeout: pick("100ms", "500ms"), fall: whole(1, 9), rise: whole(1, 9) },
      [],
    ),
    outliers: record(
      {
        consecutiveFailures: whole(1, 9),
        interval: pick("10s", "1s"),
        baseEjection: pick("30s", "5s"),
        maxEjection: pick("300s", "30s"),
        maxEjected: pick<unknown>("10%", 0.5),
        successRate: fc.oneof(pick("never"), record({ minimumHosts: whole(1, 9), stdevFactor: real(0, 3) }, [])),
        failureFraction: record({ requestVolume: whole(0, 99), threshold: pick<unknown>("85%", 1) }, []),
      },
      [],
    ),
    panicThreshold: pick<unknown>("50%", 0),
    slowStart: record({ window: duration, aggression: real(0.5, 3), minimum: pick<unknown>("10%", 0) }, ["window"]),
  },
  ["active"],
);

const cascade = record({ probability: real(0, 1), delay: duration }, ["probability"]);
const hit = pick<Value>("n1", "n", "a-", ["a-1"], ["a-1", "b-"]);
const onceOrAgain = fc.oneof(
  record({ at: duration, for: duration }, ["at"]),
  record({ every: times, for: times, at: duration, until: pick("2m", "1h"), together: fc.boolean() }, ["every", "for"]),
  record({ every: times, for: times, fraction: real(0.01, 1), cascade }, ["every", "for", "fraction"]),
);
const oftenOrNot = (own: Readonly<Record<string, fc.Arbitrary<Value>>>, required: readonly string[]) =>
  fc.tuple(record({ ...own, as: name }, required), onceOrAgain).map((parts) => Object.assign({}, ...parts) as Value);
const end = pick<Value>("gateways", "gateway1", "producers", "default", ["n1", "gateways"], "nodes");
const links = record({ between: fc.tuple(end, end), direction: pick("forward", "back", "both") }, ["between"]);
const hitLinks = fc.oneof(links, fc.tuple(links, links));
const cut = (kind: string, own: Readonly<Record<string, fc.Arbitrary<Value>>>) =>
  record({ ...own, [kind]: hitLinks, at: duration, for: duration }, [kind, "at", ...Object.keys(own)]);
const fault = fc.oneof(
  cut("partition", {}),
  cut("clog", {}),
  cut("loss", { probability: real(0.01, 1) }),
  cut("loss", { gilbertElliott: fc.record({ goodToBad: real(0, 1), badToGood: real(0, 1) }) }),
  cut("delay", { latency: times }),
  cut("duplicate", { probability: real(0.01, 1) }),
  cut("throttle", { bandwidth: pick("1MB/s", "80kbit/s") }),
  oftenOrNot({ crash: hit, recovery: record({ base: duration, perMessage: duration }, []) }, ["crash"]),
  oftenOrNot({ crash: fc.constantFrom<Value[]>({ gateway: 1 }, ["n1", { gateway: [1] }]) }, ["crash"]),
  oftenOrNot({ pause: hit }, ["pause"]),
  oftenOrNot({ degrade: hit }, ["degrade"]),
  oftenOrNot({ errors: hit, probability: real(0.01, 1), latency: duration }, ["errors", "probability"]),
  oftenOrNot({ slow: hit, factor: real(0.1, 9), shape: pick("step", "ramp") }, ["slow", "factor"]),
  oftenOrNot({ flap: hit, down: duration, up: duration }, ["flap", "down", "up"]),
  record({ "zone-outage": zone, at: duration, for: duration }, ["zone-outage", "at"]),
  record({ "rolling-restart": hit, at: duration, drain: duration, down: duration, gap: duration, batch: whole(1, 3) }, [
    "rolling-restart",
    "at",
    "down",
  ]),
  record({ "scale-out": hit, at: duration }, ["scale-out", "at"]),
  oftenOrNot({ "scale-in": hit, drain: duration }, ["scale-in"]),
);

const failures = fc.uniqueArray(pick("refused", "rejected", "broken", "error"), { minLength: 1 });
const backoff = fc.oneof(
  pick("none"),
  fc.record({ fixed: duration }),
  fc.record({
    exponential: record(
      { base: duration, factor: real(1, 4), cap: pick("1m", "2m"), jitter: pick("none", "full", "equal") },
      ["base"],
    ),
  }),
  fc.record({ exponential: fc.record({ base: duration, jitter: fc.oneof(pick("decorrelated"), fraction) }) }),
  fc.record({ drawn: times }),
);
const budget = fc.oneof(
  fc.record({ ratio: record({ fraction: real(0.01, 1), minimum: rate, window: pick("10s", "1m") }, []) }),
  fc.record({ tokens: record({ maxTokens: real(0.1, 99), tokenRatio: real(0.1, 1) }, []) }),
  fc.record({ bucket: record({ perMessage: real(0.1, 1), capacity: real(1.1, 99) }, []) }),
  fc.record({ concurrency: record({ fraction, minimum: whole(0, 9) }, []) }),
);
const to = pick("any", "other", "same");
const retries = fc.oneof(
  whole(0, 100),
  record({ limit: whole(1, 1000), on: fc.oneof(pick("all"), failures), backoff, to, budget }, ["limit"]),
  fc.record({ limit: pick("unlimited"), backoff: fc.record({ fixed: duration }), to }),
);
const timeouts = record(
  { perTry: pick("1s", "200ms"), total: pick("never", "3s"), cancel: pick("abandon", "propagate") },
  ["perTry"],
);
const hedgeAfter = fc.oneof(
  record({ after: pick("10ms", "100ms"), limit: whole(1, 9), maxFraction: fraction }, ["after"]),
  record({ after: pick("p95", "p99.9", "p7", "p29"), minimumSamples: whole(1, 999) }, ["after"]),
);
const effectivelyOnce = record({ window: duration, scope: pick("node"), lookup: duration }, []);
const copies = record(
  {
    copies: whole(2, 1000),
    needed: whole(1, 2),
    cancel: pick("on-completion", "on-start", "never"),
    work: pick("independent", "identical"),
  },
  ["copies"],
);
/** What gateways send, by kinds that go together. */
const sending = fc.oneof(
  record({ timeouts, retries, hedging: hedgeAfter, redundancy: copies, delivery: pick("at-least-once") }, []),
  record(
    {
      hedging: fc
        .tuple(hedgeAfter, record({ cancel: fc.boolean(), work: pick("independent", "identical") }, []))
        .map(([a, b]) => ({ ...(a as object), ...(b as object) })),
      delivery: fc.record({ "effectively-once": effectivelyOnce }),
    },
    [],
  ),
  record({ timeouts, retries: fc.record({ limit: whole(1, 9), on: pick(["refused", "timeout"], ["timeout"]) }) }, [
    "timeouts",
  ]),
  record({ timeouts, retries: whole(0, 9), delivery: pick("at-most-once") }, ["delivery"]),
);

/** A whole scenario as plain data. Some are refused for good reasons: labels that meet, zones that do not exist. */
export const scenarioDocument: fc.Arbitrary<Value> = record(
  {
    name,
    question: fc.string(),
    claim: fc.string(),
    notes: fc.string(),
    seed: fc.maxSafeNat(),
    duration: pick("1m", "2m30s", "60.5s", "1h"),
    drain: duration,
    warmup: pick("0s", "30s", "1ns", "auto"),
    traffic,
    gateways: fc.oneof(
      whole(1, 20),
      fc
        .tuple(
          record(
            {
              count: whole(1, 20),
              assign: pick("random", "round-robin", "producer"),
              zone,
              detection: fc.oneof(duration, pick("never")),
              queue: record({ capacity, withoutNode: pick("wait", "refuse") }, ["capacity"]),
              health: fc.oneof(healthDocument, record({ slowStart: pick("30s", "1m") }, ["slowStart"])),
              breaker: record(
                {
                  failureFraction: pick<unknown>("50%", 0.25),
                  window: pick(100, 200),
                  minimumCalls: whole(1, 100),
                  open: pick("60s", "1m30s"),
                  halfOpenCalls: whole(1, 20),
                },
                [],
              ),
              limits: fc.oneof(
                fc.record({ perNode: whole(1, 500) }),
                fc.record({
                  perNode: whole(1, 500),
                  queue: fc.oneof(whole(1, 50), pick("unbounded")),
                  queueTimeout: pick("5s", "never"),
                }),
              ),
              concurrency: fc.oneof(
                fc.record({
                  aimd: record({ ...bounds, decrease: pick<unknown>(0.5, "90%"), latency: pick("5s", "40ms") }, []),
                }),
                fc.record({
                  gradient: record(
                    {
                      ...bounds,
                      tolerance: real(1, 3),
                      smoothing: pick(0.2, 1),
                      window: whole(1, 900),
                      queue: real(0, 9),
                    },
                    [],
                  ),
                }),
              ),
              throttling: record({ k: real(1, 3), window: pick("2m", "10s") }, []),
              knowledge: fc.record({ sharedInFlight: fc.record({ delay: duration }) }),
            },
            [],
          ),
          sending,
        )
        .map(([all, sent]) => ({ ...(all as object), ...(sent as object) })),
    ),
    nodes,
    network: record(
      {
        ...bothWays,
        links: record({ "producer-gateway": record(bothWays, []), "gateway-node": record(bothWays, []) }, []),
        zones: fc.array(fc.oneof(zoneRule(linkProperties, "forward", "both"), zoneRule(answerProperties, "back")), {
          maxLength: 2,
        }),
      },
      [],
    ),
    faults: fc.array(fault, { maxLength: 3 }),
    balancers: fc.oneof(balancer, fc.array(balancer, { minLength: 1, maxLength: 4 })),
    expect: fc.array(pick("lost == 0", "p99(responseTime) < 1m", "jain(*) > 50%"), { maxLength: 2 }),
  },
  ["duration", "traffic", "nodes", "balancers"],
);
