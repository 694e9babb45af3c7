/** Kinds are numbered by hand, and by ranges the engine knows whose they are. */
import { describe, expect, it } from "vitest";
import * as Kind from "../../../sim/core/event-kinds.ts";

/** Where a range begins: no kind of its own. */
const { GUARDS_FROM, PRODUCERS_SIDE_FROM, GATEWAY_TIMERS_FROM, ...kinds } = Kind;
const named = Object.entries(kinds);

describe("event kinds", () => {
  it("were found", () => {
    expect(named.length).toBeGreaterThan(40);
  });

  it("have numbers of their own", () => {
    const others = (number: number): number => named.filter(([, other]) => other === number).length;
    expect(named.filter(([, number]) => others(number) > 1).map(([name]) => name)).toEqual([]);
  });

  it.each([
    ["guards", GUARDS_FROM, PRODUCERS_SIDE_FROM, /^(CHECK|OUTLIER|BREAKER|SLOW_START|LIMIT|IN_FLIGHT)_/],
    ["the exchange's side of producers", PRODUCERS_SIDE_FROM, GATEWAY_TIMERS_FROM, /^(MESSAGE_AT|ANSWER_AT|PRODUCER_)/],
    ["the exchange's timers", GATEWAY_TIMERS_FROM, Infinity, /^(TRY_TIMED_OUT|MESSAGE_TIMED_OUT|HEDGE_DUE|RETRY_DUE)$/],
  ])("of %s lie in their range, and no others do", (_whose, from, to, name) => {
    const within = named.filter(([, number]) => number >= from && number < to).map(([kind]) => kind);
    expect(within).toEqual(named.map(([kind]) => kind).filter((kind) => name.test(kind)));
  });
});
