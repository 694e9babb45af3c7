/** Style on paper: no controls, nothing sticky, nothing torn apart that belongs together. */
export const PAPER_CSS = `
@page { margin: 16mm 14mm; }
body { font-size: 10.5pt; }
main, header.page, footer.page { max-width: none; padding: 0; }
header.page { padding-top: 0; }
button:not(thead button), .bar, .pale, .tools, .skip, .tooltip, input[type="checkbox"] { display: none !important; }
.comparison th[scope="row"] { position: static; }
.scroll { overflow: visible; }
section { margin-top: 2rem; }
h2, h3, figcaption { break-after: avoid; }
figure, tr, li, .aside { break-inside: avoid; }
.plot svg, .plot canvas { width: 100%; height: auto; }
table { font-size: 8.5pt; }
td small, .tag { font-size: 7.5pt; }
thead th { font-size: 8pt; }
thead th, tbody th, td { padding-left: 0.375rem; padding-right: 0.375rem; }
.hidden-balancer .name { text-decoration: none; color: inherit; }
.swatch { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.repeat pre { max-height: none; white-space: pre-wrap; overflow-wrap: anywhere; font-size: 8pt; }
`;
