/** What the terminal shows of a study, on one screen: the answer, how much better it is, what matters, how to use it. */
import type { Confirmation, TuneDimension, TunedConfiguration, TuneFile } from "../../sim/index.ts";
import { NOT_APPLICABLE, formatCount, formatFraction } from "../format.ts";
import { estimateText, measuredText, relativeText, signedText } from "../experiment/values.ts";
import { defaultName, dimensionValue, tunedValue } from "../tune-verdict.ts";
import { tableLines } from "./columns.ts";
import type { TextColumn } from "./columns.ts";
import { block, confidenceWords, failureLines, joinBlocks, paragraph, warningLines } from "./experiment.ts";
import { emphasise, fit, plainText } from "./text.ts";
import type { TerminalStyle } from "./text.ts";

/** Parameters shown; the file has them all. */
const MOST_PARAMETERS = 8;
/** Lines of a product's configuration that still fit beside the rest; a longer one is a file only. */
const MOST_CONFIGURATION = 14;
/** Points of a Pareto front. */
const MOST_FRONT = 8;

/** The answer as text. */
export function renderTuneTerminal(file: TuneFile, style: TerminalStyle): string {
  return joinBlocks([
    block(paragraph(file.verdict, style, "", "bold")),
    block(warningLines(file, style)),
    block(confirmationLines(file, style)),
    block(frontLines(file, style)),
    block(parameterLines(file, style)),
    block(recommendationLines(file, style)),
    block(failureLines(file, style)),
    block(paragraph(effort(file), style, "", "dim")),
  ]);
}

function confirmationLines(file: TuneFile, style: TerminalStyle): readonly string[] {
  const { confirmation } = file;
  if (confirmation === null) return [];
  const units = confirmation.objectives.map((_, index) => file.measures[index]!.unit);
  const cells = (of: (each: Confirmation["objectives"][number], index: number) => string): readonly string[] =>
    confirmation.objectives.map(of).map((text) => fit(text, style));
  const base = fit(plainText(defaultName(file)), style);
  const columns: readonly TextColumn[] = [
    column(
      "recommended",
      0,
      cells((each, i) => estimateText(each.winner, units[i]!)),
    ),
    column(
      base,
      2,
      cells((each, i) => estimateText(each.default, units[i]!)),
    ),
    column(
      "difference",
      1,
      cells((each, i) => differenceText(each, units[i]!)),
    ),
  ];
  const names = column(
    "",
    0,
    cells(({ objective }) => plainText(objective)),
    "left",
  );
  const isSame = file.winner === 0;
  const shown = isSame ? columns.slice(0, 1) : columns;
  const met = file.constraints.map(
    (text) => `${plainText(text)}: met in ${formatFraction(confirmation.feasible)} of these runs`,
  );
  return [...tableLines(names, shown, style), ...met.flatMap((text) => paragraph(text, style))];
}

function differenceText(
  { difference, ratio }: Confirmation["objectives"][number],
  unit: Parameters<typeof measuredText>[1],
): string {
  const { estimate, low, high } = ratio;
  if (estimate === null || low === null || high === null) return signedText(difference.estimate, unit);
  return `${relativeText(estimate)} (${relativeText(low)} to ${relativeText(high)})`;
}

/** Only of several objectives: what each end of the front costs the other. */
function frontLines(file: TuneFile, style: TerminalStyle): readonly string[] {
  if (file.objectives.length < 2 || file.front.length < 2) return [];
  const all = file.front.map((index) => file.configurations[index]!);
  const sorted = [...all].sort((a, b) => (a.objectives[0]!.estimate ?? 0) - (b.objectives[0]!.estimate ?? 0));
  const points = spread(sorted, MOST_FRONT);
  const columns = file.objectives.map((objective, i) =>
    column(
      fit(plainText(objective.text), style),
      i,
      points.map((each) => fit(measuredText(each.objectives[i]!.estimate, file.measures[i]!.unit), style)),
    ),
  );
  const names = column(
    `Pareto front (${all.length})`,
    0,
    points.map((each) => plainText(valuesText(each, file))),
    "left",
  );
  return tableLines(names, columns, style);
}

function valuesText(configuration: TunedConfiguration, file: TuneFile): string {
  const several = new Set(file.configurations.map(({ balancer }) => balancer)).size > 1;
  const parts = Object.keys(configuration.values).map((path) => `${path} ${tunedValue(path, configuration, file)}`);
  return [...(several ? [configuration.balancer] : []), ...parts].join(", ");
}

/** At most so many, both ends among them, evenly spread. */
function spread<T>(items: readonly T[], most: number): readonly T[] {
  if (items.length <= most) return items;
  return Array.from({ length: most }, (_, i) => items[Math.round((i * (items.length - 1)) / (most - 1))]!);
}

/** Of the winner's balancer, what matters most first. */
function parameterLines(file: TuneFile, style: TerminalStyle): readonly string[] {
  if (file.winner === null) return [];
  const winner = file.configurations[file.winner]!;
  const base = file.configurations.find(({ balancer }) => balancer === winner.balancer)!;
  const own = file.space.filter(({ balancer }) => balancer === null || balancer === winner.balancer);
  const shareOf = ({ path }: TuneDimension): TuneFile["importance"][number]["share"] | undefined =>
    file.importance.find((each) => each.path === path && each.balancer === winner.balancer)?.share;
  const sorted = [...own].sort((a, b) => (shareOf(b)?.estimate ?? 0) - (shareOf(a)?.estimate ?? 0));
  const shown = sorted.slice(0, MOST_PARAMETERS);
  if (shown.length === 0) return [];
  const cells = (of: (each: TuneDimension) => string): readonly string[] => shown.map((each) => fit(of(each), style));
  const table = tableLines(
    column(
      "",
      0,
      cells(({ path }) => plainText(path)),
      "left",
    ),
    [
      column(
        "recommended",
        0,
        cells(({ path }) => tunedValue(path, winner, file)),
      ),
      column(
        "default",
        1,
        cells(({ path }) => tunedValue(path, base, file)),
      ),
      column(
        "explains",
        2,
        cells((each) => shareText(shareOf(each))),
      ),
      column(
        "as good",
        3,
        cells((each) => flatText(each, file)),
      ),
      column("searched", 4, cells(rangeText)),
    ],
    style,
  );
  const more = sorted.length - shown.length;
  return [...table, ...(more > 0 ? paragraph(`and ${more} more that explain less, in the result file`, style) : [])];
}

function shareText(share: TuneFile["importance"][number]["share"] | undefined): string {
  if (share?.estimate == null) return NOT_APPLICABLE;
  const percent = (value: number): string => `${Math.round(value * 100)}%`;
  const spreadText = share.low === null || share.high === null ? "" : ` (${percent(share.low)}–${percent(share.high)})`;
  return `${percent(share.estimate)}${spreadText}`;
}

/** How far it may move before the objective is worse. */
function flatText(dimension: TuneDimension, { flatness }: TuneFile): string {
  const range = flatness.find(({ path, balancer }) => path === dimension.path && balancer === dimension.balancer);
  if (range === undefined || range.low === range.high) return NOT_APPLICABLE;
  return `${dimensionValue(range.low, dimension)} to ${dimensionValue(range.high, dimension)}`;
}

function rangeText(dimension: TuneDimension): string {
  const { type, choices, low, high, logarithmic } = dimension;
  if (choices !== null) return shortList(choices);
  if (type === "boolean" || low === null || high === null) return "false, true";
  return `${dimensionValue(low, dimension)} to ${dimensionValue(high, dimension)}${logarithmic ? ", log" : ""}`;
}

function shortList(choices: readonly string[]): string {
  return choices.length <= 4
    ? choices.join(", ")
    : `${choices[0]!} … ${choices[choices.length - 1]!} (${choices.length})`;
}

function recommendationLines({ recommendation }: TuneFile, style: TerminalStyle): readonly string[] {
  if (recommendation === null) return [];
  const { patch, configuration } = recommendation;
  const [words = "", , ...yaml] = patch.trimEnd().split("\n");
  const text = configuration?.text.trimEnd().split("\n") ?? [];
  // Whoever has the product wants its own words; everybody else the scenario's.
  const shown = text.length === 0 || text.length > MOST_CONFIGURATION ? yaml : text;
  return [
    emphasise("To use it:", "dim", style),
    `  ${plainText(words)}`,
    ...shown.map((line) => `  ${plainLine(line)}`),
  ];
}

/** As it is, but without anything that would move the cursor. */
function plainLine(line: string): string {
  const indent = /^ */.exec(line)![0];
  return indent + plainText(line.slice(indent.length));
}

function effort(file: TuneFile): string {
  const { searcher, runs, budget, configurations, confirmation } = file;
  const fresh =
    confirmation === null ? "" : `; confirmed on ${confirmation.seeds.length} seeds that the search never saw`;
  return `${searcher}: ${formatCount(configurations.length)} configurations in ${formatCount(runs)} of ${formatCount(budget)} runs${fresh}; ${confidenceWords(file)}.`;
}

function column(head: string, rank: number, cells: readonly string[], align: "left" | "right" = "right"): TextColumn {
  return { head, cells, rank, align };
}
