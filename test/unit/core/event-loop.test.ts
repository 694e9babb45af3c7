import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EventLoop } from "../../../sim/core/event-loop.ts";
import { NEVER } from "../../../sim/core/time.ts";

/** Plays everything that is left; each event as [time, kind, a]. */
function play(loop: EventLoop): number[][] {
  const played: number[][] = [];
  while (loop.next()) played.push([loop.nowNs, loop.kind, loop.a]);
  return played;
}

describe("EventLoop", () => {
  it("plays events by time", () => {
    const loop = new EventLoop();
    for (const time of [5, 1, 3, 2, 4]) loop.at(time, 0, time, 0);
    expect(play(loop).map(([time]) => time)).toEqual([1, 2, 3, 4, 5]);
  });

  it("plays simultaneous events in the order in which they were scheduled, over heap, lanes and alarms", () => {
    const loop = new EventLoop(2, 9);
    const lane = loop.lane(10, 7);
    loop.at(10, 1, 0, 0);
    loop.arm(lane, 1, 0);
    loop.setAlarm(1, 10);
    loop.at(10, 1, 3, 0);
    loop.arm(lane, 4, 0);
    loop.setAlarm(0, 10);
    expect(play(loop).map(([, kind, a]) => [kind, a])).toEqual([
      [1, 0],
      [7, 1],
      [9, 1],
      [1, 3],
      [7, 4],
      [9, 0],
    ]);
  });

  it("refuses the past, and names both times", () => {
    const loop = new EventLoop(1, 0);
    loop.at(10, 0, 0, 0);
    loop.next();
    expect(() => loop.at(9, 0, 0, 0)).toThrow("event at 9 ns: expected a time from now (10 ns) on");
    expect(() => loop.at(NaN, 0, 0, 0)).toThrow("event at NaN ns");
    expect(() => loop.setAlarm(0, 9)).toThrow("alarm at 9 ns");
  });

  it("forgets an alarm that is set again, and one set to never", () => {
    const loop = new EventLoop(1, 4);
    loop.setAlarm(0, 5);
    loop.setAlarm(0, 7);
    expect(play(loop)).toEqual([[7, 4, 0]]);
    loop.setAlarm(0, 9);
    loop.setAlarm(0, NEVER);
    expect(loop.next()).toBe(false);
  });

  it("equals a sorted list of (time, sequence) under any mix of scheduling and playing", () => {
    const action = fc.record({ store: fc.constantFrom("heap", "lane", "play"), delay: fc.nat(4) });
    fc.assert(
      fc.property(fc.array(action, { maxLength: 300 }), (actions) => {
        const loop = new EventLoop(1, 3);
        const lane = loop.lane(2, 1);
        let pending: { time: number; sequence: number }[] = [];
        actions.forEach(({ store, delay }, sequence) => {
          if (store === "play") {
            const first = [...pending].sort((x, y) => x.time - y.time || x.sequence - y.sequence)[0];
            expect(loop.next()).toBe(first !== undefined);
            if (first === undefined) return;
            expect([loop.nowNs, loop.a]).toEqual([first.time, first.sequence]);
            pending = pending.filter((entry) => entry !== first);
          } else if (store === "lane") {
            loop.arm(lane, sequence, 0);
            pending.push({ time: loop.nowNs + 2, sequence });
          } else {
            loop.at(loop.nowNs + delay, 0, sequence, 0);
            pending.push({ time: loop.nowNs + delay, sequence });
          }
        });
      }),
      { seed: 7, numRuns: 500 },
    );
  });

  it("grows beyond its first capacity, in heap and lane", () => {
    const loop = new EventLoop();
    const lane = loop.lane(500, 1);
    for (let i = 0; i < 5000; i++) {
      loop.at((i * 7919) % 1000, 0, i, 0);
      loop.arm(lane, i, 0);
    }
    const times = play(loop).map(([time]) => time!);
    expect(times).toHaveLength(10_000);
    expect(times).toEqual([...times].sort((x, y) => x - y));
  });
});
