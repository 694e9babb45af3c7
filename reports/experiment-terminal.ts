/** Any experiment in the terminal. */
import type { ExperimentFile } from "./experiment/kinds.ts";
import { renderCompareTerminal } from "./terminal/compare.ts";
import { renderSweepTerminal } from "./terminal/sweep.ts";
import { renderTuneTerminal } from "./terminal/tune.ts";
import type { TerminalStyle } from "./terminal/text.ts";

/** Everything of an experiment but its name and question. */
export function renderExperimentTerminal(file: ExperimentFile, style: TerminalStyle): string {
  switch (file.kind) {
    case "compare":
      return renderCompareTerminal(file, style);
    case "sweep":
      return renderSweepTerminal(file, style);
    case "tune":
      return renderTuneTerminal(file, style);
  }
}
