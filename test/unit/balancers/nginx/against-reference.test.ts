import { describe, expect, test } from "vitest";
import { Stream } from "../../../../sim/core/random.ts";
import { findBalancer, NONE, type NodeConfig } from "../../../../sim/index.ts";
import { FakeGateway } from "../../../conformance/fake-gateway.ts";
import { Reference, type ReferenceMethod, type ReferenceServer } from "./reference.ts";

const METHODS: readonly (readonly [ReferenceMethod, string, Record<string, boolean>])[] = [
  ["round_robin", "nginx-round-robin", {}],
  ["least_conn", "nginx-least-conn", {}],
  ["least_time", "nginx-least-time", {}],
  ["least_time inflight", "nginx-least-time", { inflight: true }],
];

const SERVERS: Readonly<Record<string, (chance: Stream) => ReferenceServer>> = {
  alike: () => ({ weight: 1, maxFails: 1, failTimeout: 3, maxConns: 0, backup: false, down: false }),
  "of all kinds": (chance) => ({
    weight: 1 + chance.below(6),
    maxFails: chance.below(4),
    failTimeout: 1 + chance.below(5),
    maxConns: chance.below(3) === 0 ? 1 + chance.below(4) : 0,
    backup: chance.below(4) === 0,
    down: chance.below(8) === 0,
  }),
};

describe.each(METHODS)("%s", (method, name, parameters) => {
  describe.each(Object.keys(SERVERS))("servers %s", (kind) => {
    test.each([1, 2, 3, 8, 40])("%i of them: what a walk over all servers finds", (count) => {
      const picks = [11, 12, 13].map((seed) => compare(method, name, parameters, kind, count, seed));
      // The script is of use only if servers are there often enough to be picked.
      expect(Math.min(...picks)).toBeGreaterThan(40);
    });
  });
});

/** A script of messages, tries, replies, absences and time, played to both; returns how many messages were placed. */
function compare(
  method: ReferenceMethod,
  name: string,
  parameters: Record<string, boolean>,
  kind: string,
  count: number,
  seed: number,
): number {
  const chance = new Stream(seed, `${method} ${kind} ${count}`);
  const servers = Array.from({ length: count }, () => SERVERS[kind]!(chance));
  // At least one server that may be used first.
  servers[0] = { ...servers[0]!, backup: false, down: false };
  const reference = new Reference(servers, method);
  const gateway = new FakeGateway(findBalancer(name)!, {
    nodes: count,
    weights: servers.map((server) => server.weight),
    servers: servers.map(configOf),
    parameters,
  });
  const sentMs: number[] = [];
  let placed = 0;
  const ask = (tries: readonly number[]): number => {
    const expected = reference.pick(tries);
    const got = gateway.pick({ attempt: tries.length, tries, previous: tries.at(-1) ?? NONE });
    expect(got, `${name}, seed ${seed}, pick ${gateway.picks.length}`).toBe(expected);
    if (got !== NONE) {
      sentMs.push(reference.ms);
      placed++;
    }
    return got;
  };
  const end = (place: number, failed: boolean): void => {
    const node = gateway.held[place]!;
    const latencyMs = reference.ms - sentMs.splice(place, 1)[0]!;
    reference.end(node, failed, latencyMs);
    gateway.settle(latencyMs * 1e6, !failed, place);
  };
  for (let step = 0; step < 1500; step++) {
    const ms = chance.below(40) === 0 ? chance.below(6000) : chance.below(60);
    reference.ms += ms;
    gateway.advance(ms * 1e6);
    if (chance.below(60) === 0) toggle(reference, gateway, chance.below(count));
    const node = ask([]);
    const tries: number[] = [];
    // One in ten fails at once, and is tried again for as long as that goes on.
    for (let at = node; at !== NONE && chance.below(10) === 0; at = ask(tries)) {
      end(gateway.held.length - 1, true);
      tries.push(at);
    }
    while (gateway.held.length > chance.below(3 * count + 2))
      end(chance.below(gateway.held.length), chance.below(25) === 0);
  }
  return placed;
}

function toggle(reference: Reference, gateway: FakeGateway, id: number): void {
  const peer = reference.peers[id]!;
  peer.routable = !peer.routable;
  if (peer.routable) gateway.join(id);
  else gateway.leave(id);
}

function configOf(server: ReferenceServer): Partial<NodeConfig> {
  const { maxFails, failTimeout, maxConns, backup, down } = server;
  return {
    maxFails,
    failTimeoutSeconds: failTimeout,
    maxConnections: maxConns === 0 ? Infinity : maxConns,
    backup,
    down,
  };
}
