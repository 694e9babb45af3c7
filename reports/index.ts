/** Everything that is made from a result, `evenkeel/reports`: the page, the terminal, tables, pictures, and the file itself. */
export { chartSpecs } from "./charts/index.ts";
export type { Chart } from "./charts/chart.ts";
export { renderCsv, type CsvTable } from "./csv.ts";
export { experimentCharts } from "./experiment/charts.ts";
export { renderExperimentHtml } from "./experiment-html.ts";
export { experimentJsonSchema, experimentSchemas } from "./experiment-schema.ts";
export { renderExperimentTerminal } from "./experiment-terminal.ts";
export { renderExperimentCsv } from "./experiment/csv.ts";
export type { ExperimentFile, ExperimentKind } from "./experiment/kinds.ts";
export { renderHtml } from "./html.ts";
export { parseExperimentFile, parseResultFile, parseSavedFile, renderJson, ResultFileError } from "./json.ts";
export { renderExperimentPictures, renderPictures, renderPng, renderSvg, type Picture } from "./pictures.ts";
export { resultJsonSchema, resultSchema } from "./result-schema.ts";
export { renderTerminal, renderTerminalHead, type TerminalStyle } from "./terminal.ts";
export { renderCompareTerminal } from "./terminal/compare.ts";
export { renderTuneTerminal } from "./terminal/tune.ts";
export { tuneVerdict } from "./tune-verdict.ts";
export { verdict, type Verdict } from "./verdict.ts";
