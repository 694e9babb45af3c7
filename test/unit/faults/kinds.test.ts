import { describe, expect, it } from "vitest";
import { aNode, nodes, SECOND } from "../../fixtures/scenario.ts";
import { between, play } from "./support.ts";

describe("crash", () => {
  it("takes its nodes down from its beginning to its end", () => {
    const played = play([{ kind: "crash", nodes: [0, 2], timing: between(1, 3), label: "crash n1, n3" }]);
    expect(played.until(2)).toEqual(["1: crash 0", "1: crash 2"]);
    expect(played.until(10).slice(2)).toEqual(["3: restart 0", "3: restart 2"]);
    expect(played.history()).toEqual([
      {
        label: "crash n1, n3",
        kind: "crash",
        occurrences: 1,
        secondsInForce: 2,
        times: [{ targets: ["n1", "n3"], startSeconds: 1, endSeconds: 3 }],
      },
    ]);
  });

  it("lasts to the end of the run where it has none", () => {
    const played = play([{ kind: "crash", nodes: [1], timing: between(1), label: "crash n2" }]);
    expect(played.until(1e6)).toEqual(["1: crash 1"]);
    expect(played.history()[0]!.times).toEqual([{ targets: ["n2"], startSeconds: 1, endSeconds: null }]);
  });
});

describe("crash with recovery", () => {
  it("hands over what a node replays", () => {
    const recovery = { baseNs: 5, perMessageNs: 7 };
    const played = play([{ kind: "crash", nodes: [1], recovery, timing: between(1, 3), label: "crash n2" }]);
    expect(played.until(9)).toEqual(["1: crash 1", "3: restart 1", "3: replay 1 5 + 7 each"]);
  });
});

describe("gateways", () => {
  it("crash, beside the nodes of their zone or alone, and flap", () => {
    const crash = { kind: "crash", nodes: [], gateways: [1], timing: between(1, 2), label: "crash gateway2" } as const;
    expect(play([crash]).until(9)).toEqual(["1: crash gateway 1", "2: restart gateway 1"]);
    const outage = { ...crash, kind: "zone-outage", zone: "a", nodes: [0] } as const;
    expect(play([outage]).until(1)).toEqual(["1: crash 0", "1: crash gateway 1"]);
    const flap = { ...crash, kind: "flap", downNs: 3 * SECOND, upNs: SECOND, timing: between(1, 5) } as const;
    expect(play([flap]).until(9)).toEqual(["1: crash gateway 1", "4: restart gateway 1"]);
  });
});

describe("faults of links", () => {
  const ends = { producers: [], gateways: [0], nodes: [1] };
  const links = [{ from: ends, to: { ...ends, gateways: [] }, direction: "both" }] as const;

  it("are on the links from their beginning to their end, each time again", () => {
    const cut = { kind: "partition", nodes: [], links, timing: between(2, 3), label: "cut" } as const;
    const lossy = {
      ...cut,
      kind: "loss",
      loss: { kind: "independent", probability: 0.5 },
      timing: between(1, 4),
      label: "lossy",
    } as const;
    const played = play([cut, lossy]);
    expect(played.until(9)).toEqual([
      ...["1: install 0", "1: loss on 1 as 1", "2: install 1", "2: partition on 1 as 0"],
      ...["3: uninstall 1", "4: uninstall 0"],
    ]);
    expect(played.history()[0]!.times).toEqual([{ targets: ["gateway1, n2 ↔ n2"], startSeconds: 1, endSeconds: 4 }]);
  });
});

describe("pause", () => {
  it("stops its nodes from its beginning to its end, once for each fault", () => {
    const pause = (from: number, to: number) =>
      ({ kind: "pause", nodes: [1], timing: between(from, to), label: "pause n2" }) as const;
    const played = play([pause(1, 3), pause(2, 4)]);
    expect(played.until(9)).toEqual(["1: pause 1", "2: pause 1", "3: resume 1", "4: resume 1"]);
  });
});

describe("degrade", () => {
  it("is said by its nodes from its beginning to its end, once for each fault", () => {
    const degrade = (from: number, to: number) =>
      ({ kind: "degrade", nodes: [1], timing: between(from, to), label: "degrade n2" }) as const;
    const played = play([degrade(1, 3), degrade(2, 4)]);
    expect(played.until(9)).toEqual(["1: degrade 1", "2: degrade 1", "3: undegrade 1", "4: undegrade 1"]);
  });
});

describe("errors", () => {
  const errors = (probability: number, latencyNs: number, from: number, to: number) =>
    ({ kind: "errors", nodes: [0], probability, latencyNs, timing: between(from, to), label: "errors n1" }) as const;

  it("lets overlapping faults strike one after the other, and ends with none", () => {
    const played = play([errors(0.5, 300, 1, 4), errors(0.2, 100, 2, 3)]);
    expect(played.until(9)).toEqual([
      "1: errors 0 0.5 after 300",
      "2: errors 0 0.6 after 100",
      "3: errors 0 0.5 after 300",
      "4: errors 0 0 after 0",
    ]);
  });
});

describe("slow", () => {
  it("multiplies overlapping factors, and ends with exactly the speed that the node had", () => {
    const slow = (factor: number, from: number, to: number) =>
      ({ kind: "slow", nodes: [0], factor, timing: between(from, to), label: "slow" }) as const;
    const played = play([slow(3, 1, 4), slow(7, 2, 3)], { nodes: [aNode("n1", { speed: 0.7 })] });
    expect(played.until(10)).toEqual([
      `1: speed 0 ${0.7 / 3}`,
      `2: speed 0 ${0.7 / 3 / 7}`,
      `3: speed 0 ${0.7 / 3}`,
      "4: speed 0 0.7",
    ]);
  });

  it("degrades in twenty even steps over its whole time", () => {
    const timing = between(10, 30);
    const played = play([{ kind: "slow", nodes: [0], factor: 5, shape: "ramp", timing, label: "slow" }]);
    const steps = Array.from({ length: 20 }, (_, step) => `${10 + step}: speed 0 ${1 / (1 + (4 * (step + 1)) / 20)}`);
    expect(played.until(100)).toEqual([...steps, "30: speed 0 1"]);
  });
});

describe("flap", () => {
  const flap = { kind: "flap", nodes: [1], downNs: 2 * SECOND, upNs: 3 * SECOND, label: "flap n2" } as const;

  it("is down and up in turns, and up at the end", () => {
    expect(play([{ ...flap, timing: between(1, 12) }]).until(100)).toEqual([
      "1: crash 1",
      "3: restart 1",
      "6: crash 1",
      "8: restart 1",
      "11: crash 1",
      "12: restart 1",
    ]);
  });

  it("stays up where a run without duration only waits for what is in flight", () => {
    let goesOn = true;
    const played = play([{ ...flap, timing: between(1) }], { goesOn: () => goesOn });
    played.until(7);
    goesOn = false;
    expect(played.until(1e9)).toEqual(["1: crash 1", "3: restart 1", "6: crash 1", "8: restart 1"]);
    expect(played.loop.next()).toBe(false);
  });
});

describe("zone-outage", () => {
  it("crashes every node of the zone", () => {
    const played = play([
      { kind: "zone-outage", zone: "a", nodes: [0, 1], timing: between(1, 2), label: "outage of a" },
    ]);
    expect(played.until(9)).toEqual(["1: crash 0", "1: crash 1", "2: restart 0", "2: restart 1"]);
  });
});

describe("rolling-restart", () => {
  const times = { drainNs: 10 * SECOND, downNs: 5 * SECOND, gapNs: 2 * SECOND, batch: 1 };
  const rolling = { kind: "rolling-restart", nodes: [0, 1, 2], timing: between(1, 50), label: "restart n" } as const;

  it("drains, stops and starts one node after the other, each as soon as nobody waits for it", () => {
    const played = play([{ ...rolling, ...times }]);
    played.control.awaited.add(0).add(1);
    expect(played.until(5)).toEqual(["1: drain 0"]);
    played.control.awaited.delete(0);
    played.timeline.idle(0);
    // At 5 s nothing happened that could have told of it: the loop's clock stands at the latest event.
    expect(played.until(100).slice(1)).toEqual([
      ...["11: stop 0", "16: start 0", "16: undrain 0"],
      ...["18: drain 1", "28: stop 1", "33: start 1", "33: undrain 1"],
      ...["35: drain 2", "35: stop 2", "40: start 2", "40: undrain 2"],
    ]);
    // It was over before its time.
    expect(played.history()[0]!.times).toEqual([{ targets: ["n1", "n2", "n3"], startSeconds: 1, endSeconds: 40 }]);
  });

  it("without draining crashes them, so that their gateways have to find out", () => {
    const played = play([{ ...rolling, ...times, drainNs: 0, gapNs: 0, batch: 2 }]);
    expect(played.until(100)).toEqual([
      ...["1: crash 0", "1: crash 1", "6: restart 0", "6: restart 1"],
      ...["6: crash 2", "11: restart 2"],
    ]);
  });

  it("gives back whatever it holds where its time is over first", () => {
    const played = play([{ ...rolling, ...times, timing: between(1, 3), batch: 2 }]);
    played.control.awaited.add(0);
    expect(played.until(100)).toEqual([
      ...["1: drain 0", "1: drain 1", "1: stop 1"],
      ...["3: undrain 0", "3: start 1", "3: undrain 1"],
    ]);
  });
});

describe("scale-out", () => {
  it("brings in nodes that were no members until then, in a moment", () => {
    const played = play([{ kind: "scale-out", nodes: [1, 2], timing: between(7), label: "scale out n2, n3" }]);
    expect(played.until(9)).toEqual(["0: leave 1", "0: leave 2", "7: join 1", "7: join 2"]);
    expect(played.history()[0]!.times).toEqual([{ targets: ["n2", "n3"], startSeconds: 7, endSeconds: 7 }]);
  });
});

describe("scale-in", () => {
  const scaleIn = { kind: "scale-in", nodes: [0, 1], drainNs: 3 * SECOND, label: "scale in" } as const;

  it("drains nodes, and takes each out when nobody waits for it or the time is over", () => {
    const played = play([{ ...scaleIn, timing: between(1) }]);
    played.control.awaited.add(1);
    expect(played.until(9)).toEqual(["1: drain 0", "1: leave 0", "1: drain 1", "4: leave 1"]);
  });

  it("brings them back at its end, even from amid the draining", () => {
    const played = play([{ ...scaleIn, timing: between(1, 2) }], { nodes: nodes(2) });
    played.control.awaited.add(1);
    expect(played.until(9).slice(3)).toEqual(["2: join 0", "2: undrain 0", "2: undrain 1"]);
  });
});
