/** What `evenkeel compare` does: plans, has runs made until everything is decided, and tells the decision. */
import { compare } from "../../sim/index.ts";
import type { Comparison, ComparePlan, CompareFile, ExperimentMeasure } from "../../sim/index.ts";
import { evaluateExpectations } from "../../scenarios/index.ts";
import { renderCompareJunit } from "../../reports/compare-junit.ts";
import { renderCompareMarkdown } from "../../reports/compare-markdown.ts";
import { renderCompareTerminal } from "../../reports/terminal/compare.ts";
import { compareVerdict } from "../../reports/compare-verdict.ts";
import { UserError } from "../errors.ts";
import { EXIT, gravest } from "../exit-codes.ts";
import type { ExitCode } from "../exit-codes.ts";
import type { Surroundings } from "../surroundings.ts";
import { againstCode, compareWithSaved, readSaved } from "./experiment/against.ts";
import { DEFAULT_MEASURES, measuresOf, requireDirection } from "./experiment/measures.ts";
import { confidenceOf, fractionOption } from "./experiment/options.ts";
import type { ExperimentOptions } from "./experiment/options.ts";
import { tellExperiment } from "./experiment/outputs.ts";
import { commonWords, headOf, inSession } from "./experiment/session.ts";
import type { Session } from "./experiment/session.ts";
import type { OutputFile } from "./outputs.ts";
import { contendersOf, warningsOf } from "./experiment/warnings.ts";

/** The options of `compare` as commander reads them. */
export interface CompareOptions extends ExperimentOptions {
  readonly baseline?: string;
  readonly precision: string;
  readonly maxReplications: number;
  readonly against?: string;
  readonly markdown?: string;
  readonly junit?: string;
}

/** Compares the balancers of one scenario. */
export async function compareCommand(
  surroundings: Surroundings,
  file: string,
  options: CompareOptions,
): Promise<ExitCode> {
  const saved = options.against === undefined ? null : await readSaved(options.against, surroundings);
  return await inSession(surroundings, file, options, async (session) => {
    const plan = planOf(session, options);
    const { progress, failures } = session;
    const comparison = await compare(plan, session.execute, (differences, replications) => {
      const decided = differences.filter(({ verdict }) => verdict !== "cannot tell").length;
      progress.note(`${replications} replications, ${decided} of ${differences.length} differences decided`);
    });
    progress.clear();
    const result = compareWithSaved(fileOf(session, plan, options, comparison), saved);
    const written = await tellExperiment(result, file, options, surroundings, {
      text: renderCompareTerminal(result, surroundings.out),
      files: summaries(result, options),
    });
    return gravest([
      failures.code,
      written,
      againstCode(result),
      comparison.complete ? decisionCode(comparison) : EXIT.interrupted,
    ]);
  });
}

function planOf({ loaded }: Session, options: CompareOptions): ComparePlan {
  const { scenario } = loaded;
  const contenders = scenario.balancers;
  const labels = contenders.map(({ label }) => label);
  const baseline = options.baseline ?? labels[0]!;
  if (!labels.includes(baseline))
    throw new UserError(`--baseline: expected one of ${labels.join(", ")}, got ${JSON.stringify(baseline)}`);
  if (labels.length < 2)
    throw new UserError(`compare: expected at least two balancers, got ${labels.join(", ")} alone`);
  const measures = measuresOf(options.measure ?? DEFAULT_MEASURES, "--measure", scenario);
  requireDirection(measures, "--measure");
  return {
    scenario,
    contenders,
    baseline,
    measures,
    confidence: confidenceOf(options),
    precision: fractionOption(options.precision, "--precision", 0, 1, "2%"),
    maxReplications: options.maxReplications,
    judge: (runs) => evaluateExpectations(scenario.expect, runs).map(({ outcome }) => outcome),
  };
}

function fileOf(session: Session, plan: ComparePlan, options: CompareOptions, comparison: Comparison): CompareFile {
  const { observations: _, ...found } = comparison;
  const { baseline, precision, maxReplications, measures, confidence } = plan;
  const file = {
    ...headOf(session, measures, confidence, ["compare", ...wordsOf(session, plan, options)]),
    kind: "compare",
    baseline,
    precision,
    maxReplications,
    contenders: contendersOf(session),
    ...found,
    warnings: warningsOf(session, comparison, measures),
    against: null,
  } as const;
  return { ...file, verdict: compareVerdict(file) };
}

/** What the command needs to be the same again. */
function wordsOf(session: Session, { baseline, measures }: ComparePlan, options: CompareOptions): readonly string[] {
  return [
    ...commonWords(options, session),
    ...["--baseline", baseline],
    ...measures.flatMap(({ text }: ExperimentMeasure) => ["--measure", text]),
    ...["--precision", options.precision, "--confidence", options.confidence ?? "95%"],
    ...["--max-replications", String(options.maxReplications)],
  ];
}

/** What a pull request and a CI system are told. */
function summaries(result: CompareFile, { markdown, junit }: CompareOptions): readonly OutputFile[] {
  return [
    ...(markdown === undefined ? [] : [{ path: markdown, contents: renderCompareMarkdown(result) }]),
    ...(junit === undefined ? [] : [{ path: junit, contents: renderCompareJunit(result) }]),
  ];
}

function decisionCode({ differences }: Comparison): ExitCode {
  return differences.some(({ verdict }) => verdict === "cannot tell") ? EXIT.inconclusive : EXIT.fine;
}
