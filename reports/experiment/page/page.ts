/** What the pages of all experiments have in common. */
import type { ExperimentHead } from "../../../sim/index.ts";
import type { Chart } from "../../charts/chart.ts";
import type { Page } from "../../page/frame.ts";
import type { Markup } from "../../page/markup.ts";

/** The file, and its balancers by place: their names, and who has a colour. */
export interface ExperimentContext {
  readonly file: ExperimentHead;
  readonly names: readonly string[];
  readonly emphasised: readonly boolean[];
}

/** The page around a body. */
export function experimentPage(
  { file, names, emphasised }: ExperimentContext,
  charts: readonly Chart[],
  skip: Page["skip"],
  body: Markup,
): Page {
  return { name: file.scenario.name, version: file.version, balancers: names, emphasised, charts, skip, body };
}
