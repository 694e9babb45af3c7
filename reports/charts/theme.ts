/**
 * How charts take their colours: every colour is a parameter of the specification, so that a page can change the theme of
 * a drawn chart, and nothing about a theme is written into the chart itself.
 */
import type { Config } from "vega-lite/types_unstable/config.d.ts";
import type { VariableParameter } from "vega-lite/types_unstable/parameter.d.ts";
import { THEMES, balancerColours } from "../colours.ts";
import type { Theme } from "../colours.ts";
import { shortName } from "../names.ts";
import type { ChartContext } from "./context.ts";

/** Fonts that are already there: the page and its charts load nothing. */
export const FONT =
  "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Liberation Sans', Arial, sans-serif";

/** Names of the balancers are data of a parameter, and never become part of an expression. */
export function chartParams(context: Pick<ChartContext, "names" | "emphasised">): VariableParameter[] {
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

export const CHART_CONFIG: Config = {
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
