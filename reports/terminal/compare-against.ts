/** What a comparison with a saved one found, in the terminal: what is worse, what is better, what cannot be told. */
import type { Against, AgainstRow } from "../../sim/index.ts";
import { formatDifference } from "../format.ts";
import { block, paragraph } from "./experiment.ts";
import type { Emphasis, TerminalStyle } from "./text.ts";

/** Empty where there was nothing to compare with. */
export function againstLines(against: Against | null, style: TerminalStyle): string {
  if (against === null) return "";
  const telling = against.rows.filter(({ verdict }) => verdict !== "equivalent");
  const head = `Against ${against.file} (evenkeel ${against.version}): ${summary(against)}`;
  return block([...paragraph(head, style), ...telling.flatMap((row) => rowLines(row, style))]);
}

function summary({ rows }: Against): string {
  const count = (verdict: string): number => rows.filter((row) => row.verdict === verdict).length;
  const said = ["worse", "cannot tell", "missing", "better", "equivalent"].filter((verdict) => count(verdict) > 0);
  return said.map((verdict) => `${count(verdict)} ${verdict}`).join(", ");
}

function rowLines({ measure, balancer, verdict, ratio }: AgainstRow, style: TerminalStyle): readonly string[] {
  const change = (value: number | null): string => formatDifference(value === null ? null : value - 1);
  const bounds = ratio.low === null || ratio.high === null ? "" : ` (${change(ratio.low)} to ${change(ratio.high)})`;
  const by = ratio.estimate === null ? "" : `: ${change(ratio.estimate)}${bounds}`;
  return paragraph(`${verdict}  ${balancer}, ${measure}${by}`, style, "  ", EMPHASIS[verdict]);
}

const EMPHASIS: Readonly<Record<AgainstRow["verdict"], Emphasis | null>> = {
  better: "good",
  worse: "bad",
  missing: "bad",
  "cannot tell": "dim",
  equivalent: null,
};
