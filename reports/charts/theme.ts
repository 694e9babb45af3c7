/**
 * How charts take their colours: every colour is a parameter of the specification, so that a page can change the theme of
 * a drawn chart, and nothing about a theme is written into the chart itself.
 */
import type { Config } from "vega-lite/types_unstable/config.d.ts";
import type { VariableParameter } from "vega-lite/types_unstable/parameter.d.ts";
import { THEMES, balancerColours } from "../colours.ts";
import type { Theme } from "../colours.ts";
import { shortName } from "../names.ts";
import { ROWS } from "./chart.ts";
import type { ChartContext } from "./context.ts";

/** Fonts that are already there: the page and its charts load nothing. */
export const FONT =
  "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Liberation Sans', Arial, sans-serif";

/** What every specification begins with. */
interface SpecBase {
  readonly $schema: string;
  readonly config: Config;
  params: VariableParameter[];
  data: { name: string };
}

/** `texts` are data that the specification's expressions may look up. */
export function specBase(
  context: Pick<ChartContext, "names" | "emphasised">,
  texts: Readonly<Record<string, unknown>> = {},
): SpecBase {
  return {
    $schema: "https://vega.github.io/schema/vega-lite/v6.json",
    config: CHART_CONFIG,
    params: [...chartParams(context), ...Object.entries(texts).map(([name, value]) => ({ name, value }))],
    data: { name: ROWS },
  };
}

/** Names of the balancers are data of a parameter, and never become part of an expression. */
function chartParams(context: Pick<ChartContext, "names" | "emphasised">): VariableParameter[] {
  const theme = themeSignals(THEMES.light, context.emphasised);
  return [
    { name: "names", value: context.names.map((name) => shortName(name, 40)) },
    { name: "endLabels", value: context.names.map((name) => shortName(name, 24)) },
    { name: "emphasised", value: [...context.emphasised] },
    ...Object.entries(theme).map(([name, value]): VariableParameter => ({ name, value })),
    { name: "hidden", value: [] },
    { name: "picked", value: -1 },
    { name: "narrow", value: false },
  ];
}

/** The parameters that make a theme, by name. */
export function themeSignals(
  theme: Theme,
  emphasised: readonly boolean[],
): Readonly<Record<string, string | string[]>> {
  return {
    palette: [...balancerColours(theme, emphasised)],
    ground: theme.ground,
    ink: theme.ink,
    muted: theme.muted,
    line: theme.line,
    accent: theme.accent,
    faultBand: theme.faultBand,
    warmupBand: theme.warmupBand,
    delivered: theme.delivered,
    losses: [...theme.losses],
    heat: [...theme.heat],
  };
}

const MUTED = { expr: "muted" } as const;
const INK = { expr: "ink" } as const;
const LINE = { expr: "line" } as const;

const CHART_CONFIG: Config = {
  aria: false,
  background: "transparent",
  font: FONT,
  padding: 0,
  view: { stroke: null },
  title: { color: INK, subtitleColor: MUTED, anchor: "start", fontSize: 15, subtitleFontSize: 12, offset: 14 },
  axis: {
    labelColor: MUTED,
    labelFontSize: 11,
    titleColor: MUTED,
    titleFontSize: 11,
    titleFontWeight: "normal",
    gridColor: LINE,
    domainColor: LINE,
    tickColor: LINE,
    labelPadding: 5,
    tickSize: 4,
  },
  axisY: { domain: false, ticks: false, minExtent: 44 },
  header: { labelColor: INK, labelFontSize: 12, labelFontWeight: 600, labelPadding: 5 },
  legend: {
    labelColor: MUTED,
    labelFontSize: 11,
    titleColor: MUTED,
    titleFontSize: 11,
    titleFontWeight: "normal",
    labelLimit: 220,
    offset: 10,
  },
  text: { fontSize: 11 },
};
