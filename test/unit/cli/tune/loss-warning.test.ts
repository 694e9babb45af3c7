/** What a study says of a winner that turns messages away. */
import { describe, expect, it } from "vitest";
import { lossWarning } from "../../../../cli/work/tune/loss-warning.ts";
import type { TuneFile } from "../../../../sim/index.ts";
import { readProjectFile } from "../../../support/source-files.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";
import { evenkeel } from "../fake-surroundings.ts";

const tried = (balancer: string, choices = 2): TuneFile["configurations"][number] => ({
  balancer,
  values: { choices },
  replications: 3,
  objectives: [],
  feasible: 1,
  state: "survivor",
});
const study = { winner: 0, configurations: [tried("central-queue"), tried("random"), tried("random", 3)] };
const lost = (...fractions: readonly (number | null)[]) => ({
  meanLost: ({ balancer, values }: { balancer: string; values: Readonly<Record<string, unknown>> }) =>
    fractions[study.configurations.findIndex((each) => each.balancer === balancer && each.values === values)] ?? null,
});
const byMean = { objectives: [{ text: "mean" }], constraints: [] } as never;

describe("a winner that loses messages", () => {
  it("is told of, beside what loses least", () => {
    expect(lossWarning(byMean, study, lost(0.071, 0.002, 0))).toEqual([
      {
        kind: "losses",
        balancer: "central-queue",
        text:
          "what is recommended (central-queue) loses 7.10% of its messages, where random was tried and loses nothing: " +
          "say --subject-to 'lost == 0' where losses matter",
      },
    ]);
  });

  it("is not told of where all lose about as much, or nothing is known", () => {
    expect(lossWarning(byMean, study, lost(0.05, 0.05, 0.06))).toEqual([]);
    expect(lossWarning(byMean, study, lost(null, 0, 0))).toEqual([]);
    expect(lossWarning(byMean, { ...study, winner: null }, lost(0.071, 0, 0))).toEqual([]);
  });

  it.each([
    { objectives: [{ text: "lostFraction" }], constraints: [] },
    { objectives: [{ text: "mean" }], constraints: [{ text: "lost == 0" }] },
  ])("is not told of where losses are weighed: %j", (task) => {
    expect(lossWarning(task as never, study, lost(0.071, 0, 0))).toEqual([]);
  });
});

it("a study of balancers that refuse says so", async () => {
  const scenario = readProjectFile("scenarios/library/unequal-nodes.yaml").replace(/^expect:[^]*/m, "");
  const directory = temporaryFolder({ "s.yaml": scenario });
  const words = ["--balancer", "central-queue", "--balancer", "random", "--vary", "random.weighted=true,false"];
  const short = [
    "--set",
    "duration=4s",
    "--set",
    "warmup=1s",
    "--budget",
    "24",
    "--workers",
    "1",
    "--no-cache",
    "--json",
  ];
  const done = await evenkeel(["tune", "s.yaml", ...words, "--minimise", "mean", ...short], { directory });
  const { configurations, winner, warnings } = JSON.parse(done.out) as TuneFile;
  expect(configurations[winner!]!.balancer).toBe("central-queue");
  expect(warnings.filter(({ kind }) => kind === "losses")).toHaveLength(1);
});
