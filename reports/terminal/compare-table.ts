/** One measure of a comparison as a table: estimate, difference from the baseline, verdict, chance of being best. */
import type { Estimate } from "../../sim/index.ts";
import { formatDifference, NOT_APPLICABLE } from "../format.ts";
import { VERDICT_SIGNS } from "../experiment/compare/standing.ts";
import type { ComparedCell, ComparedMeasure, DifferenceVerdict } from "../experiment/compare/standing.ts";
import { chance } from "../experiment/compare/words.ts";
import { onScale, spreadInColumn, valueScale } from "../experiment/values.ts";
import type { ValueScale } from "../experiment/values.ts";
import { tableLines } from "./columns.ts";
import type { TextColumn } from "./columns.ts";
import { emphasise, fit, plainText, shorten } from "./text.ts";
import type { Emphasis, TerminalStyle } from "./text.ts";

const MARKS = { best: "*", tied: "~", other: " " } as const;
const EMPHASIS: Readonly<Record<DifferenceVerdict, Emphasis | null>> = {
  better: "good",
  worse: "bad",
  equivalent: null,
  "cannot tell": "dim",
};

/** The lines of a measure, best balancer first. */
export function measureTable(measure: ComparedMeasure, style: TerminalStyle): readonly string[] {
  const { ranked, head } = measure;
  const scale = valueScale(
    head.unit,
    ranked.map(({ interval }) => interval?.estimate ?? null),
  );
  const title = `${plainText(head.text)}${better(measure)}`;
  const names: TextColumn = {
    head: "balancer",
    cells: ranked.map(({ contender }) => fit(plainText(contender.balancer) + (contender.truth ? "†" : ""), style)),
    rank: 0,
    align: "left",
  };
  const columns: readonly TextColumn[] = [
    estimates(ranked, scale, style),
    differences(ranked, scale, style),
    verdicts(ranked, style),
    probabilities(ranked, style),
  ];
  return [emphasise(shorten(title, style.columns, style), "bold", style), ...tableLines(names, columns, style)];
}

function better({ head, index }: ComparedMeasure): string {
  const direction = head.better === "neither" ? "" : `, ${head.better} is better`;
  return `${direction}${index === 0 ? " · decides" : ""}`;
}

function estimates(cells: readonly ComparedCell[], scale: ValueScale, style: TerminalStyle): TextColumn {
  const texts = cells.map(({ interval, standing }) => {
    if (interval === null || interval.estimate === null) return `${NOT_APPLICABLE} `;
    const spread = spreadInColumn(interval, scale);
    return `${onScale(interval.estimate, scale)}${spread === "" ? "" : ` ${spread}`}${MARKS[standing]}`;
  });
  return {
    head: scale.symbol === "" ? "estimate " : `${scale.symbol} `,
    cells: texts.map((text) => fit(text, style)),
    rank: 0,
    align: "right",
    emphasis: cells.map(({ standing }) => (standing === "other" ? null : "bold")),
  };
}

/** In percent of the baseline where that can be divided by, else in the measure's unit. */
function differences(cells: readonly ComparedCell[], scale: ValueScale, style: TerminalStyle): TextColumn {
  const relative = cells.every(({ difference }) => difference === null || hasRatio(difference.ratio));
  const symbol = scale.unit === "fraction" ? " points" : scale.symbol === "" ? "" : ` ${scale.symbol}`;
  const texts = cells.map(({ difference, isBaseline }) => {
    if (isBaseline) return "baseline";
    if (difference === null) return NOT_APPLICABLE;
    return relative ? relativeInterval(difference.ratio) : absoluteInterval(difference.difference, scale);
  });
  return {
    head: relative ? "difference" : `difference,${symbol}`.replace(/,$/, ""),
    cells: texts.map((text) => fit(text, style)),
    rank: 2,
    align: "right",
    emphasis: cells.map(({ isBaseline }) => (isBaseline ? "dim" : null)),
  };
}

function hasRatio({ estimate, low, high }: Estimate): boolean {
  return estimate !== null && low !== null && high !== null;
}

function relativeInterval({ estimate, low, high }: Estimate): string {
  const bare = (ratio: number | null): string => formatDifference(ratio === null ? null : ratio - 1).replace("%", "");
  return `${bare(estimate)}% [${bare(low)}, ${bare(high)}]`;
}

function absoluteInterval({ estimate, low, high }: Estimate, scale: ValueScale): string {
  const bare = (value: number | null): string => `${value !== null && value > 0 ? "+" : ""}${onScale(value, scale, 3)}`;
  return low === null || high === null ? bare(estimate) : `${bare(estimate)} [${bare(low)}, ${bare(high)}]`;
}

function verdicts(cells: readonly ComparedCell[], style: TerminalStyle): TextColumn {
  return {
    head: "  verdict",
    cells: cells.map(({ difference }) => {
      if (difference === null) return "";
      const { unicode, ascii } = VERDICT_SIGNS[difference.verdict];
      return `${style.unicode ? unicode : ascii} ${difference.verdict}`;
    }),
    rank: 1,
    align: "left",
    emphasis: cells.map(({ difference }) => (difference === null ? null : EMPHASIS[difference.verdict])),
  };
}

function probabilities(cells: readonly ComparedCell[], style: TerminalStyle): TextColumn {
  return {
    head: "P(best)",
    cells: cells.map(({ ranked }) => fit(ranked === null ? NOT_APPLICABLE : chance(ranked.probabilityOfBest), style)),
    rank: 3,
    align: "right",
  };
}
