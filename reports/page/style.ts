/** The page's style sheet: one column, system fonts, two themes by preference, and paper. */
import { THEMES, balancerColours } from "../colours.ts";
import type { Theme, ThemeName } from "../colours.ts";
import { BASE_CSS } from "./style-base.ts";
import { PAPER_CSS } from "./style-paper.ts";
import { PARTS_CSS } from "./style-parts.ts";

/** The style sheet for a report whose balancers have these places; colours of names are not in the markup but here. */
export function styleSheet(emphasised: readonly boolean[]): string {
  const light = variables("light", emphasised);
  const dark = variables("dark", emphasised);
  return [
    `:root { color-scheme: light; ${light} }`,
    `@media (prefers-color-scheme: dark) { :root:not([data-theme="light"]) { color-scheme: dark; ${dark} } }`,
    `:root[data-theme="dark"] { color-scheme: dark; ${dark} }`,
    BASE_CSS,
    PARTS_CSS,
    ...emphasised.map((_, place) => `.swatch.b${place} { background: var(--b${place}); }`),
    `@media print { :root, :root[data-theme], :root:not([data-theme="light"]) { color-scheme: light; ${light} --ground: #fff; } ${PAPER_CSS} }`,
  ].join("\n");
}

function variables(name: ThemeName, emphasised: readonly boolean[]): string {
  const theme: Theme = THEMES[name];
  const plain = ["ground", "panel", "ink", "muted", "line", "accent", "good", "bad"] as const;
  const balancers = balancerColours(theme, emphasised).map((colour, place) => `--b${place}: ${colour};`);
  return [...plain.map((part) => `--${part}: ${theme[part]};`), ...balancers].join(" ");
}
