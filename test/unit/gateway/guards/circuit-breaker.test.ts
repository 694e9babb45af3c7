/** Closed, open, half-open: when a breaker goes from one to the other. */
import { expect, test } from "vitest";
import { CircuitBreaker } from "../../../../sim/gateway/guards/circuit-breaker.ts";

const spec = { failureFraction: 0.5, window: 10, minimumCalls: 4, openNs: 60e9, halfOpenCalls: 3 };

function after(outcomes: string, changes: Partial<typeof spec> = {}): CircuitBreaker {
  const breaker = new CircuitBreaker({ ...spec, ...changes });
  feed(breaker, outcomes);
  return breaker;
}

/** `+` a success, `-` a failure. */
function feed(breaker: CircuitBreaker, outcomes: string): void {
  for (const outcome of outcomes) {
    breaker.begin();
    breaker.record(outcome === "+");
  }
}

test("opens when enough calls have failed", () => {
  expect(after("---").state).toBe("closed");
  expect(after("----").state).toBe("open");
  expect(after("++--").state).toBe("open");
  expect(after("+++-").state).toBe("closed");
});

test("judges the last calls only", () => {
  expect(after("++--+", { minimumCalls: 5 }).state).toBe("closed");
  // Four failures, of which the window of ten still holds all.
  expect(after("+++++++++----").state).toBe("closed");
  expect(after("+++++++++-----").state).toBe("open");
  expect(after("--++++++++++---", { minimumCalls: 10 }).state).toBe("closed");
  // A window shorter than the minimum is judged when it is full.
  expect(after("--", { window: 2, minimumCalls: 100 }).state).toBe("open");
});

test("tells once that it has opened", () => {
  const breaker = after("---");
  expect(breaker.record(false)).toBe(true);
  expect(breaker.record(false)).toBe(false);
  expect(breaker.lets).toBe(false);
});

test("half-open lets some calls through, and waits for all of them", () => {
  const breaker = after("----");
  breaker.halfOpen();
  for (let call = 0; call < 3; call++) {
    expect(breaker.lets).toBe(true);
    breaker.begin();
  }
  expect(breaker.lets).toBe(false);
  breaker.record(true);
  breaker.record(false);
  expect(breaker.state).toBe("half-open");
  breaker.record(true);
  expect(breaker.state).toBe("closed");
});

test("half-open opens again where the calls fail as often", () => {
  const breaker = after("----");
  breaker.halfOpen();
  feed(breaker, "+-");
  expect(breaker.state).toBe("half-open");
  feed(breaker, "-");
  expect(breaker.state).toBe("open");
});

test("a call that says nothing gives its permit back", () => {
  const breaker = after("----", { halfOpenCalls: 1 });
  breaker.halfOpen();
  breaker.begin();
  expect(breaker.lets).toBe(false);
  breaker.release();
  expect(breaker.lets).toBe(true);
});

test("closed again it has forgotten what opened it", () => {
  const breaker = after("----");
  breaker.halfOpen();
  feed(breaker, "+++---");
  expect(breaker.state).toBe("closed");
  feed(breaker, "-");
  expect(breaker.state).toBe("open");
});
