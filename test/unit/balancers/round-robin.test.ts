import { expect, test } from "vitest";
import { findBalancer } from "../../../sim/index.ts";
import { FakeGateway } from "../../conformance/fake-gateway.ts";

const roundRobin = findBalancer("round-robin")!;

test("each in turn", () => {
  expect(new FakeGateway(roundRobin, { nodes: 4 }).letters(9)).toBe("abcdabcda");
});

test("goes on behind the last one when others leave and join", () => {
  const gateway = new FakeGateway(roundRobin, { nodes: 4 });
  expect(gateway.letters(2)).toBe("ab");
  gateway.leave(0);
  expect(gateway.letters(3)).toBe("cdb");
  gateway.join(0);
  expect(gateway.letters(4)).toBe("cdab");
});

test("goes on behind the last one when that one leaves, and when it comes back", () => {
  const gateway = new FakeGateway(roundRobin, { nodes: 4 });
  expect(gateway.letters(2)).toBe("ab");
  gateway.leave(1);
  expect(gateway.letters(2)).toBe("cd");
  gateway.join(1);
  expect(gateway.letters(3)).toBe("abc");
});

test("begins again at the first when all above the last have left", () => {
  const gateway = new FakeGateway(roundRobin, { nodes: 4 });
  expect(gateway.letters(3)).toBe("abc");
  gateway.leave(3);
  expect(gateway.letters(3)).toBe("abc");
});

test("a random start may be anywhere, and the turns follow from there", () => {
  const starts = new Set<string>();
  for (let seed = 0; seed < 60; seed++) {
    const letters = new FakeGateway(roundRobin, { nodes: 4, seed, parameters: { start: "random" } }).letters(5);
    expect("abcdabcd").toContain(letters.slice(0, 4));
    expect(letters[4]).toBe(letters[0]);
    starts.add(letters[0]!);
  }
  // That one of four starts is never drawn in 60 has a probability of 4 x 0.75^60 < 1e-6.
  expect(starts.size).toBe(4);
});
