/** `evenkeel report RESULTS.json`: its words and its help. */
import type { Command } from "commander";
import type { Act } from "../command.ts";
import type { ReportOptions } from "../work/report.ts";

const EXAMPLES = `
Examples:
  $ evenkeel report evenkeel-report/shop/result.json
  $ evenkeel report result.json --html decision.html
  $ evenkeel report evenkeel-report/shop/compare.json --html comparison.html
  $ evenkeel run shop.yaml --json | evenkeel report - --out decision --csv --svg`;

/** Adds `report` to the program. */
export function registerReport(program: Command, act: Act): void {
  program
    .command("report")
    .summary("render a saved result again")
    .description("Renders what run, compare, sweep or tune have saved: the tables here, and the HTML report beside it.")
    .argument("<result>", "a result file (result.json), or - for standard input")
    .option("-o, --out <folder>", "where to write (default: beside the result file)")
    .option("--html <file>", "write the report to this file")
    .option(
      "--csv",
      "also write its tables as CSV: of a run summary.csv, nodes.csv, series.csv and, where something went wrong, faults.csv",
    )
    .option("--svg", "also write every chart as SVG")
    .option("--png", "also write every chart as PNG")
    .option("-q, --quiet", "print nothing but complaints")
    .option("--no-open", "do not show the report in a browser")
    .addHelpText("after", EXAMPLES)
    .action(
      act(async (surroundings, file: string, options: ReportOptions) => {
        const { report } = await import("../work/report.ts");
        return report(surroundings, file, options);
      }),
    );
}
