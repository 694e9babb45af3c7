/** Small scenarios, made up so that every key of the language makes a difference somewhere. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";

export type Section = Readonly<Record<string, unknown>>;

/** What traces and messages about a scenario are relative to. */
export const FOLDER: string = join(import.meta.dirname, "made-up");

const BASE: Section = {
  duration: "2s",
  drain: "500ms",
  traffic: { arrivals: { poisson: "100/s" }, work: { exponential: "20ms" } },
  nodes: { name: "n", count: 3 },
  balancers: ["round-robin"],
};

export function madeUp(): readonly Section[] {
  const written = ["traffic", "gateways", "nodes", "faults"].flatMap((name) =>
    parseAllDocuments(readFileSync(join(FOLDER, `${name}.yaml`), "utf8")).map((one) => one.toJS() as Section),
  );
  return [...written, ...distributions(), ...networks()].map((sections) => ({ ...BASE, ...sections }));
}

/** Every distribution, of times, of sizes and of counts. */
function distributions(): readonly Section[] {
  const producers = (each: (distribution: unknown) => Section, unit: string): Section => {
    const value = (number: number): unknown => (unit === "" ? number : `${number}${unit}`);
    return {
      traffic: shapes(value).map((shape) => ({ arrivals: { poisson: "9/s" }, work: "5ms", ...each(shape) })),
    };
  };
  return [
    { name: "times", ...producers((work) => ({ work }), "ms") },
    { name: "sizes", ...producers((size) => ({ size }), "KiB"), network: { bandwidth: "1MB/s" } },
    { name: "counts", ...producers((size) => ({ arrivals: { batch: { rate: "4/s", size } } }), "") },
    {
      name: "one more count",
      traffic: { arrivals: { batch: { rate: "9/s", size: { geometric: { mean: 3 } } } }, work: "5ms" },
    },
  ];
}

function shapes(value: (number: number) => unknown): readonly unknown[] {
  const mean = value(8);
  return [
    { constant: mean },
    { exponential: { mean } },
    { erlang: { mean, stages: 3 } },
    { hyperexponential: { mean, cv: 2 } },
    {
      hyperexponential: {
        branches: [
          { probability: 0.1, mean },
          { probability: 0.9, mean: value(20) },
        ],
      },
    },
    { uniform: { from: value(2), to: mean } },
    { lognormal: { mean, cv: 1.5 } },
    { pareto: { shape: 1.5, min: value(2), max: value(40) } },
    { pareto: { shape: 1.5, mean } },
    { weibull: { shape: 0.7, mean } },
    { weibull: { shape: 0.7, scale: mean } },
    { gamma: { mean, cv: 1.5 } },
    { gamma: { mean, shape: 2 } },
    { empirical: { values: [value(2), mean], weights: [1, 3] } },
  ];
}

/** Of each property the first that fits and says it counts, so that each place needs a scenario of its own. */
function networks(): readonly Section[] {
  const all = {
    latency: { uniform: { from: "1ms", to: "20ms" } },
    bandwidth: "100kB/s",
    loss: { gilbertElliott: { goodToBad: "5%", badToGood: "30%", lossInGood: "5%", lossInBad: "80%" } },
    duplication: "10%",
    ordered: true,
  };
  const { bandwidth: _, ...ofAnswers } = all;
  const bothWays = [all, { forward: all, back: ofAnswers }];
  const kinds = ["producer-gateway", "gateway-node"];
  const between = { between: ["default", "there"], link: "gateway-node", direction: "forward", ...all };
  return [
    ...bothWays,
    ...kinds.flatMap((kind) => bothWays.map((properties) => ({ links: { [kind]: properties } }))),
    { zones: [between] },
  ].map((network, index) => ({
    name: `network ${index + 1}`,
    network,
    traffic: { zone: "there", arrivals: { poisson: "100/s" }, work: { exponential: "20ms" } },
    nodes: [
      { name: "n", count: 2 },
      { name: "m", zone: "there" },
    ],
  }));
}
