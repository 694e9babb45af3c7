/** Reproducible trouble: a script of arrivals, settlements, failures, membership changes and time, drawn from a seed. */
import { Stream } from "../../sim/core/random.ts";
import { NONE, type MessageView, type NodeId } from "../../sim/index.ts";
import type { FakeGateway } from "./fake-gateway.ts";

export interface Script {
  readonly seed: number;
  readonly steps: number;
  /** Messages in flight are kept below this. */
  readonly held: number;
  /** How often of 1000 steps a node leaves or joins. */
  readonly churn: number;
  /** All replies are good and take equally long. */
  readonly steady?: boolean;
  /** The servers differ in zone, priority and metadata. */
  readonly grouped?: boolean;
}

/** Plays a script to a gateway; at least one node is always there. Every draw is made whether it is used or not, so that equal picks meet equal scripts. */
export function play(gateway: FakeGateway, { seed, steps, held, churn, steady = false }: Script): void {
  const chance = new Stream(seed, "script");
  const nodes = gateway.view.nodeCount;
  for (let step = 0; step < steps; step++) {
    const draws = { node: chance.below(nodes), kind: chance.below(1000), key: chance.u32(), place: chance.unit() };
    gateway.advance(draws.kind >= 995 ? 25e9 : 1e6 * (1 + (draws.key % 50)));
    if (draws.kind < churn && draws.kind % 2 === 1) gateway.join(draws.node);
    else if (draws.kind < churn && gateway.view.count > 1) gateway.leave(draws.node);
    else if (draws.kind < 100) gateway.elsewhere(draws.node, draws.key % 3 === 0 ? -1 : 1);
    else if (draws.kind < 110) gateway.setSpeed(draws.node, 1 + (draws.key % 4));
    while (gateway.held.length >= held) settleOne(gateway, draws.place, draws.key, steady);
    gateway.view.waiting = draws.key % 5;
    gateway.pick({ key: draws.key, ...(draws.kind % 10 === 0 ? retryAfter(gateway.picks.at(-1)) : {}) });
    gateway.view.waiting = 0;
    if (draws.kind % 2 === 0) settleOne(gateway, draws.place, draws.key, steady);
  }
}

/** A second try, after one at `previous`. */
function retryAfter(previous: NodeId = NONE): Partial<MessageView> {
  const tries = previous === NONE ? [] : [previous];
  return { attempt: 1, previous, tries, tried: (node) => tries.includes(node) };
}

/** Each node has a latency of its own, a little spread, and one node in four fails fast now and then. */
function settleOne(gateway: FakeGateway, where: number, luck: number, steady: boolean): void {
  if (gateway.held.length === 0) return;
  const place = Math.floor(where * gateway.held.length);
  if (steady) return gateway.settle(5e6, true, place);
  const node = gateway.held[place]!;
  const fails = node % 4 === 3 && luck % 8 === 0;
  const latencyNs = fails ? 1e5 : 2e6 * (1 + (node % 3)) + (luck % 1000) * 1e3;
  gateway.settle(latencyNs, !fails, place);
}
