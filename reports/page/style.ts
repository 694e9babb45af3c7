/** The page's style sheet: one column, system fonts, two themes by preference, and paper. */
import type { Chart } from "../charts/chart.ts";
import { chartHeight } from "../charts/height.ts";
import { THEMES, balancerColours } from "../colours.ts";
import type { Theme, ThemeName } from "../colours.ts";
import { BASE_CSS } from "./style-base.ts";
import { PAPER_CSS } from "./style-paper.ts";
import { PARTS_CSS } from "./style-parts.ts";

/**
 * The style sheet for a report whose balancers have these places; colours of names are not in the markup but here, and so is
 * the room that each chart is kept free until it is drawn.
 */
export function styleSheet(emphasised: readonly boolean[], charts: readonly Chart[]): string {
  const light = variables("light", emphasised);
  const dark = variables("dark", emphasised);
  return [
    `:root { color-scheme: light; ${light} }`,
    `@media (prefers-color-scheme: dark) { :root:not([data-theme="light"]) { color-scheme: dark; ${dark} } }`,
    `:root[data-theme="dark"] { color-scheme: dark; ${dark} }`,
    BASE_CSS,
    PARTS_CSS,
    ...emphasised.map((_, place) => `.swatch.b${place} { background: var(--b${place}); }`),
    `@media (scripting: enabled) { ${rooms(charts, false)} }`,
    `@media (scripting: enabled) and (max-width: 640px) { ${rooms(charts, true)} }`,
    `@media print { :root, :root[data-theme], :root:not([data-theme="light"]) { color-scheme: light; ${light} --ground: #fff; } ${PAPER_CSS} }`,
  ].join("\n");
}

/** Once a chart is drawn it is as high as it is: panels of balancers that the reader hides leave no hole. */
function rooms(charts: readonly Chart[], narrow: boolean): string {
  return charts
    .map((chart) => `#figure-${chart.id}:not([data-marks]) .plot { min-height: ${chartHeight(chart, narrow)}px; }`)
    .join(" ");
}

function variables(name: ThemeName, emphasised: readonly boolean[]): string {
  const theme: Theme = THEMES[name];
  const plain = ["ground", "panel", "ink", "muted", "line", "accent", "good", "bad"] as const;
  const balancers = balancerColours(theme, emphasised).map((colour, place) => `--b${place}: ${colour};`);
  return [...plain.map((part) => `--${part}: ${theme[part]};`), ...balancers].join(" ");
}
