/** Every balancer of the catalogue, and what each by its nature cannot promise. */
import { describe, expect, test } from "vitest";
import { aliases, catalogue, defineBalancer, findBalancer } from "../../sim/index.ts";
import { runConformance, type ConformanceTest, type Skip } from "./conformance.ts";
import type { Parameters } from "./variants.ts";

const ignoresWeights = (why: string): Skip => ({ test: "weights", reason: why });

const oneGateway: Skip = {
  test: "every parameter matters",
  parameter: "zone",
  reason: "the suite has one gateway; shown with two in test/unit/balancers/nginx",
};
const noStatuses: Skip = {
  test: "every parameter matters",
  parameter: "http503",
  reason: "the failures of the suite are refused connections; shown in test/unit/balancers/nginx",
};
const noWeights = [ignoresWeights("the system has no weights for this method")];
const oneDispatcher: Skip = {
  test: "every parameter matters",
  parameter: "choices",
  reason: "with one gateway there is one list; shown with several in test/unit/balancers/client",
};
const fewNodesServe: Skip = {
  test: "equal load",
  reason: "an aperture is narrower than the cluster by design; that it widens is shown in test/unit/balancers/client",
};
/** Of every method of nginx. */
const NGINX = [oneGateway, noStatuses];

/** A parameter that the suite's situations do not reach; each is shown in test/unit/balancers/haproxy. */
const unreached = (parameter: string, reason: string): Skip => ({
  test: "every parameter matters",
  parameter,
  reason: `${reason}; shown in test/unit/balancers/haproxy`,
});
/** Of every algorithm of HAProxy. */
const HAPROXY = [
  unreached("allBackups", "the suite has no backups"),
  unreached("redispatchInterval", "the suite's retries do not say where the first try went"),
  unreached("fullConnections", "the suite's servers have no minconn"),
  unreached("queueTimeout", "the suite's messages do not wait"),
];
const inPlace = unreached("redispatch", "the suite's retries do not say where the first try went");
const HAPROXY_HASH = [
  ...HAPROXY,
  inPlace,
  unreached("avalanche", "off is what implicit means for a map"),
  unreached("hashBalanceFactor", "rings only"),
  { ...ignoresWeights("16 points a server: arcs differ more than draws do"), when: { hashType: "consistent" } },
];
const HAPROXY_SKIPS: Readonly<Record<string, readonly Skip[]>> = {
  "haproxy-roundrobin": HAPROXY,
  "haproxy-static-rr": HAPROXY,
  "haproxy-leastconn": [...HAPROXY, inPlace],
  "haproxy-first": [
    ...HAPROXY,
    ignoresWeights("the first server with room"),
    { test: "equal load", reason: "without maxconn the first server gets everything" },
  ],
  "haproxy-source": HAPROXY_HASH,
  "haproxy-hash": [
    ...HAPROXY_HASH,
    { ...ignoresWeights("the suite's keys are no numbers"), when: { function: "none" } },
    { test: "equal load", reason: "the suite's keys are no numbers", when: { function: "none" } },
    unreached("input", "the suite's keys have neither slash nor query"),
    ...["uriLength", "uriDepth", "uriWhole"].map((name) => unreached(name, "only under input uri")),
  ],
  "haproxy-random": [
    ...HAPROXY,
    unreached("hashBalanceFactor", "the widest bound never binds"),
    { ...ignoresWeights("16 points a server: arcs differ more than draws do"), when: { draws: 1 } },
  ],
};

/** A ring's arcs differ by chance, more than messages do: with too few points, or where the hash keeps similar texts together. */
const RING_SKIPS: readonly Skip[] = [
  ...(["equal load", "weights"] as const).flatMap((test): readonly Skip[] => [
    { test, reason: "one point a node: arcs are exponentially distributed", when: { virtualNodes: 1 } },
    { test, reason: "similar texts lie side by side", when: { hash: "sdbm" } },
    { test, reason: "similar texts lie side by side", when: { hash: "djb2" } },
  ]),
  {
    test: "weights",
    reason: "CRC is linear: the points of similar texts are not independent",
    when: { hash: "crc32" },
  },
];

/** Where no partition takes over for another, the one node that is there need not be the key's. */
const theKeysPartition: Skip = {
  test: "zero nodes",
  reason: "the key's partition is away, and no other takes over; shown in test/unit/balancers/messaging",
};
const oneQueueAtATime: readonly Skip[] = [
  ignoresWeights("draws any partition"),
  { test: "equal load", reason: "even over batches, of which these messages fill few" },
];

const everyTest = (tests: readonly ConformanceTest[], reason: string, when: Parameters): readonly Skip[] =>
  tests.map((test) => ({ test, reason, when }));

/** Of every policy of Envoy's. */
const ENVOY: readonly Skip[] = [
  ...everyTest(
    [
      "one node",
      "zero nodes",
      "names a node whenever one is routable",
      "equal load",
      "weights",
      "churn",
      "10,000 nodes",
    ],
    "the nodes of the suite are in no shard, and there is no fallback",
    { subsetShards: 1000 },
  ),
  {
    test: "every parameter matters",
    parameter: "subsetFallback",
    reason: "without subsetShards there are no subsets; shown in test/unit/balancers/envoy",
  },
  {
    test: "zero nodes",
    reason: "one of two is below the threshold: the panic sends messages to the one that is down",
    when: { healthyPanicThreshold: 100 },
  },
];
const HASHED: readonly Skip[] = [
  {
    test: "every parameter matters",
    parameter: "hashBalanceFactor",
    reason: "a hundred times the average is never reached; the bound is shown in test/unit/balancers/envoy",
  },
];
/** Of the policies that know localities. */
const ENVOY_ZONES: readonly Skip[] = ["zoneAware", "zoneMinClusterSize", "zoneRoutingEnabled"].map((parameter) => ({
  test: "every parameter matters",
  parameter,
  reason: "the suite's gateway is in no node's zone; shown in test/unit/balancers/envoy",
}));
const fewPoints = (when: Parameters): readonly Skip[] =>
  everyTest(["equal load", "weights", "churn"], "too few places in the table for all nodes", when);
const neverExpires: Skip = {
  test: "every parameter matters",
  parameter: "weightExpirationPeriod",
  reason: "nobody is silent for three minutes; shown in test/unit/balancers/grpc",
};
const fromReports: Skip = ignoresWeights("weights come from load reports");

const SKIPS: Readonly<Record<string, readonly Skip[]>> = {
  hash: [ignoresWeights("the key alone decides")],
  "round-robin": [ignoresWeights("one message for each node in turn")],
  random: [{ ...ignoresWeights("every node is equally likely"), when: { weighted: false } }],
  "subset-round-robin": [
    ignoresWeights("takes turns"),
    { test: "equal load", reason: "one gateway knows one node", when: { subsetSize: 1 } },
    {
      test: "every parameter matters",
      parameter: "subsetSize",
      reason:
        "the suite has fewer nodes than the default subset; shown in test/unit/balancers/subset-round-robin.test.ts",
    },
  ],
  "least-connections": [{ ...ignoresWeights("told to"), when: { weighted: false } }],
  "least-response-time": [
    { ...ignoresWeights("told to"), when: { weighted: false } },
    {
      ...ignoresWeights("equal averages over unequal weights send everything to the greatest weight"),
      when: { score: "latency" },
    },
  ],
  "power-of-two-choices": [ignoresWeights("compares counts of messages only")],
  "join-idle-queue": [ignoresWeights("a node is idle or not")],
  "central-queue": [
    ignoresWeights("weight says who is preferred, not how much it gets"),
    { test: "names a node whenever one is routable", reason: "names none while every node is busy" },
    { test: "equal load", reason: "fills the first nodes first", when: { prefer: "first" } },
  ],
  "consistent-hash-ring": RING_SKIPS,
  "bounded-load-ring": RING_SKIPS,
  rendezvous: [{ ...ignoresWeights("told to"), when: { weighted: false } }],
  "jump-hash": [ignoresWeights("buckets are numbers")],
  "multi-probe": [
    ignoresWeights("one point a node"),
    { test: "equal load", reason: "one probe: a ring with one point a node", when: { probes: 1 } },
  ],
  "rabbitmq-consistent-hash": [{ ...theKeysPartition, when: { absent: "refuse" } }],
  "rabbitmq-modulus-hash": [
    { ...theKeysPartition, when: { absent: "refuse" } },
    ignoresWeights("the key alone decides"),
  ],
  "rabbitmq-super-stream": [theKeysPartition, ignoresWeights("the key alone decides")],
  "kafka-keyed": [theKeysPartition, ignoresWeights("the key alone decides")],
  "kafka-sticky": oneQueueAtATime,
  "kafka-adaptive": [
    ...oneQueueAtATime,
    {
      test: "every parameter matters",
      parameter: "availabilityTimeoutSeconds",
      reason: "an hour's stall does not happen here; shown in test/unit/balancers/messaging",
    },
  ],
  "kafka-round-robin": [
    ignoresWeights("turns"),
    { test: "equal load", reason: "KAFKA-9965: new batches skip partitions", when: { version: "2.4" } },
    {
      test: "every parameter matters",
      parameter: "batchSizeBytes",
      reason: "no batch fills within linger.ms here; shown in test/unit/balancers/messaging",
    },
  ],
  "pulsar-key": [theKeysPartition, ignoresWeights("the key alone decides")],
  "pulsar-round-robin": [
    ignoresWeights("turns"),
    {
      test: "equal load",
      reason: "turns of a minute, and the test ends in the fourth",
      when: { publishDelaySeconds: 60 },
    },
  ],
  "rocketmq-key": [theKeysPartition, ignoresWeights("the key alone decides")],
  "rocketmq-round-robin": [ignoresWeights("turns")],
  "redis-slots": [theKeysPartition, ignoresWeights("even ranges of slots")],
  "join-shortest-queue": [ignoresWeights("counts messages")],
  "least-loaded-probed": [
    ignoresWeights("goes by what nodes report"),
    { test: "equal load", reason: "asked once in all: whoever was busy then gets nothing", when: { interval: 3600 } },
    { test: "cost per pick", reason: "asks every node once an interval, and the suite has few messages in one" },
  ],
  "shortest-expected-delay": [
    ignoresWeights("goes by true speed"),
    { test: "equal load", reason: "free workers tie, and the first node wins", when: { ties: "first" } },
  ],
  "least-work-left": [
    ignoresWeights("goes by true work"),
    { test: "cost per pick", reason: "work shrinks while nobody tells, so every node is looked at" },
  ],
  "finagle-p2c-least-loaded": noWeights,
  "finagle-p2c-peak-ewma": noWeights,
  "finagle-aperture": [...noWeights, fewNodesServe],
  "finagle-aperture-peak-ewma": [...noWeights, fewNodesServe],
  "finagle-deterministic-aperture": [
    ...noWeights,
    {
      test: "every parameter matters",
      parameter: "minAperture",
      reason: "a single client's arc is the whole circle; shown with several in test/unit/balancers/client",
    },
    {
      test: "every parameter matters",
      parameter: "decaySeconds",
      reason: "counts where nodes are compared by Peak EWMA; shown in test/unit/balancers/client",
    },
  ],
  "linkerd-peak-ewma": noWeights,
  jiq: [...noWeights, oneDispatcher],
  "join-below-threshold": noWeights,
  "power-of-choices-with-memory": noWeights,
  "prequal-synchronous": [
    ...noWeights,
    ...["probesPerMessage", "timeoutSeconds", "hotQuantile"].map((parameter): Skip => {
      const reason = "the suite's gateway has no queue; shown in test/unit/balancers/client";
      return { test: "every parameter matters", parameter, reason };
    }),
  ],
  prequal: [
    ...noWeights,
    ...["poolSize", "reuse"].map((parameter): Skip => {
      const reason =
        "counts where nodes outnumber the pool, and the suite has six; shown in test/unit/balancers/client";
      return { test: "every parameter matters", parameter, reason };
    }),
  ],
  c3: [
    ...noWeights,
    ...["names a node whenever one is routable" as const, "equal load" as const].map((test): Skip => ({
      test,
      reason: "messages above every replica's rate stay at the gateway; shown in test/unit/balancers/client",
      when: { rateControl: "wait" },
    })),
    // With default rates 80,000 messages over 20 nodes are even within 1%, and without rate control 4,000 are.
    ...[{ replicas: 100 }, { rateDecrease: 0.01 }, { rateSaddleSeconds: 0.001 }].map((when): Skip => ({
      test: "equal load",
      reason: "a rate above what came back in a window is cut, and equal nodes' rates part",
      when,
    })),
    {
      test: "every parameter matters",
      parameter: "rateMostStep",
      reason: "a step is shorter than its bound in the suite; shown in test/unit/balancers/client",
    },
  ],
  "envoy-round-robin": [...ENVOY, ...ENVOY_ZONES],
  "envoy-least-request": [
    ...ENVOY,
    ...ENVOY_ZONES,
    ...[1, 10].map((activeRequestBias) => ({
      ...ignoresWeights(
        "active requests count against the weight: with bias 1 shares follow the weights' square roots",
      ),
      when: { activeRequestBias },
    })),
  ],
  "envoy-random": [...ENVOY, ...ENVOY_ZONES, ignoresWeights("every host is equally likely")],
  "envoy-ring-hash": [...ENVOY, ...HASHED, ...fewPoints({ minimumRingSize: 1 }), ...fewPoints({ maximumRingSize: 1 })],
  "envoy-maglev": [...ENVOY, ...HASHED, ...fewPoints({ tableSize: 2 })],
  "envoy-client-side-weighted-round-robin": [...ENVOY, ...ENVOY_ZONES, fromReports, neverExpires],
  "grpc-pick-first": [
    ignoresWeights("one server gets everything"),
    { test: "equal load", reason: "one server gets everything" },
  ],
  "grpc-round-robin": noWeights,
  "grpc-weighted-round-robin": [
    fromReports,
    neverExpires,
    {
      test: "every parameter matters",
      parameter: "clampWeights",
      reason: "none of six nodes is ten times the mean; shown in test/unit/balancers/grpc",
    },
  ],
  "grpc-least-request": noWeights,
  "grpc-ring-hash": [
    ...fewPoints({ minRingSize: 1 }),
    ...fewPoints({ maxRingSize: 1 }),
    { test: "zero nodes", reason: "one point has one owner, and it is the other", when: { maxRingSize: 1 } },
    {
      test: "every parameter matters",
      parameter: "maxRingSize",
      reason: "the least number of points is below the default cap; shown in test/unit/balancers/grpc",
    },
  ],
  ...HAPROXY_SKIPS,
  "nginx-round-robin": NGINX,
  "nginx-least-conn": NGINX,
  "nginx-least-time": NGINX,
  "nginx-ip-hash": NGINX,
  "nginx-hash": NGINX,
  "nginx-hash-consistent": NGINX,
  "nginx-random": NGINX,
  "nginx-random-two": NGINX,
};

for (const definition of catalogue) runConformance(definition, { skip: SKIPS[definition.name] ?? [] });

/** The balancer of DESIGN.md §4, as a user writes it. */
const bestOfThree = defineBalancer("best-of-three", ({ random }) => ({
  pick(view) {
    let best = view.candidates[random.below(view.count)]!;
    for (let i = 0; i < 2; i++) {
      const other = view.candidates[random.below(view.count)]!;
      if (view.inFlight[other]! < view.inFlight[best]!) best = other;
    }
    return best;
  },
}));

runConformance(bestOfThree, {
  skip: [
    { test: "zero nodes", reason: "a gateway does not ask while no node is routable" },
    ignoresWeights("compares counts of messages only"),
  ],
});

describe("the catalogue", () => {
  test("names are unique, aliases included", () => {
    const names = [...catalogue, ...aliases].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  test.each(catalogue)("$name says what it does, how, whose it is and when it fails", ({ about }) => {
    for (const text of [about.summary, about.how, about.source, about.fails]) expect(text.length).toBeGreaterThan(20);
    expect(about.summary).not.toMatch(/[\n.]$/);
  });

  test.each(aliases)("$name means $means", ({ name, means, defaults }) => {
    const definition = findBalancer(name)!;
    const meant = findBalancer(means)!;
    expect(definition.create).toBe(meant.create);
    for (const [parameter, declaration] of Object.entries(definition.about.parameters)) {
      expect(declaration.default).toBe(defaults[parameter] ?? meant.about.parameters[parameter]!.default);
    }
  });

  test("an unknown name is nobody's", () => {
    expect(findBalancer("best-of-breed")).toBeUndefined();
  });
});
