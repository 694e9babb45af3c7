/** Style of the parts of the page: summary, comparison, expectations, the sticky bar, figures, tooltips, the end. */
export const PARTS_CSS = `
header.page { padding-top: 2.5rem; }
.above { display: flex; justify-content: space-between; align-items: center; gap: 1rem; color: var(--muted); font-size: 0.875rem; margin-bottom: 1rem; }
.above span { overflow-wrap: anywhere; }
.above button { flex: none; }
.verdict { font-size: clamp(1.125rem, 1rem + 0.5vw, 1.3125rem); line-height: 1.45; margin-top: 1.125rem; max-width: 52rem; overflow-wrap: anywhere; }
.claim { margin-top: 1rem; padding-left: 0.875rem; border-left: 3px solid var(--line); max-width: 52rem; overflow-wrap: anywhere; }
.facts { list-style: none; margin-top: 1rem; color: var(--muted); font-size: 0.875rem; max-width: 52rem; }
.facts li { overflow-wrap: anywhere; }
.warning { margin-top: 1rem; padding: 0.625rem 0.875rem; border: 1px solid var(--bad); color: var(--bad); }
.warnings { list-style: none; margin-top: 1rem; max-width: 52rem; }
.warnings li { padding: 0.375rem 0 0.375rem 0.875rem; border-left: 3px solid var(--bad); overflow-wrap: anywhere; }
.warnings li + li { margin-top: 0.5rem; }
.warnings span { color: var(--bad); font-weight: 700; }
.failures { margin: 0.5rem 0 0 1.25rem; font-size: 0.875rem; }
.failures li { overflow-wrap: anywhere; }
.failures code { display: block; color: var(--muted); }
.met { color: var(--good); font-weight: 600; }
.failed { color: var(--bad); font-weight: 600; }
.unknown { color: var(--muted); font-weight: 600; }

.comparison { margin-top: 1rem; }
.comparison th[scope="row"] { position: sticky; left: 0; background: var(--ground); padding-left: 0; min-width: 11rem; }
.comparison th .swatch { vertical-align: middle; margin-right: 0.25rem; }
.comparison th[scope="row"] .swatch { margin-right: 0; }
.comparison th[scope="row"] label { display: flex; align-items: center; gap: 0.5rem; cursor: pointer; }
.comparison .name { flex: none; width: max-content; max-width: 13rem; overflow-wrap: anywhere; }
.comparison th small { display: block; color: var(--muted); font-size: 0.75rem; }
.comparison thead button { border: 0; padding: 0; font-size: inherit; color: inherit; text-align: inherit; }
.comparison thead button:hover { color: var(--ink); text-decoration: underline; }
.comparison thead button:disabled { cursor: default; text-decoration: none; }
th[aria-sort="ascending"] button::after { content: " \\2191"; }
th[aria-sort="descending"] button::after { content: " \\2193"; }
.comparison th small.unit { display: inline; }
thead th.axis { white-space: normal; overflow-wrap: anywhere; min-width: 7rem; max-width: 11rem; }
.decision td { vertical-align: top; }
.decision .against { color: var(--muted); font-size: 0.8125rem; }
.same { color: var(--ink); font-weight: 600; }
.best { font-weight: 700; }
.tied { font-weight: 600; }
.mark { color: var(--accent); margin-right: 0.25rem; }
.tag { font-size: 0.75rem; font-weight: 500; color: var(--muted); border: 1px solid var(--line); border-radius: 3px; padding: 0 0.3125rem; white-space: nowrap; }
.hidden-balancer .name { text-decoration: line-through; color: var(--muted); }
.swatch { display: inline-block; flex: none; width: 0.875rem; height: 0.3125rem; border-radius: 1px; }

.expectations { list-style: none; margin-top: 1rem; }
.expectations li { display: grid; grid-template-columns: 6.5rem 1fr; gap: 0 0.75rem; padding: 0.625rem 0; border-bottom: 1px solid var(--line); }
.expectations code { overflow-wrap: anywhere; font-size: 0.875rem; }
.expectations .values { grid-column: 2; color: var(--muted); font-size: 0.875rem; overflow-wrap: anywhere; }

.bar { position: sticky; top: 0; z-index: 2; margin-top: 3rem; background: var(--ground); border-bottom: 1px solid var(--line); padding: 0.5rem 0; display: flex; gap: 0.25rem 1rem; align-items: center; flex-wrap: wrap; font-size: 0.8125rem; }
.bar label { display: inline-flex; align-items: center; gap: 0.375rem; white-space: nowrap; cursor: pointer; padding: 0.125rem 0; }
.bar .name { max-width: 12rem; overflow: hidden; text-overflow: ellipsis; }
.bar .both { margin-left: auto; display: flex; gap: 0.375rem; }
.note.pale { margin-top: 3rem; max-width: 52rem; }
.note.pale + .bar { margin-top: 0.75rem; }
.bar.many { flex-wrap: nowrap; overflow-x: auto; }
.bar.many label { flex: none; }
.bar.many .both { position: sticky; right: 0; background: var(--ground); padding-left: 0.75rem; }
.bar + section { margin-top: 1.5rem; }
.bar + section > h2 { border-top: 0; padding-top: 0; }

figure { margin-top: 2.25rem; }
figcaption p { margin-top: 0.25rem; max-width: 52rem; }
.plot { margin-top: 0.875rem; overflow: hidden; }
.plot svg, .plot canvas { display: block; }
.plot .mark-rect path { shape-rendering: crispEdges; }
.tools { display: flex; flex-wrap: wrap; gap: 0.375rem 0.5rem; align-items: baseline; margin-top: 0.5rem; }
.tools button { color: var(--muted); }
details > summary { cursor: pointer; color: var(--muted); font-size: 0.8125rem; padding: 0.1875rem 0; }
.tools details { min-width: 0; }
.tools details[open] { flex: 1 1 100%; }
.tools details .scroll { max-height: 22rem; overflow: auto; margin-top: 0.5rem; border: 1px solid var(--line); }
.tools details table { font-size: 0.8125rem; width: 100%; }
.tools details thead th { position: sticky; top: 0; background: var(--ground); }
.tools details caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.tools details td { padding: 0.1875rem 0.75rem; }
.block { margin-top: 2.25rem; }
.block h3 { margin-bottom: 0.5rem; }
.block thead th.number { white-space: normal; max-width: 7rem; }
.repeat tbody th, .repeat td { vertical-align: top; }

.tooltip { position: fixed; z-index: 4; pointer-events: none; max-width: min(26rem, calc(100vw - 1rem)); background: var(--ground); border: 1px solid var(--muted); border-radius: 4px; padding: 0.375rem 0.5rem; font-size: 0.8125rem; line-height: 1.35; }
.tooltip[hidden] { display: none; }
.tooltip table { font-size: inherit; }
.tooltip th, .tooltip td, .tooltip thead th { border: 0; padding: 0.0625rem 0.375rem; color: inherit; font-size: inherit; }
.tooltip th { color: var(--muted); overflow-wrap: anywhere; }
.tooltip td, .tooltip thead th + th { text-align: right; white-space: nowrap; }
.tooltip .swatch { margin-right: 0.375rem; vertical-align: middle; }
.tooltip .nearest th, .tooltip .nearest td { font-weight: 700; color: var(--ink); }

.theory td, .theory tbody th { vertical-align: top; }
.theory tbody tr:first-child th[scope="rowgroup"] { padding-top: 1rem; font-weight: 650; color: var(--ink); border-bottom-color: var(--muted); overflow-wrap: anywhere; }
.theory code { color: var(--muted); overflow-wrap: anywhere; }
.footnotes { margin: 0.75rem 0 0 1.25rem; color: var(--muted); font-size: 0.875rem; max-width: 52rem; }
.aside { margin-top: 2rem; padding: 1rem 1.25rem; background: var(--panel); max-width: 52rem; }
.aside p { margin-top: 0.5rem; overflow-wrap: anywhere; }

.repeat pre { background: var(--panel); padding: 0.875rem 1rem; overflow: auto; max-height: 30rem; tab-size: 2; margin-top: 0.5rem; }
.repeat .command pre { white-space: pre-wrap; overflow-wrap: anywhere; }
.heading { display: flex; justify-content: space-between; align-items: baseline; gap: 1rem; margin-top: 1.75rem; }
footer.page { margin-top: 3.5rem; padding-bottom: 3rem; color: var(--muted); font-size: 0.8125rem; }

@media (max-width: 640px) {
  main, header.page, footer.page { padding: 0 1rem; }
  header.page { padding-top: 1.25rem; }
  thead th, tbody th, td { padding-left: 0.5rem; padding-right: 0.5rem; }
  .comparison th[scope="row"] { max-width: 10rem; min-width: 8.75rem; font-size: 0.875rem; }
  .comparison th[scope="row"] label { flex-wrap: wrap; gap: 0 0.375rem; }
  .comparison th[scope="row"] .name { flex: 1 1 0; width: auto; min-width: 5rem; }
  .comparison th[scope="row"] .tag { margin-left: 3rem; }
  .expectations li { grid-template-columns: 1fr; }
  .expectations .values { grid-column: 1; }
  .bar { flex-wrap: nowrap; overflow-x: auto; }
  .bar label { flex: none; }
  .bar .both { position: sticky; right: 0; margin-left: auto; padding-left: 0.75rem; background: var(--ground); }
}
`;
