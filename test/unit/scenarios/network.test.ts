import { describe, expect, it } from "vitest";
import { problemsOf } from "./support.ts";

const SCENARIO = `duration: 2m
traffic: {arrivals: {poisson: 400/s}, work: 8ms}
nodes: [{name: n, count: 3}, {name: slow, speed: 0.5}]
balancers: [round-robin, hash]
`;
const TIMES = "a duration such as 8ms, or a distribution such as {exponential: 8ms}";

describe("what is said about a network", () => {
  it.each<[string, ...string[]]>([
    [
      "network: {latnecy: 1ms}",
      '5:11: network: expected one of latency, bandwidth, loss, duplication, ordered, forward, back, links, zones; did you mean "latency"?, got "latnecy"',
    ],
    [
      "network: {zones: [{between: [eu, default], latency: 1ms}]}",
      '5:30: network.zones[0].between[0]: expected one of default, traffic, gateway1, n, n1, n2, n3, slow, got "eu"',
    ],
    [
      "network: {zones: [{between: [default, gatway1], loss: 1%}]}",
      '5:39: network.zones[0].between[1]: expected one of default, traffic, gateway1, n, n1, n2, n3, slow; did you mean "gateway1"?, got "gatway1"',
    ],
    [
      "network: {zones: [{between: [n1, slow], loss: 1%}]}",
      '5:29: network.zones[0].between: expected the two ends of a link, got "n1" and "slow"',
    ],
    [
      "network: {zones: [{between: [gateway1, slow], link: producer-gateway, loss: 1%}]}",
      '5:29: network.zones[0].between: expected the two ends of a producer-gateway, got "gateway1" and "slow"',
    ],
    [
      "network: {zones: [{between: [default, default], direction: back}]}",
      "5:19: network.zones[0]: expected one or more of latency, bandwidth, loss, duplication, ordered, got none of them",
    ],
    [
      "network: {bandwidth: 10, loss: 101%, duplication: -1, ordered: tcp}",
      "5:22: network.bandwidth: expected a bandwidth such as 10MB/s or 1Gbit/s, got 10",
      '5:32: network.loss: expected a fraction from 0 to 1, got "101%"',
      "5:51: network.duplication: expected a fraction from 0 to 1, got -1",
      '5:64: network.ordered: expected true or false, got "tcp"',
    ],
    ["network: {bandwidth: 0MB/s}", '5:22: network.bandwidth: expected more than 0B/s, got "0MB/s"'],
    [
      "network: {loss: {gilbertElliott: {goodToBad: 1%}}}",
      "5:34: network.loss.gilbertElliott.badToGood: expected a fraction such as 2% or 0.02, got nothing",
    ],
    [
      "network: {zones: [{between: [default], latency: 1}]}",
      "5:29: network.zones[0].between: expected two zones, such as [eu, us], got 1",
      `5:49: network.zones[0].latency: expected ${TIMES}, got 1`,
    ],
  ])("%s", (network, ...expected) => {
    expect(problemsOf(`${SCENARIO}${network}\n`)).toEqual(expected.map((message) => `test.yaml:${message}`));
  });
});
