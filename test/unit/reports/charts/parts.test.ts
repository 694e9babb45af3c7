import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { groupSize, means, middles, observedMeans, sums, worst } from "../../../../reports/charts/aggregate.ts";
import { faultBands } from "../../../../reports/charts/bands.ts";
import { emphasis } from "../../../../reports/charts/context.ts";
import { LABEL_PIXELS, spreadLabels } from "../../../../reports/charts/labels.ts";
import { queueCells } from "../../../../reports/charts/queue-cells.ts";
import { logAxis, roundDown, roundUp, timeTicks, zeroBasedTop } from "../../../../reports/charts/scales.ts";
import { pixelOnLine, pixelOnLog } from "../../../../reports/charts/time-axis.ts";
import { idealUtilisation } from "../../../../reports/charts/utilisation.ts";
import { THEMES, balancerColours } from "../../../../reports/colours.ts";
import { FABRICATIONS, fabricateResult } from "../../../fixtures/result-file.ts";

const PROPERTY = { seed: 20_26, numRuns: 300 };

describe("labels beside lines", () => {
  test("stay where their lines end while they have room", () => {
    expect(
      spreadLabels(
        [
          { b: 0, end: 10 },
          { b: 1, end: 100 },
        ],
        200,
      ).map(({ y }) => y),
    ).toEqual([10, 100]);
  });

  test("move apart around their common middle", () => {
    expect(
      spreadLabels(
        [
          { b: 0, end: 100 },
          { b: 1, end: 100 },
          { b: 2, end: 100 },
        ],
        200,
      ).map(({ y }) => y),
    ).toEqual([86, 100, 114]);
  });

  test("never overlap, keep their order and stay within the plot", () => {
    const ends = fc.array(fc.double({ min: 0, max: 320, noNaN: true }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(ends, (places) => {
        const labels = spreadLabels(
          places.map((end, b) => ({ b, end })),
          320,
        );
        expect(labels).toHaveLength(places.length);
        labels.forEach(({ y, end }, index) => {
          expect(y).toBeGreaterThanOrEqual(-1e-9);
          expect(y).toBeLessThanOrEqual(320 + 1e-9);
          if (index === 0) return;
          expect(y - labels[index - 1]!.y).toBeGreaterThanOrEqual(LABEL_PIXELS - 1e-9);
          expect(end).toBeGreaterThanOrEqual(labels[index - 1]!.end);
        });
      }),
      PROPERTY,
    );
  });
});

describe("fault bands", () => {
  const fault = (label: string, startSeconds: number, endSeconds: number | null) =>
    ({ label, kind: "crash", targets: [], startSeconds, endSeconds }) as const;

  test("labels that would collide go to lanes of their own", () => {
    const faults = [
      fault("crash n1", 10, 20),
      fault("crash n2", 11, 30),
      fault("slow n3", 80, null),
      fault("late", 130, 140),
    ];
    const bands = faultBands({ faults, endSeconds: 120 });
    expect(bands.map(({ lane }) => lane)).toEqual([0, 1, 0]);
    expect(bands.at(-1)).toMatchObject({ from: 80, to: 120, label: "slow n3" });
  });
});

describe("bands of a fault that happens several times", () => {
  test("have one label with their number; what takes no time keeps its place", () => {
    const time = (label: string, startSeconds: number, endSeconds: number) =>
      ({ label, kind: "crash", targets: [], startSeconds, endSeconds }) as const;
    const faults = [
      time("crash n1", 10, 20),
      time("crash n1", 12, 30),
      time("joins", 50, 50),
      time("crash n1", 60, 70),
    ];
    const bands = faultBands({ faults, endSeconds: 100 });
    expect(bands.map(({ label }) => label)).toEqual(["crash n1 ×3", "", "joins", ""]);
    expect(bands.map(({ from, to }) => [from, to])).toEqual([
      [10, 20],
      [12, 30],
      [50, 50],
      [60, 70],
    ]);
    expect(bands[0]!.lane).toBe(0);
  });
});

describe("axes", () => {
  test("a logarithmic axis ends at 1, 2 or 5 around its values", () => {
    expect(logAxis([0.013, 0.4, null, 0])).toEqual({ domain: [0.01, 0.5], ticks: [0.01, 0.02, 0.05, 0.1, 0.2, 0.5] });
    expect(logAxis([1e-4, 7])).toEqual({ domain: [1e-4, 10], ticks: [1e-4, 1e-3, 1e-2, 0.1, 1, 10] });
    expect(logAxis([0.1, 0.1]).domain).toEqual([0.1, 0.2]);
    expect(logAxis([]).ticks.length).toBeGreaterThan(1);
  });

  test("rounding to 1, 2, 5 brackets every positive value", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e9, noNaN: true }), (value) => {
        expect(roundDown(value)).toBeLessThanOrEqual(value * (1 + 1e-8));
        expect(roundUp(value)).toBeGreaterThanOrEqual(value * (1 - 1e-8));
        expect(roundUp(value) / roundDown(value)).toBeLessThan(2.6);
      }),
      PROPERTY,
    );
  });

  test.each([
    [120, [0, 20, 40, 60, 80, 100, 120]],
    [3600, [0, 600, 1200, 1800, 2400, 3000, 3600]],
    [0.5, [0, 0.1, 0.2, 0.3, 0.4, 0.5]],
  ])("ticks over %s s of simulated time fall on round times", (end, values) =>
    expect(timeTicks(end).values).toEqual(values),
  );

  test("an axis from zero has room above its highest value", () => {
    expect(zeroBasedTop([1, null, 20])).toBe(21);
    expect(zeroBasedTop([])).toBe(1);
  });

  test("pixels go down as values go up", () => {
    expect(pixelOnLine(5, [0, 10], 200)).toBe(100);
    expect(pixelOnLog(0.1, [0.01, 1], 200)).toBeCloseTo(100);
    expect(pixelOnLine(11, [0, 10], 200)).toBe(0);
  });
});

describe("fewer points", () => {
  test("sums, means and worst values of neighbours; a null is no zero", () => {
    expect(groupSize(480, 120)).toBe(4);
    expect(groupSize(5, 120)).toBe(1);
    expect(sums([1, 2, 3, 4, 5], 2)).toEqual([3, 7, 5]);
    expect(means([1, 2, 3], 2)).toEqual([1.5, 3]);
    expect(observedMeans([1, null, null, null], 2)).toEqual([1, null]);
    expect(worst([1, 3, null, null, 2], 2)).toEqual([3, null, 2]);
    expect(middles({ length: 5, intervalSeconds: 2 }, 2)).toEqual([2, 6, 9]);
  });

  test("the heat map keeps the deepest node of a merged row", () => {
    const result = fabricateResult(FABRICATIONS["hundredGroups"]);
    const cells = queueCells(result);
    expect(cells.nodesPerRow).toBeGreaterThan(1);
    expect(cells.rows.length).toBeLessThanOrEqual(12_500);
    const drowning = cells.rows.filter((row) => row["b"] === 0 && String(row["nodes"]).endsWith("n100"));
    const others = cells.rows.filter((row) => row["b"] === 0 && row["g"] === 0);
    const mean = (rows: typeof drowning): number => rows.reduce((sum, row) => sum + Number(row["v"]), 0) / rows.length;
    expect(mean(drowning)).toBeGreaterThan(4 * mean(others));
  });

  test("means over time keep their sum", () => {
    const result = fabricateResult();
    const cells = queueCells(result).rows.filter((row) => row["b"] === 1 && row["g"] === 4);
    const area = cells.reduce((sum, row) => sum + Number(row["v"]) * (Number(row["t2"]) - Number(row["t"])), 0);
    const { mean } = result.runs[1]!.series.queue[4]!;
    expect(area).toBeCloseTo(
      mean.reduce((sum, value) => sum + value * 0.25, 0),
      6,
    );
  });
});

test("the ideal utilisation weighs nodes by their workers", () => {
  const [run] = fabricateResult().runs;
  const node = run!.nodes[0]!;
  const nodes = [
    { ...node, workers: 1, utilisation: 1 },
    { ...node, workers: 3, utilisation: 0.2 },
  ];
  expect(idealUtilisation({ ...run!, nodes })).toBeCloseTo(0.4);
  expect(idealUtilisation({ ...run!, nodes: [] })).toBeNull();
});

describe("colours", () => {
  test("up to eight balancers have colours of their own, the first is the baseline", () => {
    const colours = balancerColours(THEMES.light, Array<boolean>(8).fill(true));
    expect(new Set(colours).size).toBe(8);
    expect(colours[0]).toBe(THEMES.light.baseline);
    expect(emphasis(fabricateResult().runs)).toEqual([true, true, true, true, true]);
  });

  test("the others share one, and leave the palette to those that stand out", () => {
    const colours = balancerColours(THEMES.dark, [true, false, true, false]);
    expect(colours).toEqual([THEMES.dark.baseline, THEMES.dark.other, THEMES.dark.palette[0], THEMES.dark.other]);
  });

  test.each(["light", "dark"] as const)("text on the ground of the %s theme can be read (WCAG AA)", (name) => {
    const theme = THEMES[name];
    for (const colour of [theme.ink, theme.muted, theme.accent, theme.good, theme.bad]) {
      for (const ground of [theme.ground, theme.panel]) expect(contrast(colour, ground)).toBeGreaterThanOrEqual(4.5);
    }
  });

  test.each(["light", "dark"] as const)("the heat map's colours of the %s theme go one way in lightness", (name) => {
    const lightness = THEMES[name].heat.map(luminance);
    const sorted = [...lightness].sort((one, other) => one - other);
    expect(lightness).toEqual(name === "light" ? sorted.reverse() : sorted);
  });
});

/** Relative luminance and contrast as WCAG 2 defines them. */
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}
