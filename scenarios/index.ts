/** The scenario language, `evenkeel/scenarios`: files in, scenarios out, and expectations judged on results. */
export { parseScenario, type ParseOptions, type ParsedScenario, type ParseResult } from "./parse-scenario.ts";
export { formatProblem, sortProblems, type Problem } from "./problem.ts";
export { toDocument } from "./document/index.ts";
