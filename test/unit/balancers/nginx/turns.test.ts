import { describe, expect, test } from "vitest";
import { findBalancer, NONE, type NodeConfig, type ParameterValue } from "../../../../sim/index.ts";
import { FakeGateway, sharedStates, type FakeOptions } from "../../../conformance/fake-gateway.ts";

const SECOND = 1e9;

interface Setting extends Partial<FakeOptions> {
  readonly parameters?: Readonly<Record<string, ParameterValue>>;
}

function gatewayOf(name: string, servers: readonly Partial<NodeConfig>[], options: Setting = {}): FakeGateway {
  const weights = servers.map((server) => server.weight ?? 1);
  return new FakeGateway(findBalancer(name)!, { nodes: servers.length, weights, servers, ...options });
}

/** Another try of a message whose earlier ones went there. */
function again(gateway: FakeGateway, tries: readonly number[]): number {
  return gateway.pick({ attempt: tries.length, previous: tries.at(-1)!, tries, tried: (node) => tries.includes(node) });
}

describe("nginx-round-robin", () => {
  test.each([
    [[5, 1, 1], "aabacaa"],
    [[4, 3, 2, 1], "abcabdacba"],
    [[1, 1, 1], "abc"],
  ])("weights %j give %s, again and again", (weights, cycle) => {
    const gateway = gatewayOf(
      "nginx-round-robin",
      weights.map((weight) => ({ weight })),
    );
    expect(gateway.letters(3 * cycle.length)).toBe(cycle.repeat(3));
  });

  test("the same order as weighted-round-robin, which has no health", () => {
    const weights = [7, 3, 3, 2, 11, 1];
    const plain = new FakeGateway(findBalancer("weighted-round-robin")!, { nodes: 6, weights });
    const servers = weights.map((weight) => ({ weight }));
    expect(gatewayOf("nginx-round-robin", servers).letters(270)).toBe(plain.letters(270));
  });

  test("a second try takes a turn of its own", () => {
    const gateway = gatewayOf("nginx-round-robin", [{}, {}, {}, { maxFails: 0 }]);
    expect(gateway.pick()).toBe(0);
    gateway.settle(1e6, false);
    // b, which the next message would have had; that one gets c.
    expect(again(gateway, [0])).toBe(1);
    gateway.settle();
    expect(gateway.pick()).toBe(2);
  });

  test("nobody is tried twice", () => {
    const gateway = gatewayOf("nginx-round-robin", [{ maxFails: 0 }, { maxFails: 0 }]);
    const first = gateway.pick();
    gateway.settle(1e6, false);
    const second = again(gateway, [first]);
    gateway.settle(1e6, false);
    expect([first, second, again(gateway, [first, second])]).toEqual([0, 1, NONE]);
  });

  test("a failed server is hidden for fail_timeout whole seconds; then one message probes it", () => {
    // 0.9 s into a calendar second. It fails at second 1000; 1000 + 10 still hides it, 1011 does not.
    const gateway = gatewayOf("nginx-round-robin", [{}, {}], { startEpochMs: 1_000_900 });
    expect(gateway.pick()).toBe(0);
    gateway.settle(1e6, false);
    gateway.advance(10 * SECOND);
    expect(gateway.letters(3)).toBe("bbb");
    gateway.advance(0.1 * SECOND);
    // Its weight is 0, and its value -1 against b's 1: it climbs to 0, and its turn is the third, 1 against 1.
    expect(gateway.letters(2)).toBe("bb");
    expect(gateway.pick()).toBe(0);
    // The probe is under way, and hides the server from everybody else.
    expect([gateway.pick(), gateway.pick()]).toEqual([1, 1]);
    gateway.settle();
    expect(gateway.letters(2)).toContain("a");
  });

  test("a probe that hangs is followed by another fail_timeout and a second later", () => {
    const gateway = gatewayOf("nginx-round-robin", [{ failTimeoutSeconds: 3 }, { maxConnections: 100 }]);
    expect(gateway.pick()).toBe(0);
    gateway.settle(1e6, false);
    const probes: number[] = [];
    for (let second = 1; second <= 12; second++) {
      gateway.advance(SECOND);
      for (let i = 0; i < 4; i++) if (gateway.pick() === 0) probes.push(second);
    }
    expect(probes).toEqual([4, 8, 12]);
  });

  test("failures cost weight / max_fails of the weight, in whole numbers, and come back one per turn", () => {
    // 7 / 3 is 2: after one failure 5, 6, 7. The turns with a at 5 against b at 5: a b, not a b a.
    const gateway = gatewayOf("nginx-round-robin", [{ weight: 7, maxFails: 3 }, { weight: 5 }]);
    expect(gateway.pick()).toBe(0);
    gateway.settle(1e6, false);
    // a: 7-12 = -5, b: 5. Turn: a -5+5 = 0, b 10 -> b, 10-10 = 0. Then a 6, b 5 -> a, 6-11 = -5. Then a 2, b 10 -> b, -2.
    expect(gateway.letters(3)).toBe("bab");
  });

  test("max_fails 0 never hides", () => {
    const gateway = gatewayOf("nginx-round-robin", [{ maxFails: 0 }, {}]);
    for (let i = 0; i < 10; i++) {
      gateway.pick();
      gateway.settle(1e6, gateway.held[0] !== 0);
    }
    expect(gateway.counts[0]).toBe(5);
  });

  test("max_fails is only reached by failures that no probe has forgiven", () => {
    const gateway = gatewayOf("nginx-round-robin", [{ maxFails: 2, weight: 4 }, { weight: 4 }]);
    expect(gateway.pick()).toBe(0);
    gateway.settle(1e6, false);
    // A success within the same fail_timeout does not clear the first failure.
    gateway.advance(2 * SECOND);
    expect(gateway.letters(3)).toContain("a");
    let node = gateway.pick();
    while (node !== 0) {
      gateway.settle();
      node = gateway.pick();
    }
    gateway.settle(1e6, false);
    expect(gateway.letters(8)).toBe("bbbbbbbb");
  });

  test("with nobody left messages are refused at once, even when all servers are back", () => {
    const gateway = gatewayOf("nginx-round-robin", [{}, {}], { startEpochMs: 5000 });
    for (const node of [0, 1]) {
      expect(gateway.pick()).toBe(node);
      gateway.settle(1e6, false);
    }
    expect(gateway.letters(3)).toBe("---");
    gateway.advance(11 * SECOND);
    // Both at weight 0, with values -1 and 1: b, then -1 + 1 against 1 + 1, b again, then 1 against 1.
    expect(gateway.letters(3)).toBe("bba");
  });

  test("the only server is never hidden, and never tried again", () => {
    const gateway = gatewayOf("nginx-round-robin", [{}]);
    for (let i = 0; i < 3; i++) {
      expect(gateway.pick()).toBe(0);
      gateway.settle(1e6, false);
    }
    expect(again(gateway, [0])).toBe(NONE);
    const full = gatewayOf("nginx-round-robin", [{ maxConnections: 1 }]);
    expect([full.pick(), full.pick()]).toEqual([0, NONE]);
    expect(gatewayOf("nginx-round-robin", [{ down: true }]).pick()).toBe(NONE);
  });

  test("backups take turns of their own while no other is usable, and a message that came to them stays with them", () => {
    const backup = true;
    const gateway = gatewayOf("nginx-round-robin", [{}, { backup }, { backup }]);
    expect(gateway.letters(3)).toBe("aaa");
    gateway.pick();
    gateway.settle(1e6, false);
    expect(gateway.letters(4)).toBe("bcbc");
    const node = gateway.pick();
    expect(node).toBe(1);
    gateway.advance(20 * SECOND);
    gateway.settle(1e6, false);
    // a could be probed by now, but not by this message.
    expect(again(gateway, [1])).toBe(2);
    gateway.settle();
    expect(gateway.pick()).toBe(0);
  });

  test("max_conns keeps a server out while it is full", () => {
    const gateway = gatewayOf("nginx-round-robin", [{ maxConnections: 1 }, { maxConnections: 2 }]);
    expect([1, 2, 3, 4].map(() => gateway.pick())).toEqual([0, 1, 1, NONE]);
    gateway.settle();
    expect([gateway.pick(), gateway.pick()]).toEqual([0, NONE]);
  });

  test("a server that comes back starts slowly where slow_start says so", () => {
    const servers = [{ slowStartSeconds: 10 }, {}];
    const share = (parts: readonly Partial<NodeConfig>[]): number => {
      const gateway = gatewayOf("nginx-round-robin", parts);
      gateway.leave(0);
      gateway.letters(2);
      gateway.join(0);
      const before = gateway.counts[0]!;
      for (let i = 0; i < 1000; i++) {
        gateway.advance(10e6);
        gateway.letters(1);
      }
      return gateway.counts[0]! - before;
    };
    expect(share([{}, {}])).toBe(500);
    // The share at time t of 10 s is t/(t+10): integrated over the 1000 picks 1000 (1 - ln 2) = 307.
    expect(Math.abs(share(servers) - 307)).toBeLessThanOrEqual(2);
  });
});

describe("what counts as a failure", () => {
  const hides = (
    outcome: "refused" | "broken" | "rejected" | "error" | "timeout",
    attempt: number,
    http503: boolean,
  ): boolean => {
    const gateway = gatewayOf("nginx-round-robin", [{}, {}, {}], { parameters: { http503 }, retries: 2 });
    gateway.pick();
    gateway.settle(1e6, false, 0, { outcome, attempt });
    return !gateway.letters(6).includes("a");
  };

  test.each([
    ["refused", 0, false, true],
    ["broken", 2, false, true],
    ["rejected", 0, false, false],
    ["rejected", 0, true, true],
    ["rejected", 1, true, true],
    // Three servers, three tries: the last answer goes to the client.
    ["rejected", 2, true, false],
    // An error that a server answers is an HTTP status, too; silence is not.
    ["error", 0, false, false],
    ["error", 1, true, true],
    ["error", 2, true, false],
    ["timeout", 2, false, true],
  ] as const)("%s in try %i, http503 %s: hides the server: %s", (outcome, attempt, http503, hidden) => {
    expect(hides(outcome, attempt, http503)).toBe(hidden);
  });

  test("without retries every answer is the last one", () => {
    const gateway = gatewayOf("nginx-round-robin", [{}, {}], { parameters: { http503: true } });
    gateway.pick();
    gateway.settle(1e6, false, 0, { outcome: "rejected" });
    expect(gateway.letters(2)).toBe("ba");
  });
});

describe("zone", () => {
  /** Two gateways over the same servers, in turn. */
  function pair(zone: boolean): readonly FakeGateway[] {
    const shared = sharedStates();
    return [0, 1].map(() => gatewayOf("nginx-round-robin", [{}, {}], { parameters: { zone }, shared }));
  }

  const turns = (gateways: readonly FakeGateway[]): string =>
    [0, 1, 0, 1].map((gateway) => gateways[gateway]!.letters(1)).join("");

  test("gateways with a zone go on in one order; without, each has its own", () => {
    expect(turns(pair(true))).toBe("abab");
    expect(turns(pair(false))).toBe("aabb");
  });

  test("and one learns of the other's failures only with a zone", () => {
    for (const zone of [true, false]) {
      const [one, other] = pair(zone);
      one!.pick();
      one!.settle(1e6, false);
      expect(other!.letters(2)).toBe(zone ? "bb" : "ab");
    }
  });
});

describe("nginx-least-conn", () => {
  test("without load it is round robin by weight", () => {
    const servers = [{ weight: 5 }, { weight: 1 }, { weight: 1 }];
    expect(gatewayOf("nginx-least-conn", servers).letters(14)).toBe("aabacaa".repeat(2));
  });

  test("held connections divided by weight decide, and the turns stand still where nobody ties", () => {
    const gateway = gatewayOf("nginx-least-conn", [{ weight: 2 }, { weight: 1 }]);
    // 0/2 and 0/1 tie: a (2, 1 of 3: -1, 1). 1/2 against 0: b. 1/2 against 1: a. 2/2 and 1/1 tie: a 1, b 2: b.
    expect([1, 2, 3, 4].map(() => gateway.pick())).toEqual([0, 1, 0, 1]);
  });
});

describe("nginx-least-time", () => {
  /** Each of two servers has answered once, so long after it was asked. */
  function answered(first: number, second: number, servers: readonly Partial<NodeConfig>[] = [{}, {}]): FakeGateway {
    const gateway = gatewayOf("nginx-least-time", servers);
    gateway.pick();
    gateway.pick();
    for (const ms of [first, second]) {
      gateway.advance(ms * 1e6);
      gateway.settle(ms * 1e6);
    }
    return gateway;
  }

  test("times within the same 20 ms are alike, and a whole multiple of 20 belongs to the next", () => {
    // The first of the two turns was not a tie, so that b is ahead.
    expect(answered(25, 39).letters(4)).toBe("baba");
    expect(answered(39, 40).letters(4)).toBe("aaaa");
  });

  test("connections multiply the time", () => {
    // 20 and 80 ms: a until its fourth message, which ties with b's first.
    const gateway = answered(5, 65);
    expect([1, 2, 3].map(() => gateway.pick())).toEqual([0, 0, 0]);
  });

  test("a server that nobody picks is forgiven by halves", () => {
    const gateway = answered(5, 100, [{ failTimeoutSeconds: 1 }, { failTimeoutSeconds: 1 }]);
    const until: number[] = [];
    for (let second = 1; second < 20 && until.length === 0; second++) {
      gateway.advance(SECOND);
      if (gateway.letters(6).includes("b")) until.push(second);
    }
    // 100, 50, 25, 12 ms: three halvings, two seconds each.
    expect(until).toEqual([6]);
  });

  test("with inflight a server that does not answer falls behind before it does", () => {
    const share = (inflight: boolean): number => {
      const gateway = gatewayOf("nginx-least-time", [{}, {}], { parameters: { inflight } });
      gateway.pick();
      for (let i = 0; i < 100; i++) {
        gateway.advance(50e6);
        const node = gateway.pick();
        if (node === 1) gateway.settle(1e6, true, gateway.held.lastIndexOf(1));
      }
      return gateway.counts[0]!;
    };
    expect(share(true)).toBeLessThanOrEqual(share(false));
    expect(share(true)).toBe(1);
  });
});
