import { describe, expect, it } from "vitest";
import { problemsOf } from "./support.ts";

/** What each line of a scenario reports when it stands in place of the same section of this one. */
const LINES: readonly string[] = [
  "duration: 2m",
  "traffic: {arrivals: {poisson: 400/s}, work: 8ms}",
  "nodes: [{name: n, count: 3}, {name: slow, speed: 0.5}]",
  "balancers: [round-robin, hash]",
];

function report(line: string): readonly string[] {
  const section = line.split(":")[0]!;
  const known = LINES.some((each) => each.startsWith(`${section}:`));
  const lines = known ? LINES.map((each) => (each.startsWith(`${section}:`) ? line : each)) : [...LINES, line];
  return problemsOf(`${lines.join("\n")}\n`);
}

const ARRIVALS = "poisson, regular, bursty, batch, schedule, closed, trace";
const DISTRIBUTIONS =
  "constant, exponential, erlang, hyperexponential, uniform, lognormal, pareto, weibull, gamma, empirical";
const TIMES = "a duration such as 8ms, or a distribution such as {exponential: 8ms}";
const SECTIONS =
  "name, question, claim, description, notes, seed, duration, drain, warmup, traffic, gateways, nodes, network, faults, balancers, expect";

describe("what is said about", () => {
  it.each<[string, ...string[]]>([
    // Units.
    ["duration: 150", "1:11: duration: expected a duration such as 2m, got 150"],
    ["duration: soon", '1:11: duration: expected a duration such as 2m, got "soon"'],
    ["duration:", "1:1: duration: expected a duration such as 2m, got nothing"],
    ["duration: 0", "1:11: duration: expected more than 0s, got 0"],
    ["duration: 105d", '1:11: duration: expected at most 104d, got "105d"'],
    ["duration: .inf", "1:11: duration: expected a duration such as 2m, got Infinity"],
    ["warmup: 2m", '5:9: warmup: expected less than the duration of 2m, got "2m"'],
    ["warmup: automatic", '5:9: warmup: expected a duration such as 20s, or auto, got "automatic"'],
    ["seed: -1", "5:7: seed: expected at least 0, got -1"],
    ["seed: 1.5", "5:7: seed: expected a whole number of at least 0, such as 1, got 1.5"],
    ["seed: 99999999999999999999", "5:7: seed: expected at most 9007199254740991, got 100000000000000000000"],
    ["seed: .nan", "5:7: seed: expected a whole number of at least 0, such as 1, got NaN"],
    ["name: {}", "5:7: name: expected the scenario's name, got an empty map"],
    ["question: 42", "5:11: question: expected a question, got 42"],
    // Arrivals.
    [
      "traffic: {arrivals: {poison: 400/s}, work: 8ms}",
      `2:22: traffic.arrivals: expected one of ${ARRIVALS}; did you mean "poisson"?, got "poison"`,
    ],
    [
      "traffic: {arrivals: {poisson: 4/s, regular: 3/s}, work: 8ms}",
      `2:36: traffic.arrivals: expected exactly one of ${ARRIVALS}, got poisson and regular`,
    ],
    [
      "traffic: {arrivals: {}, work: 8ms}",
      `2:21: traffic.arrivals: expected exactly one of ${ARRIVALS}, got none of them`,
    ],
    [
      "traffic: {arrivals: 400/s, work: 8ms}",
      `2:21: traffic.arrivals: expected a map with exactly one of ${ARRIVALS}, got "400/s"`,
    ],
    ["traffic: {work: 8ms}", `2:10: traffic.arrivals: expected a map with exactly one of ${ARRIVALS}, got nothing`],
    [
      "traffic: {arrivals: {poisson: 400}, work: 8ms}",
      "2:31: traffic.arrivals.poisson: expected a rate such as 400/s, got 400",
    ],
    [
      "traffic: {arrivals: {poisson: 0/s}, work: 8ms}",
      '2:31: traffic.arrivals.poisson: expected a rate above 0/s, got "0/s"',
    ],
    [
      "traffic: {arrivals: {bursty: {on: {rate: 4/s, mean: 1s}}}, work: 8ms}",
      "2:30: traffic.arrivals.bursty: expected either on and off, or states, got on",
    ],
    [
      "traffic: {arrivals: {bursty: {states: [{mean: 1s}]}}, work: 8ms}",
      "2:30: traffic.arrivals.bursty: expected a state with a rate above 0/s, got none",
    ],
    [
      "traffic: {arrivals: {batch: {rate: 4/s, size: 0}}, work: 8ms}",
      "2:47: traffic.arrivals.batch.size: expected at least 1, got 0",
    ],
    [
      "traffic: {arrivals: {schedule: []}, work: 8ms}",
      "2:32: traffic.arrivals.schedule: expected at least one {at: …, rate: …}, got an empty list",
    ],
    [
      "traffic: {arrivals: {schedule: [{at: 5s, rate: 1/s}, {at: 1s, rate: 2/s}]}, work: 8ms}",
      '2:59: traffic.arrivals.schedule[1].at: expected points in order of time, got "1s"',
    ],
    [
      "traffic: {arrivals: {schedule: {points: [{at: 5s, rate: 1/s}], period: 5s}}, work: 8ms}",
      '2:47: traffic.arrivals.schedule.points[0].at: expected less than the period, got "5s"',
    ],
    [
      "traffic: {arrivals: {closed: {clients: 0}}, work: 8ms}",
      "2:40: traffic.arrivals.closed.clients: expected a whole number of clients of at least 1, got 0",
    ],
    // Work, sizes, keys.
    ["traffic: {arrivals: {poisson: 4/s}}", `2:10: traffic.work: expected ${TIMES}, got nothing`],
    ["traffic: {arrivals: {poisson: 4/s}, work: fast}", `2:43: traffic.work: expected ${TIMES}, got "fast"`],
    [
      "traffic: {arrivals: {poisson: 4/s}, work: {exponental: 8ms}}",
      `2:44: traffic.work: expected one of ${DISTRIBUTIONS}; did you mean "exponential"?, got "exponental"`,
    ],
    [
      "traffic: {arrivals: {poisson: 4/s}, work: {exponential: 8}}",
      "2:57: traffic.work.exponential: expected a mean such as 8ms, got 8",
    ],
    [
      "traffic: {arrivals: {poisson: 4/s}, work: {lognormal: 8ms}}",
      '2:55: traffic.work.lognormal: expected a map with mean, cv, got "8ms"',
    ],
    [
      "traffic: {arrivals: {poisson: 4/s}, work: {hyperexponential: {mean: 8ms}}}",
      "2:62: traffic.work.hyperexponential: expected either mean and cv, or branches, got mean",
    ],
    [
      "traffic: {arrivals: {poisson: 4/s}, work: {hyperexponential: {mean: 8ms, cv: 0.4}}}",
      "2:78: traffic.work.hyperexponential.cv: expected at least 1, got 0.4",
    ],
    [
      "traffic: {arrivals: {poisson: 4/s}, work: {hyperexponential: {branches: [{probability: 40%, mean: 1s}]}}}",
      "2:73: traffic.work.hyperexponential.branches: expected probabilities that sum to 1, got a sum of 0.4",
    ],
    [
      "traffic: {arrivals: {poisson: 4/s}, work: {hyperexponential: {branches: [{probability: 140%, mean: 1s}]}}}",
      '2:88: traffic.work.hyperexponential.branches[0].probability: expected a fraction from 0 to 1, got "140%"',
    ],
    [
      "traffic: {arrivals: {poisson: 4/s}, work: {uniform: {from: 2ms, to: 1ms}}}",
      '2:69: traffic.work.uniform.to: expected at least what from says, got "1ms"',
    ],
    [
      "traffic: {arrivals: {poisson: 4/s}, work: {pareto: {shape: 1.5}}}",
      "2:52: traffic.work.pareto: expected either min or mean, got neither",
    ],
    [
      "traffic: {arrivals: {poisson: 4/s}, work: {pareto: {shape: 1, mean: 8ms}}}",
      "2:60: traffic.work.pareto.shape: expected more than 1, or a max beside the mean, got 1",
    ],
    [
      "traffic: {arrivals: {poisson: 4/s}, work: {pareto: {shape: 1, min: 8ms, max: 1ms}}}",
      '2:78: traffic.work.pareto.max: expected at least the min, got "1ms"',
    ],
    [
      "traffic: {arrivals: {poisson: 4/s}, work: {weibull: {shape: 1, mean: 8ms, scale: 8ms}}}",
      "2:53: traffic.work.weibull: expected either mean or scale, got both",
    ],
    [
      "traffic: {arrivals: {poisson: 4/s}, work: {gamma: {mean: 8ms}}}",
      "2:51: traffic.work.gamma: expected either cv or shape, got neither",
    ],
    [
      "traffic: {arrivals: {poisson: 4/s}, work: {empirical: {values: [1s, 2s], weights: [1]}}}",
      "2:83: traffic.work.empirical.weights: expected 2 weights, one for each value, got 1",
    ],
    [
      "traffic: {arrivals: {poisson: 4/s}, work: [1ms, 5]}",
      "2:49: traffic.work[1]: expected a duration such as 8ms, got 5",
    ],
    [
      "traffic: {arrivals: {poisson: 4/s}, work: 1ms, size: 4K}",
      '2:54: traffic.size: expected a size such as 4KiB, or a distribution such as {exponential: 4KiB}, got "4K"',
    ],
    [
      "traffic: {arrivals: {poisson: 4/s}, work: 1ms, keys: {zipf: {count: 0, exponent: -1}}}",
      "2:69: traffic.keys.zipf.count: expected a whole number of keys of at least 1, such as 10000, got 0",
      "2:82: traffic.keys.zipf.exponent: expected at least 0, got -1",
    ],
    [
      "traffic: {arrivals: {poisson: 4/s}, work: 1ms, keys: zipf}",
      '2:54: traffic.keys: expected a map with exactly one of uniform, zipf, constant, got "zipf"',
    ],
    [
      "traffic: {arrivals: {poisson: 4/s}, work: 1ms, prio: 1}",
      '2:48: traffic: expected one of name, zone, arrivals, keys, work, size, priority, deadline, timeout; did you mean "priority"?, got "prio"',
    ],
    [
      "traffic: {arrivals: {poisson: 4/s}, work: 1ms, priority: high}",
      '2:58: traffic.priority: expected a whole number, got "high"',
    ],
    [
      "traffic: [{name: a, arrivals: {poisson: 4/s}, work: 1ms}, {name: a, arrivals: {poisson: 4/s}, work: 1ms}]",
      '2:66: traffic[1].name: expected a name of its own, got "a" again',
    ],
    [
      "traffic: []",
      "2:10: traffic: expected a producer, or a list of producers, such as [{arrivals: {poisson: 400/s}, work: 8ms}], got an empty list",
    ],
    // Traces.
    [
      "traffic: {arrivals: {trace: {file: a.csv, work: w}}, work: 1ms}",
      '2:60: traffic.work: expected no work here, as the trace gives the work, got "1ms"',
    ],
    [
      "traffic: {arrivals: {trace: {file: a.csv, key: k, size: s}}, keys: {uniform: 3}, size: 1B, work: 1s}",
      "2:68: traffic.keys: expected no keys here, as the trace gives the key, got a map",
      '2:88: traffic.size: expected no size here, as the trace gives the size, got "1B"',
    ],
    [
      "traffic: {arrivals: {trace: {file: a.csv}}}",
      `2:10: traffic.work: expected ${TIMES}, here or as a column of the trace, got nothing`,
    ],
    [
      "traffic: {arrivals: {trace: {time: t}}, work: 1s}",
      "2:29: traffic.arrivals.trace.file: expected the path of a trace file, got nothing",
    ],
    [
      "traffic: {arrivals: {trace: {file: a.csv, unordered: sort}}, work: 1s}",
      '2:54: traffic.arrivals.trace.unordered: expected refuse, or {sort: 2s}, got "sort"',
    ],
    [
      "traffic: {arrivals: {trace: {file: a.csv, work: {column: w, each: 12}}}}",
      "2:67: traffic.arrivals.trace.work.each: expected a duration such as 8ms, got 12",
    ],
    [
      "traffic: {arrivals: {trace: {file: a.csv, speedup: 0}}, work: 1s}",
      "2:52: traffic.arrivals.trace.speedup: expected more than 0, got 0",
    ],
    // Nodes and gateways.
    ["nodes: 0", "3:8: nodes: expected a whole number of nodes of at least 1, got 0"],
    ["nodes: 1e9", "3:8: nodes: expected at most 1000000, got 1000000000"],
    ["nodes: []", "3:8: nodes: expected at least one node, such as [{name: n, count: 4}], got an empty list"],
    ["nodes: [{speed: 2}]", "3:9: nodes[0].name: expected a name such as n, got nothing"],
    [
      "nodes: [{name: n, cuont: 4}]",
      '3:19: nodes[0]: expected one of name, count, zone, workers, speed, weight, queue, durable, shedding, memory, contention, server; did you mean "count"?, got "cuont"',
    ],
    ["nodes: [{name: n}, {name: n}]", '3:27: nodes[1].name: expected a name of its own, got "n" again'],
    [
      "nodes: [{name: n, count: 2}, {name: n2}]",
      '3:37: nodes[1].name: expected nodes with names of their own, got "n2", which "n" has too',
    ],
    ["nodes: {speed: 0}", "3:16: nodes.speed: expected more than 0, got 0"],
    [
      "nodes: {workers: 1.5}",
      "3:18: nodes.workers: expected a whole number of workers of at least 1, or unlimited, got 1.5",
    ],
    [
      "nodes: {queue: {capacity: -1}}",
      "3:27: nodes.queue.capacity: expected a whole number of messages, or unbounded, got -1",
    ],
    [
      "nodes: {queue: {discipline: fifoo}}",
      '3:29: nodes.queue.discipline: expected one of fifo, lifo, priority, priority-preemptive, processor-sharing, shortest-remaining-time; did you mean "fifo"?, got "fifoo"',
    ],
    [
      "nodes: {queue: {overflow: drop-oldest}}",
      "3:27: nodes.queue.overflow: expected a capacity beside drop-oldest, got an unbounded queue",
    ],
    [
      "nodes: {queue: 2000}",
      "3:16: nodes.queue: expected a map with capacity, discipline, overflow, such as {capacity: 2000}, got 2000",
    ],
    ["gateways: 0", "5:11: gateways: expected a whole number of gateways of at least 1, got 0"],
    ["gateways: {detection: none}", '5:23: gateways.detection: expected a duration such as 1s, or never, got "none"'],
    [
      "gateways: {assign: rand}",
      '5:20: gateways.assign: expected one of random, round-robin, producer; did you mean "random"?, got "rand"',
    ],
    // Faults.
    [
      "faults: [{crash: n9, at: 1s}]",
      '5:18: faults[0].crash: expected one of n, slow, n1, n2, n3; did you mean "n1"?, got "n9"',
    ],
    ["faults: [{crash: [n1, n], at: 1s}]", '5:23: faults[0].crash[1]: expected each node once, got "n" again'],
    ["faults: [{crash: n1, at: 3m}]", '5:26: faults[0].at: expected at most the duration of 2m, got "3m"'],
    ["faults: [{crash: n1, at: 1s, for: 0s}]", '5:35: faults[0].for: expected more than 0s, got "0s"'],
    ["faults: [{crash: n1}]", "5:10: faults[0].at: expected a duration such as 1m, got nothing"],
    [
      "faults: [{at: 1s}]",
      "5:10: faults[0]: expected exactly one of crash, pause, slow, errors, degrade, flap, zone-outage, rolling-restart, scale-out, scale-in, partition, clog, loss, delay, duplicate, throttle, got none of them",
    ],
    ["faults: [{slow: n1, at: 1s}]", "5:10: faults[0].factor: expected a factor such as 3, got nothing"],
    ["faults: [{crash: n1, factor: 2, at: 1s}]", "5:30: faults[0].factor: expected factor only with slow, got 2"],
    ["faults: [{crash: n1, at: 1s, until: 2s}]", '5:37: faults[0].until: expected until only with every, got "2s"'],
    [
      "faults: [{crash: n1, every: 1m}]",
      "5:10: faults[0].for: expected a duration or a distribution, as it comes again, got nothing",
    ],
    [
      "faults: [{crash: n1, every: 1m, for: 1s, cascade: {probability: 1}, together: true}]",
      "5:51: faults[0].cascade: expected targets that are left to follow: every, each by itself, or a fraction, got a map",
    ],
    [
      "faults: [{loss: {between: [n1, gateways]}, at: 1s}]",
      "5:10: faults[0].probability: expected a probability such as 20%, or gilbertElliott, got nothing",
    ],
    [
      "faults: [{errors: n1, probability: 1%, latency: {uniform: {from: 1ms, to: 2ms}}, at: 1s}]",
      "5:49: faults[0].latency: expected a duration such as 1ms with errors, got a map",
    ],
    [
      "faults: [{partition: {between: [n1]}, at: 1s}]",
      "5:32: faults[0].partition.between: expected two ends, each a name or a list of names, such as [eu, [n3, n4]], got 1",
    ],
    [
      "faults: [{partition: {between: [n1, n2]}, at: 1s}]",
      "5:32: faults[0].partition.between: expected ends with a link between them: of producers and gateways, or of gateways and nodes, got a list",
    ],
    [
      "faults: [{partition: {between: [n1, gateway9]}, at: 1s}]",
      '5:37: faults[0].partition.between[1]: expected one of producers, gateways, nodes, traffic, gateway1, n, slow, n1, n2, n3, default; did you mean "gateways"?, got "gateway9"',
    ],
    ["faults: [{crash: {gateway: 9}, at: 1s}]", "5:18: faults[0].crash: expected gateways up to 1, got 9"],
    [
      "faults: [{scale-out: n1, at: 1s, for: 2s}]",
      '5:39: faults[0].for: expected for only with crash, pause, slow, errors, degrade, flap, zone-outage, scale-in, partition, clog, loss, delay, duplicate or throttle, got "2s"',
    ],
    ["faults: [{zone-outage: eu, at: 1s}]", '5:24: faults[0].zone-outage: expected the zone default, got "eu"'],
    [
      "faults: [{slow: n1, factor: 2, shape: ramp, at: 1s}]",
      "5:10: faults[0].for: expected a duration over which it slows down, got nothing",
    ],
    ["faults: {crash: n1, at: 1s}", "5:9: faults: expected a list such as [{crash: n2, at: 1m, for: 15s}], got a map"],
    // Balancers.
    [
      "balancers: []",
      "4:12: balancers: expected at least one balancer, such as [round-robin, hash], got an empty list",
    ],
    [
      "balancers: [5]",
      "4:13: balancers[0]: expected the name of a balancer, or a map such as {power-of-two-choices: {choices: 2}}, got 5",
    ],
    [
      "balancers: [{power-of-two-choices: {choices: 0}}]",
      "4:46: balancers[0].power-of-two-choices.choices: expected a whole number from 1 to 100, got 0",
    ],
    ["balancers: [hash, hash]", '4:19: balancers[1]: expected a label of its own (as: …), got "hash" again'],
    [
      "balancers: [hash, {random: {as: hash}}]",
      '4:19: balancers[1]: expected a label of its own (as: …), got "hash" again',
    ],
    [
      "balancers: [./mine.ts]",
      '4:13: balancers[0]: expected a name of the catalogue (files are not loaded here), got "./mine.ts"',
    ],
    [
      "balancers: [{./mine.ts: {}}]",
      '4:25: balancers[0]."./mine.ts": expected a name of the catalogue (files are not loaded here), got an empty map',
    ],
    // Expectations: the column is that of the character in the text.
    [
      "expect: p98(responseTime) < 1s",
      '5:9: expect: expected one of mean, stddev, p50, p90, p95, p99, p999, max, count, offered, delivered, deliveredFraction, lost, lostFraction, inFlight, confirmed, failed, unknown, confirmedButLost, failedButDelivered, unheardButDelivered, attempts, maxAttempts, duplicates, …; did you mean "p90"?, got "p98"',
    ],
    [
      "expect: [lost == 0, lost(hsah) == 0]",
      '5:26: expect[1]: expected one of round-robin, hash, *; did you mean "hash"?, got "hsah"',
    ],
    [
      'expect: ["lost(hash) == 0 and p99(responsTime) < 1s"]',
      '5:35: expect[0]: expected one of responseTime, endToEndTime, waitingTime, serviceTime; did you mean "responseTime"?, got "responsTime"',
    ],
    ["expect: lostFraction < 1ms", '5:24: expect: expected a number as on the left, got a time: "1ms"'],
    ["expect: 5", "5:9: expect: expected an expectation or a list of them, got 5"],
    // Sections.
    ["sed: 1", `5:1: scenario: expected one of ${SECTIONS}; did you mean "seed"?, got "sed"`],
    // Nodes that defend themselves.
    [
      "nodes: {shedding: {expired: on-start}}",
      "3:29: nodes.shedding.expired: expected a producer with a deadline beside it, got none",
    ],
    [
      "nodes: {queue: {discipline: processor-sharing}, shedding: {codel: {}}}",
      "3:67: nodes.shedding.codel: expected a queue of discipline fifo, lifo or priority, got processor-sharing",
    ],
    [
      "nodes: {queue: {discipline: priority}, shedding: {adaptiveLifo: {threshold: 5}}}",
      "3:65: nodes.shedding.adaptiveLifo: expected a queue of discipline fifo, got priority",
    ],
    [
      "nodes: {workers: unlimited, shedding: {codel: {}}}",
      "3:47: nodes.shedding.codel: expected workers that messages may have to wait for, got unlimited workers",
    ],
    [
      "nodes: {shedding: {tokenBucket: {rate: 0/s}}}",
      '3:40: nodes.shedding.tokenBucket.rate: expected a rate above 0/s, got "0/s"',
    ],
    ["nodes: {memory: {limit: 0}}", "3:25: nodes.memory.limit: expected more than 0B, got 0"],
    ["whatever: 1", `5:1: scenario: expected one of ${SECTIONS}, got "whatever"`],
  ])("%s", (line, ...expected) => {
    expect(report(line)).toEqual(expected.map((message) => `test.yaml:${message}`));
  });

  it("a balancer with a slip in its name", () => {
    const [problem] = report("balancers: [round-robin, hsah]");
    expect(problem).toMatch(
      /^test\.yaml:4:26: balancers\[1\]: expected one of hash, round-robin, .*; did you mean "hash"\?, got "hsah"$/,
    );
    expect(report("balancers: [{leest-connections: {}}]")[0]).toMatch(
      /4:14: balancers\[0\]: .*; did you mean "least-connections"\?, got "leest-connections"$/,
    );
  });

  it("a parameter with a slip in its name", () => {
    const [problem] = report("balancers: [{power-of-two-choices: {choice: 3}}]");
    expect(problem).toMatch(/4:37: balancers\[0\]\.power-of-two-choices: .*; did you mean "choices"\?, got "choice"$/);
  });

  it("traffic without a duration that does not end by itself", () => {
    expect(problemsOf(LINES.slice(1).join("\n"))).toEqual([
      "test.yaml:1:1: duration: expected a duration such as 2m (only traffic that is all traces can do without), got nothing",
    ]);
  });

  it("everything at once, in the order of the file", () => {
    const text = [
      "sed: 1",
      "duration: 2",
      "traffic: {arrivals: {poison: 400/s}, work: 8ms}",
      "nodes: [{name: n, count: 3, sped: 2}]",
      "faults: [{crash: n1, at: 1}]",
      "balancers: [{power-of-two-choices: {choices: 0}}]",
      "expect: lost = 0",
    ].join("\n");
    expect(problemsOf(text).map((problem) => problem.split(":").slice(1, 4).join(":"))).toEqual([
      "1:1: scenario",
      "2:11: duration",
      "3:22: traffic.arrivals",
      "4:29: nodes[0]",
      "5:26: faults[0].at",
      "6:46: balancers[0].power-of-two-choices.choices",
      "7:14: expect",
    ]);
  });

  it("a fault in the middle of a long, folded expectation", () => {
    const text = `${LINES.join("\n")}\nexpect:\n  - p99(responseTime, hash) < 1s\n    and\n    lost(hsah) == 0\n  - >\n    lost(hash) == 0 and\n    failed(hush) == 0\n  - 'delivered(hash) > 0 and lost("hesh") == 0'\n`;
    expect(problemsOf(text).map((problem) => problem.split(": ")[0])).toEqual([
      "test.yaml:8:10",
      "test.yaml:11:12",
      "test.yaml:12:35",
    ]);
  });
});
