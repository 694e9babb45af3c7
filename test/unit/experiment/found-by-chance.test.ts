/** Faults of results that only scenarios at random had found. */
import { expect, it } from "vitest";
import { runScenario } from "../../fixtures/run.ts";
import { parsed } from "../scenarios/support.ts";

it("theory says why there is no formula where no message takes any work", async () => {
  const { scenario } = parsed(
    "duration: 9s\ntraffic: {arrivals: {poisson: 1/s}, work: 0s}\nnodes: 2\nbalancers: random\n",
  );
  const { theory } = await runScenario(scenario);
  expect(theory.map(({ note }) => note).join("\n")).toContain("No message takes any work");
});

it("messages whose refusal is still on its way as the run ends were sent to nobody", async () => {
  const { scenario } = parsed(`
duration: 1s
traffic: {arrivals: {poisson: 100/s}, work: 1ms}
gateways: {detection: 0s}
network: {latency: 300ms}
nodes: {name: n}
faults: [{crash: n, at: 0s}]
balancers: grpc-weighted-round-robin
warmup: 0s`);
  const { attempts, messages } = await runScenario(scenario);
  expect(messages.failed).toBeLessThan(messages.lost);
  expect(attempts).toEqual({ mean: 0, max: 0, histogram: [messages.lost, 0] });
});
