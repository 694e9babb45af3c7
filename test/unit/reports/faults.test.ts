/** What went wrong, in the report's table and in CSV. */
import { expect, it } from "vitest";
import { renderCsv } from "../../../reports/csv.ts";
import { faultGroups } from "../../../reports/fault-groups.ts";
import { faultsTable } from "../../../reports/page/faults-table.ts";
import type { FaultHistory } from "../../../sim/index.ts";
import { sampleResult, sampleRun } from "../cli/sample-result.ts";

const crash = (occurrences: number): FaultHistory => ({
  label: "crash n",
  kind: "crash",
  occurrences,
  secondsInForce: 2 * occurrences,
  times: Array.from({ length: occurrences }, (_, index) => ({
    targets: [`n${index + 1}`],
    startSeconds: 10 * index,
    endSeconds: 10 * index + 2,
  })),
});
const joins: FaultHistory = {
  label: "scale out n9",
  kind: "scale-out",
  occurrences: 1,
  secondsInForce: 0,
  times: [{ targets: ["n9"], startSeconds: 5, endSeconds: 5 }],
};
const runs = [
  { ...sampleRun("hash", 0.02), faults: [crash(2), joins] },
  { ...sampleRun("random", 0.03), faults: [crash(6), joins] },
];

it("is told once for each fault, with the least and the most of all runs", () => {
  const [first, second] = faultGroups(runs);
  expect(first).toMatchObject({
    label: "crash n",
    targets: ["n1", "n2", "n3", "n4", "n5", "n6"],
    occurrences: { least: 2, most: 6 },
    secondsInForce: { least: 4, most: 12 },
  });
  expect(second).toMatchObject({ label: "scale out n9", occurrences: { least: 1, most: 1 } });
  expect(faultGroups([{ faults: [] }, { faults: [] }])).toEqual([]);
});

it("stands in a table of the report, where anything did", () => {
  const text = String(faultsTable(sampleResult(runs)))
    .replaceAll(/<[^>]+>|\s+/g, " ")
    .replaceAll(/ +/g, " ");
  expect(text).toContain(
    "crash n n1, n2, n3, n4, n5 and n6 2 to 6 4 s to 12 s 0 s to 2 s, 10 s to 12 s, 20 s to 22 s, 30 s to 32 s and 2 more",
  );
  expect(text).toContain("scale out n9 n9 1 0 s 5 s");
  expect(faultsTable(sampleResult(runs.map((run) => ({ ...run, faults: [] }))))).toBeNull();
});

it("has a row each time in faults.csv", () => {
  const csv = renderCsv(sampleResult(runs)).find(({ fileName }) => fileName === "faults.csv")!;
  const lines = csv.text.split("\r\n");
  expect(lines).toHaveLength(1 + 3 + 7 + 1);
  expect(lines.slice(0, 2)).toEqual([
    "balancer,label,kind,targets,startSeconds,endSeconds",
    "hash,crash n,crash,n1,0,2",
  ]);
});
