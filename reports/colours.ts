/**
 * Colours: the two themes of a report, and one colour per balancer, the same in every chart.
 *
 * Palette: M. Okabe and K. Ito, "Color Universal Design", 2008, chosen to stay apart under every common colour blindness.
 * Its black and its yellow share a place: each is invisible on one of the two grounds.
 */

export type ThemeName = "light" | "dark";

/** Everything of a theme that charts and page both need; CSS colours. */
export interface Theme {
  readonly ground: string;
  readonly panel: string;
  readonly ink: string;
  readonly muted: string;
  readonly line: string;
  readonly accent: string;
  readonly good: string;
  readonly bad: string;
  /** Behind the time of a fault, and behind the warm-up. */
  readonly faultBand: string;
  readonly warmupBand: string;
  /** The first balancer: what the others are compared with. */
  readonly baseline: string;
  /** Beyond eight balancers: those without a colour of their own. */
  readonly other: string;
  readonly palette: readonly string[];
  /** Delivered messages, where fates are stacked. */
  readonly delivered: string;
  /** Loss causes in the order of `LOSS_CAUSES`, told apart by lightness as well. */
  readonly losses: readonly string[];
  /** From nothing to most, for heat maps; lightness changes in one direction. */
  readonly heat: readonly string[];
}

const LIGHT: Theme = {
  ground: "#fcfcfa",
  panel: "#f4f4f0",
  ink: "#1a1d21",
  muted: "#5a626b",
  line: "#dcdedf",
  accent: "#0b57a4",
  good: "#17693f",
  bad: "#a8281c",
  faultBand: "#e5a184",
  warmupBand: "#eeeeea",
  baseline: "#757b82",
  other: "#b9bec3",
  palette: ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"],
  delivered: "#ccd5dc",
  losses: [
    "#8c1c13",
    "#e8704f",
    "#f2b79b",
    "#5b3a5e",
    "#1a1d21",
    "#0b3d5c",
    "#b0572f",
    "#8d7aa0",
    "#c99a6b",
    "#6b7f8c",
    "#3f4a54",
    "#a34a6a",
  ],
  heat: ["#f1f3f3", "#c6dcea", "#86b9da", "#3f88bd", "#175a92", "#082c55"],
};

const DARK: Theme = {
  ground: "#15181b",
  panel: "#1e2226",
  ink: "#e7e9eb",
  muted: "#a3abb3",
  line: "#343a40",
  accent: "#7ab8f5",
  good: "#63c993",
  bad: "#ff8f80",
  faultBand: "#8a4325",
  warmupBand: "#23272b",
  baseline: "#9aa1a8",
  other: "#5c646c",
  palette: ["#2f97d6", "#e8722a", "#1fb58b", "#d48cb4", "#e69f00", "#8fd0f5", "#f0e442"],
  delivered: "#46525c",
  losses: [
    "#d9493c",
    "#f2946f",
    "#f8cdb5",
    "#a678ab",
    "#f4f4f4",
    "#5f9fc6",
    "#c98a5e",
    "#cdb6dd",
    "#e5c9a4",
    "#8fa6b5",
    "#b8c4cc",
    "#e08aab",
  ],
  heat: ["#20262b", "#1d4468", "#226ba4", "#4e9ed6", "#9dcff2", "#f2f9ff"],
};

export const THEMES: Readonly<Record<ThemeName, Theme>> = { light: LIGHT, dark: DARK };

/** Balancers that can have a colour of their own: the baseline's grey and the palette. */
export const COLOURED_BALANCERS = 8;

/**
 * The colour of each balancer by its place in the scenario. The first is the grey baseline; the others take the palette in
 * order. Where `emphasised` leaves some out, those share one pale grey and the rest take the palette.
 */
export function balancerColours(theme: Theme, emphasised: readonly boolean[]): readonly string[] {
  let next = 0;
  return emphasised.map((stands, place) => {
    if (place === 0) return theme.baseline;
    return stands ? (theme.palette[next++] ?? theme.other) : theme.other;
  });
}
