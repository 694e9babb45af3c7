/** What each by itself may be said, and together cannot be meant: refused at its place, and what it lacks is named. */
import { describe, expect, it } from "vitest";
import { problemsOf } from "./support.ts";

const LINES: readonly string[] = [
  "duration: 2m",
  "traffic: {zone: eu, arrivals: {poisson: 400/s}, work: 8ms}",
  "nodes: [{name: n, count: 3}, {name: far, zone: us}]",
  "balancers: [round-robin, hash]",
];

/** The problems of these lines, of which one that says what a line above says stands in its place. */
function report(line: string): readonly string[] {
  const section = `${line.split(":")[0]!}:`;
  const others = LINES.map((each) => (each.startsWith(section) ? line : each));
  return problemsOf(`${[...others, ...(others.includes(line) ? [] : [line])].join("\n")}\n`);
}

const ENDS = "producers, gateways, nodes, traffic, gateway1, n, far, n1, n2, n3, eu, default, us";

describe("gateways", () => {
  it.each<[string, ...string[]]>([
    [
      "gateways: {timeouts: {perTry: 1s}, hedging: {after: 1s}}",
      "5:53: gateways.hedging.after: expected less than timeouts.perTry of 1s, got 1s",
    ],
    [
      "gateways: {hedging: {after: p95, maxFraction: 0%}}",
      "5:47: gateways.hedging.maxFraction: expected more than 0%, got room for no hedge",
    ],
    [
      "gateways: {retries: {limit: 0, budget: {tokens: {}}}}",
      "5:40: gateways.retries.budget: expected retries to spend it on, got a limit of 0",
    ],
    [
      "gateways: {retries: {limit: 3, budget: {concurrency: {fraction: 0%, minimum: 0}}}}",
      "5:78: gateways.retries.budget.concurrency.minimum: expected room for at least one retry, got none",
    ],
    [
      "gateways: {timeouts: {total: 1s}, retries: {limit: 3, backoff: {fixed: 1s}}}",
      "5:64: gateways.retries.backoff: expected waits of less than timeouts.total of 1s, got 1s",
    ],
    [
      "gateways: {timeouts: {total: 1s}, retries: {limit: 3, backoff: {exponential: {base: 2s, jitter: none}}}}",
      "5:64: gateways.retries.backoff: expected waits of less than timeouts.total of 1s, got 2s",
    ],
    [
      "gateways: {redundancy: {copies: 3, needed: 4}}",
      "5:44: gateways.redundancy.needed: expected at most the 3 copies, got 4",
    ],
    [
      "gateways: {redundancy: {copies: 9, needed: 5}}",
      "5:44: gateways.redundancy.needed: expected at most the 4 nodes, as each copy goes to another, got 5",
    ],
    ["gateways: {zone: eu, zones: [eu, us]}", "5:29: gateways.zones: expected either zone or zones, got both"],
    [
      "gateways: {concurrency: {gradient: {minimum: 30}}}",
      "5:46: gateways.concurrency.gradient.minimum: expected at most the initial 20, got 30",
    ],
  ])("%s", (line, ...expected) => {
    expect(report(line)).toEqual(expected.map((message) => `test.yaml:${message}`));
  });
});

describe("nodes", () => {
  it.each<[string, ...string[]]>([
    [
      "nodes: {workers: unlimited, queue: {capacity: 5}}",
      "3:36: nodes.queue: expected workers that messages may have to wait for, got unlimited workers",
    ],
    [
      "nodes: [{name: n, workers: unlimited, queue: {discipline: lifo}}]",
      "3:46: nodes[0].queue: expected workers that messages may have to wait for, got unlimited workers",
    ],
    [
      "nodes: {shedding: {codel: {target: 200ms}}}",
      "3:36: nodes.shedding.codel.target: expected at most the interval of 100ms, got 200ms",
    ],
    [
      "nodes: {memory: {limit: 1KiB, perMessage: 2KiB}}",
      "3:43: nodes.memory.perMessage: expected at most the limit of 1KiB, got 2KiB",
    ],
    [
      "nodes: {server: {minConnections: 9, maxConnections: 3}}",
      "3:34: nodes.server.minConnections: expected at most maxConnections of 3, got 9",
    ],
    [
      "nodes: {shedding: {expired: on-start}}",
      "3:29: nodes.shedding.expired: expected a producer with a deadline beside it, got none",
    ],
  ])("%s", (line, ...expected) => {
    expect(report(line)).toEqual(expected.map((message) => `test.yaml:${message}`));
  });
});

describe("links", () => {
  it.each<[string, ...string[]]>([
    [
      "network: {back: {bandwidth: 1MB/s}}",
      '5:18: network.back: expected one of latency, loss, duplication, ordered, got "bandwidth"',
    ],
    [
      "network: {zones: [{between: [default, us], direction: back, bandwidth: 1MB/s}]}",
      '5:72: network.zones[0].bandwidth: expected no bandwidth with direction back, as answers have no size, got "1MB/s"',
    ],
    [
      "network: {loss: {gilbertElliott: {goodToBad: 0%, badToGood: 0%}}}",
      '5:46: network.loss.gilbertElliott.goodToBad: expected more than 0% there or in badToGood, as no link would ever change, got "0%"',
    ],
    [
      "network: {zones: [{between: [eu, us], latency: 1ms}]}",
      '5:29: network.zones[0].between: expected the two ends of a link, got "eu" and "us"',
    ],
    [
      "network: {zones: [{between: [eu, asia], latency: 1ms}]}",
      '5:34: network.zones[0].between[1]: expected one of eu, default, us, traffic, gateway1, n, n1, n2, n3, far, got "asia"',
    ],
  ])("%s", (line, ...expected) => {
    expect(report(line)).toEqual(expected.map((message) => `test.yaml:${message}`));
  });
});

describe("faults", () => {
  it.each<[string, ...string[]]>([
    [
      "faults: [{crash: n4, at: 1s}]",
      '5:18: faults[0].crash: expected one of n, far, n1, n2, n3; did you mean "n1"?, got "n4"',
    ],
    ["faults: [{zone-outage: asia, at: 1s}]", '5:24: faults[0].zone-outage: expected one of default, us, got "asia"'],
    ["faults: [{crash: {gateway: 2}, at: 1s}]", "5:18: faults[0].crash: expected gateways up to 1, got 2"],
    [
      "faults: [{clog: {between: [gateways, asia]}, at: 1s}]",
      `5:38: faults[0].clog.between[1]: expected one of ${ENDS}, got "asia"`,
    ],
    [
      "faults: [{partition: {between: [far, n1]}, at: 1s}]",
      "5:32: faults[0].partition.between: expected ends with a link between them: of producers and gateways, or of gateways and nodes, got a list",
    ],
    ["faults: [{crash: [n, n1], at: 1s}]", '5:22: faults[0].crash[1]: expected each node once, got "n1" again'],
    [
      "faults: [{scale-out: n1, at: 1s}, {scale-out: n, at: 2s}]",
      '5:47: faults[1].scale-out: expected nodes that join once, got "n"',
    ],
    [
      "faults: [{scale-in: n1, at: 5s}, {scale-out: n1, at: 9s}]",
      '5:29: faults[0].at: expected a time after it joins at 9s, got "5s"',
    ],
    [
      "faults: [{crash: n1, every: 1m, for: 1s, fraction: 50%}]",
      "5:52: faults[0].fraction: expected several targets beside fraction, got one that is always hit",
    ],
    [
      "faults: [{crash: n1, every: 1m, for: 1s, cascade: {probability: 50%}}]",
      "5:51: faults[0].cascade: expected several targets beside cascade, got one that is always hit",
    ],
    [
      "faults: [{crash: n, at: 1s, fraction: 100%, cascade: {probability: 50%}}]",
      "5:54: faults[0].cascade: expected targets that are left to follow: every, each by itself, or a fraction, got a map",
    ],
    [
      "faults: [{crash: {gateway: 1}, recovery: {base: 1s}, at: 1s}]",
      "5:42: faults[0].recovery: expected a node beside recovery, as gateways keep nothing, got only gateways",
    ],
    [
      "faults: [{crash: n, every: 1m, for: 1s, at: 90s, until: 80s}]",
      '5:57: faults[0].until: expected a time after it begins, got "80s"',
    ],
    [
      "faults: [{throttle: {between: [gateways, n1], direction: back}, bandwidth: 1MB/s, at: 1s}]",
      '5:58: faults[0].throttle.direction: expected a direction in which messages go, as answers have no size, got "back"',
    ],
    [
      "faults: [{loss: {between: [gateways, n1]}, probability: 1%, gilbertElliott: {goodToBad: 1%, badToGood: 1%}, at: 1s}]",
      '5:57: faults[0].probability: expected either probability or gilbertElliott, got "1%"',
    ],
  ])("%s", (line, ...expected) => {
    expect(report(line)).toEqual(expected.map((message) => `test.yaml:${message}`));
  });
});
