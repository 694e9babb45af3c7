/** Style of the page as a whole: type, links, focus, tables. */
export const BASE_CSS = `
*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 4rem; }
body {
  margin: 0; background: var(--ground); color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif;
}
main, header.page, footer.page { max-width: 1080px; margin: 0 auto; padding: 0 1.25rem; }
h1, h2, h3, p, figure, ul, ol, dl, pre, table { margin: 0; padding: 0; }
h1 { font-size: clamp(1.5rem, 1.1rem + 1.6vw, 2.125rem); line-height: 1.2; font-weight: 650; letter-spacing: -0.012em; overflow-wrap: anywhere; }
h2 { font-size: 1.3125rem; line-height: 1.3; font-weight: 650; letter-spacing: -0.005em; }
h3 { font-size: 1.0625rem; line-height: 1.35; font-weight: 600; overflow-wrap: anywhere; }
a { color: var(--accent); }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; font-size: 0.8125rem; }
section { margin-top: 3.5rem; }
section > h2 { padding-top: 0.875rem; border-top: 2px solid var(--ink); }
.lead { color: var(--muted); margin-top: 0.25rem; max-width: 46rem; }
.scroll + .note { margin-top: 0.625rem; max-width: 52rem; }
.note, caption, figcaption p { color: var(--muted); font-size: 0.875rem; line-height: 1.45; }
.unseen {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
}
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: 0.5rem; z-index: 5; background: var(--ground); padding: 0.375rem 0.75rem; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }

button {
  font: inherit; font-size: 0.8125rem; color: var(--ink); background: none; cursor: pointer;
  border: 1px solid var(--line); border-radius: 4px; padding: 0.1875rem 0.625rem;
}
button:hover { border-color: var(--muted); }
input[type="checkbox"] { width: 1rem; height: 1rem; margin: 0; accent-color: var(--ink); flex: none; }

.scroll { overflow-x: auto; position: relative; }
table { border-collapse: separate; border-spacing: 0; font-variant-numeric: tabular-nums lining-nums; font-size: 0.9375rem; }
table.wide { width: 100%; }
caption { text-align: left; caption-side: bottom; padding-top: 0.625rem; max-width: 52rem; }
th { font-weight: 500; text-align: left; }
thead th { color: var(--muted); font-size: 0.8125rem; vertical-align: bottom; padding: 0.25rem 0.75rem 0.375rem; border-bottom: 1px solid var(--line); }
/* Whole pixels: of rows that end between two the sticky heads would cover each other's lines. */
tbody th, td { padding: 0.4375rem 0.75rem; border-bottom: 1px solid var(--line); vertical-align: middle; line-height: 1.375rem; }
thead tr > th:first-child:not(.number), tbody tr > th:first-child, tbody tr > td:first-child { padding-left: 0; }
td.number, th.number { text-align: right; white-space: nowrap; }
td small { color: var(--muted); font-size: 0.8125rem; }
thead th.spanning { text-align: center; border-bottom: 0; padding-bottom: 0; }
`;
