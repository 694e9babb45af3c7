/**
 * A comparison as JUnit XML, which CI systems show as tests: a case for each verdict against a saved comparison, else for
 * each difference from the baseline, and one for each expectation. Format: the JUnit schema of Jenkins' xUnit plugin.
 */
import type { AgainstRow, CompareFile, ExpectationShare, PairedDifference } from "../sim/index.ts";
import { formatDifference } from "./format.ts";

interface TestCase {
  readonly suite: string;
  readonly name: string;
  /** null: passed. `error`: it could not be told. */
  readonly trouble: { readonly kind: "failure" | "error"; readonly text: string } | null;
}

/** The XML of one comparison. */
export function renderCompareJunit(file: CompareFile): string {
  const verdicts = file.against === null ? file.differences.map(differenceCase) : file.against.rows.map(againstCase);
  const suites = new Map<string, TestCase[]>();
  for (const each of [...verdicts, ...file.expectations.map(expectationCase)])
    suites.set(each.suite, [...(suites.get(each.suite) ?? []), each]);
  const body = [...suites].map(([name, cases]) => suiteXml(name, cases)).join("");
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name=${attribute(file.scenario.name)}>\n${body}</testsuites>\n`;
}

/** Being worse than the baseline is no failure, only news; not to know is an error. */
function differenceCase({ measure, balancer, verdict, ratio }: PairedDifference): TestCase {
  const trouble =
    verdict === "cannot tell" ? { kind: "error" as const, text: `cannot tell: ${relative(ratio.estimate)}` } : null;
  return { suite: measure, name: balancer, trouble };
}

function againstCase({ measure, balancer, verdict, ratio }: AgainstRow): TestCase {
  const text =
    verdict === "missing" ? "only one of the two comparisons has it" : `${verdict}: ${relative(ratio.estimate)}`;
  const kind = verdict === "worse" ? "failure" : "error";
  const passes = verdict === "better" || verdict === "equivalent";
  return { suite: measure, name: balancer, trouble: passes ? null : { kind, text } };
}

function expectationCase({ text, met, failed }: ExpectationShare): TestCase {
  const held = `held in ${met} of ${met + failed} replications`;
  if (met + failed === 0) return { suite: "expect", name: text, trouble: { kind: "error", text: "not known" } };
  return { suite: "expect", name: text, trouble: failed > 0 ? { kind: "failure", text: held } : null };
}

function relative(ratio: number | null): string {
  return ratio === null ? "no ratio" : `${formatDifference(ratio - 1)} of the baseline`;
}

function suiteXml(name: string, cases: readonly TestCase[]): string {
  const count = (kind: string): number => cases.filter(({ trouble }) => trouble?.kind === kind).length;
  const counts = `tests="${cases.length}" failures="${count("failure")}" errors="${count("error")}"`;
  return `  <testsuite name=${attribute(name)} ${counts}>\n${cases.map(caseXml).join("")}  </testsuite>\n`;
}

function caseXml({ suite, name, trouble }: TestCase): string {
  const head = `    <testcase classname=${attribute(suite)} name=${attribute(name)}`;
  if (trouble === null) return `${head}/>\n`;
  return `${head}>\n      <${trouble.kind} message=${attribute(trouble.text)}/>\n    </testcase>\n`;
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
/** XML 1.0 has no way to write these. */
const UNSPEAKABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

function attribute(text: string): string {
  return `"${text.replace(UNSPEAKABLE, "\ufffd").replace(/[&<>"]/g, (sign) => ENTITIES[sign]!)}"`;
}
