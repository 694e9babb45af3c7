/** A comparison as Markdown for a pull request: the decision, a table, what became worse. */
import type { CompareFile, Estimate, MeasureHead, PairedDifference } from "../sim/index.ts";
import { measuredText } from "./experiment/values.ts";
import { formatDifference, formatFraction } from "./format.ts";
import { visibleText } from "./names.ts";

/** The text of one comparison. */
export function renderCompareMarkdown(file: CompareFile): string {
  const parts = [
    `### ${cell(file.scenario.name)}`,
    cell(file.verdict),
    ...file.warnings.map(({ text }) => `> **Beware:** ${cell(text)}`),
    table(file),
    ...againstPart(file),
    `${file.seeds.length} replications, ${formatFraction(file.confidence)} confidence, differences within ${formatFraction(file.precision)} count as equivalent. \`${file.command}\``,
  ];
  return `${parts.join("\n\n")}\n`;
}

function table(file: CompareFile): string {
  const heads = ["balancer", ...file.measures.map(({ text }) => text)];
  const rows = file.contenders.map(({ balancer }) => [
    balancer === file.baseline ? `${balancer} (baseline)` : balancer,
    ...file.measures.map((measure) => standing(file, balancer, measure)),
  ]);
  return [heads, heads.map(() => "---"), ...rows].map((row) => `| ${row.map(cell).join(" | ")} |`).join("\n");
}

function standing(file: CompareFile, balancer: string, measure: MeasureHead): string {
  const own = file.intervals.find((each) => each.measure === measure.text && each.balancer === balancer);
  const beside = file.differences.find((each) => each.measure === measure.text && each.balancer === balancer);
  const value = own === undefined ? "–" : withInterval(own, measure.unit);
  return beside === undefined ? value : `${value}: ${verdictWords(beside)}`;
}

function verdictWords({ verdict, ratio }: Pick<PairedDifference, "verdict" | "ratio">): string {
  return ratio.estimate === null ? verdict : `${verdict} (${formatDifference(ratio.estimate - 1)})`;
}

function againstPart({ against }: CompareFile): readonly string[] {
  if (against === null) return [];
  const telling = against.rows.filter(({ verdict }) => verdict !== "equivalent");
  const lines = telling.map(({ measure, balancer, verdict, ratio }) => {
    const words = verdict === "missing" ? "has no counterpart" : verdictWords({ verdict, ratio });
    return `- ${cell(balancer)}, ${cell(measure)}: ${words}`;
  });
  const head = `Against ${cell(against.file)} (evenkeel ${against.version}), ${against.rows.length} verdicts:`;
  return [head, telling.length === 0 ? "- nothing has changed beyond the precision" : lines.join("\n")];
}

function withInterval({ estimate, low, high }: Estimate, unit: MeasureHead["unit"]): string {
  const text = (value: number | null): string => measuredText(value, unit);
  return low === null || high === null ? text(estimate) : `${text(estimate)} (${text(low)} to ${text(high)})`;
}

function cell(text: string): string {
  return visibleText(text).replace(/[\\|`*_<>[\]]/g, "\\$&");
}
