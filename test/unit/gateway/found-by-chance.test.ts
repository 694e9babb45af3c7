/**
 * Faults of gateways that only scenarios at random had found, each with the smallest scenario that shows it again. Every event
 * is followed by a look at all rows, as what goes wrong may later keep a run from ever ending; the last one does so at once.
 */
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import type { Scenario } from "../../../sim/index.ts";
import { audit } from "../../fuzz/audit.ts";
import { checkDocument, simulationOf } from "../../fuzz/check.ts";
import type { Section } from "../../fuzz/dice.ts";
import { parsed } from "../scenarios/support.ts";

function stepThrough(scenario: Scenario): void {
  for (const index of scenario.balancers.keys()) {
    const run = simulationOf(scenario, index);
    run.start();
    while (!run.ended) {
      run.advance(1);
      audit(run);
    }
    run.finish();
  }
}

describe("gateways keep their books", () => {
  it.each([
    [
      "where a second copy of a message is answered while the first one waits for a node",
      `
duration: 3s
drain: 2s
traffic: {arrivals: {poisson: 60/s}, work: {exponential: 1ms}}
gateways: {queue: {capacity: 20}}
nodes: {name: n, count: 3}
network:
  links:
    producer-gateway: {latency: {exponential: 9ms}, duplication: 100%}
    gateway-node: {latency: {hyperexponential: {mean: 20ms, cv: 3}}}
balancers: prequal-synchronous`,
    ],
    [
      "where a worker drops a try and begins another one, whose start calls off the first",
      `
duration: 1s
drain: 1s
traffic: {arrivals: {poisson: 150/s}, work: {exponential: 20ms}}
gateways: {redundancy: {copies: 2, cancel: on-start}}
nodes: {name: n, count: 2, shedding: {codel: {target: 1ms, interval: 2ms}}}
network: {links: {producer-gateway: {latency: {exponential: 3ms}, duplication: 60%}}}
balancers: round-robin`,
    ],
    [
      "where the network makes the copies that a quorum lacked, after it was given up",
      `
duration: 2s
drain: 1s
traffic: {arrivals: {poisson: 60/s}, work: {exponential: 10ms}}
gateways: {timeouts: {total: 60ms}, redundancy: {copies: 2, needed: 2}}
nodes: {name: n, count: 3}
network: {links: {gateway-node: {latency: {exponential: 20ms}, loss: 20%, duplication: 50%}}}
balancers: round-robin`,
    ],
    [
      "where a gateway gives up and calls back a message of which its producer has long given up",
      `
duration: 1s
traffic:
  - {arrivals: {regular: 10/s}, work: 50ms, timeout: 20ms}
  - {arrivals: {regular: 5.1/s}, work: 50ms, timeout: 20ms}
gateways: {detection: 0s, queue: {capacity: 9}, timeouts: {total: 30ms, cancel: propagate}}
nodes: {name: n}
faults: [{crash: n, at: 140ms}]
balancers: round-robin`,
    ],
    [
      "where fewer copies find a node than a quorum needs, as the other node is down",
      `
duration: 1s
traffic: {arrivals: {poisson: 40/s}, work: {exponential: 10ms}}
gateways: {detection: 0s, timeouts: {perTry: 500ms}, redundancy: {copies: 2, needed: 2}}
nodes: {name: n, count: 2}
faults: [{crash: n1, at: 200ms, for: 400ms}]
balancers: round-robin`,
    ],
    [
      "where a half-open node lets nothing more in, and what it has let in waits for room",
      `
seed: 5978
duration: 2s
traffic: {arrivals: {closed: {clients: 9, think: {uniform: {from: 3ms, to: 60ms}}}}, work: {exponential: 40ms}}
gateways: {timeouts: {perTry: 10ms}, breaker: {open: 500ms}, limits: {perNode: 1, queue: 1}}
nodes: {name: n}
balancers: round-robin`,
    ],
  ])("%s", async (_where, text) => {
    stepThrough(parsed(text).scenario);
    expect(await checkDocument(parse(text) as Section)).toMatchObject({ violation: null, refused: null });
  });
});
