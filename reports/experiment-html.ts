/** The page of an experiment: one HTML file that needs nothing but itself, in the style of the report of a run. */
import { comparePage } from "./experiment/compare/page.ts";
import type { ExperimentFile } from "./experiment/kinds.ts";
import { sweepPage } from "./experiment/sweep/page.ts";
import { tunePage } from "./experiment/tune/page.ts";
import { renderPage } from "./page/frame.ts";
import type { Page } from "./page/frame.ts";

/** The whole page as text. The same file gives the same bytes. */
export function renderExperimentHtml(file: ExperimentFile): Promise<string> {
  return renderPage(pageOf(file));
}

function pageOf(file: ExperimentFile): Page {
  switch (file.kind) {
    case "compare":
      return comparePage(file);
    case "sweep":
      return sweepPage(file);
    case "tune":
      return tunePage(file);
  }
}
