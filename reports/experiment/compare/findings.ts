/** What the charts of a comparison show, in sentences computed from it: their titles and their text alternatives. */
import { formatCount } from "../../format.ts";
import { listNames, shortName } from "../../names.ts";
import { chosenPercent, estimateText, measuredText, relativeText, signedText } from "../values.ts";
import type { CompareContext } from "./context.ts";
import { outliers } from "./outliers.ts";
import type { ComparedCell, ComparedMeasure, DifferenceVerdict } from "./standing.ts";
import { chance, median } from "./words.ts";

/** Balancers that a text alternative goes through; the data table has them all. */
const MOST_DESCRIBED = 10;

export function intervalFinding({ measures }: CompareContext): string {
  const [decisive] = measures;
  if (decisive === undefined) return "Nothing was measured";
  const { head } = decisive;
  const choices = decisive.ranked.filter(({ contender }) => !contender.truth);
  const [first] = choices;
  if (first === undefined || first.interval === null) return `${shortName(head.text)} of every balancer`;
  const possible = choices.filter(({ ranked }) => ranked?.mayBeBest === true);
  const figure = estimateText(first.interval, head.unit);
  if (possible.length <= 1) return `By ${shortName(head.text)} ${nameOf(first)} stands first, with ${figure}`;
  return `By ${shortName(head.text)} ${listNames(possible.map(({ contender }) => contender.balancer))} cannot be told apart; ${nameOf(first)} has ${figure}`;
}

export function describeIntervals({ measures }: CompareContext): string {
  return perMeasure(measures, ({ head, ranked }) =>
    list(ranked, ({ interval }) => (interval === null ? null : estimateText(interval, head.unit))),
  );
}

export function differenceFinding({ measures, file }: CompareContext): string {
  const [decisive] = measures;
  const verdicts: readonly (readonly [DifferenceVerdict, string])[] = [
    ["better", "better"],
    ["worse", "worse"],
    ["equivalent", "equivalent"],
    ["cannot tell", "open"],
  ];
  const counted = verdicts.flatMap(([verdict, word]) => {
    const those = decisive?.cells.filter(({ difference }) => difference?.verdict === verdict) ?? [];
    if (those.length === 0) return [];
    return [
      `${those.length <= 3 ? listNames(those.map(({ contender }) => contender.balancer)) : those.length} ${word}`,
    ];
  });
  return `Against ${shortName(file.baseline)}, by ${shortName(decisive?.head.text ?? "")}: ${counted.join(", ")}`;
}

export function describeDifferences({ measures }: CompareContext): string {
  return perMeasure(measures, ({ head, cells }) =>
    list(cells, ({ difference }) => {
      if (difference === null) return null;
      const { ratio, difference: absolute, verdict } = difference;
      const size = ratio.estimate === null ? signedText(absolute.estimate, head.unit) : relativeText(ratio.estimate);
      return `${verdict} (${size})`;
    }),
  );
}

export function convergenceFinding({ measures, file }: CompareContext): string {
  const open = measures.flatMap(({ cells }) => cells.filter(({ difference }) => difference?.verdict === "cannot tell"));
  const count = `${formatCount(file.seeds.length)} ${file.seeds.length === 1 ? "replication" : "replications"}`;
  if (open.length === 0) return `After ${count} every difference was decided`;
  const more = Math.max(0, ...open.map(({ difference }) => difference?.moreReplications ?? 0));
  const rest = more > 0 ? `: about ${formatCount(more)} more would do` : "";
  return `After ${count} ${formatCount(open.length)} ${open.length === 1 ? "difference was" : "differences were"} still open${rest}`;
}

export function describeConvergence(context: CompareContext): string {
  const looks = [...new Set(context.file.convergence.map(({ replications }) => replications))];
  return `${convergenceFinding(context)}. Looked at after ${looks.join(", ")} replications; the lines fall as intervals narrow.`;
}

export function rankingFinding({ measures, file }: CompareContext): string {
  const [decisive] = measures;
  const possible = decisive?.ranked.filter(({ ranked }) => ranked?.mayBeBest === true) ?? [];
  const names = listNames(possible.map(({ contender }) => contender.balancer));
  const sure = `with ${chosenPercent(file.confidence)} confidence`;
  if (possible.length === 1) return `${names} is the best ${sure}`;
  if (possible.length === 0) return "Nobody can be called best";
  return `The best is one of ${possible.length} ${sure}: ${names}`;
}

export function describeRanking({ measures }: CompareContext): string {
  const [decisive] = measures;
  return `Probability of being the best by ${shortName(decisive?.head.text ?? "")}: ${list(decisive?.ranked ?? [], ({ ranked }) => (ranked === null ? null : chance(ranked.probabilityOfBest)))}.`;
}

export function replicationFinding({ measures, file }: CompareContext): string {
  const far = measures.flatMap((measure) =>
    measure.cells.flatMap((cell) =>
      [...outliers(cell.interval?.values ?? [])].map((replication) => ({ measure, cell, replication })),
    ),
  );
  const [first] = far;
  if (first === undefined)
    return `No run stands out from the others of its balancer over ${formatCount(file.seeds.length)} seeds`;
  const values = first.cell.interval!.values;
  const { unit, text } = first.measure.head;
  const usual = median(values.filter((value) => value !== null));
  const runs = new Set(far.map(({ cell, replication }) => `${cell.place} ${replication}`)).size;
  const others = runs > 1 ? `; ${formatCount(runs - 1)} more ${runs === 2 ? "run stands" : "runs stand"} out` : "";
  return (
    `${nameOf(first.cell)} falls out of line with seed ${file.seeds[first.replication]}: ${shortName(text)} ` +
    `${measuredText(values[first.replication], unit)}, where its median is ${measuredText(usual, unit)}${others}`
  );
}

export function describeReplications(context: CompareContext): string {
  const { measures, file } = context;
  const ranges = perMeasure(measures.slice(0, 1), ({ head, cells }) =>
    list(cells, ({ interval }) => {
      const seen = interval?.values.filter((value) => value !== null) ?? [];
      if (seen.length === 0) return null;
      return `${measuredText(Math.min(...seen), head.unit)} to ${measuredText(Math.max(...seen), head.unit)}`;
    }),
  );
  return `${replicationFinding(context)}. Over ${formatCount(file.seeds.length)} seeds, ${ranges}`;
}

function perMeasure(measures: readonly ComparedMeasure[], say: (measure: ComparedMeasure) => string): string {
  return measures.map((measure) => `${shortName(measure.head.text)}: ${say(measure)}.`).join(" ");
}

function list(cells: readonly ComparedCell[], say: (cell: ComparedCell) => string | null): string {
  const said = cells.flatMap((cell) => {
    const text = say(cell);
    return text === null ? [] : [`${nameOf(cell)} ${text}`];
  });
  const left = said.length - MOST_DESCRIBED;
  return `${said.slice(0, MOST_DESCRIBED).join("; ")}${left > 0 ? `; and ${left} more in the table` : ""}`;
}

function nameOf({ contender }: ComparedCell): string {
  return shortName(contender.balancer);
}
