/** The scenario language, `evenkeel/scenarios`: files in, scenarios out, and expectations judged on results. */
export {
  balancerBook,
  isBalancerFile,
  splitBalancerFile,
  type BalancerBook,
  type BalancerModule,
} from "./balancer-book.ts";
export { toDocument } from "./document/index.ts";
export {
  checkExpectation,
  evaluateExpectations,
  expectationsAbout,
  MEASURES,
  readConstraint,
  readFigure,
  STATISTICS,
  TIMES,
  type ExpectationFault,
  type KnownNames,
  type Measure,
} from "./expect/index.ts";
export { productConfiguration, type ProductConfiguration } from "./exports/index.ts";
export {
  readHaproxy,
  simulateBackend,
  type HaproxyBackend,
  type HaproxyBalance,
  type HaproxyConfiguration,
  type HaproxyServer,
  type SimulatedBackend,
} from "./imports/haproxy/index.ts";
export {
  readNginx,
  simulateUpstream,
  type NextUpstream,
  type NginxConfiguration,
  type NginxMethod,
  type NginxProtocol,
  type NginxProxy,
  type NginxServer,
  type NginxUpstream,
  type SimulatedServer,
  type SimulatedUpstream,
} from "./imports/nginx/index.ts";
export { readConfiguration, type Configuration, type Farm } from "./imports/farm.ts";
export { farmScenario } from "./imports/farm-scenario.ts";
export { initTemplate, SCHEMA } from "./init-template.ts";
export {
  loadScenario,
  type LoadedScenario,
  type LoadModule,
  type LoadOptions,
  type LoadResult,
} from "./load-scenario.ts";
export { parseOverride, type Override } from "./overrides.ts";
export { parseScenario, type ParsedScenario, type ParseOptions, type ParseResult } from "./parse-scenario.ts";
export { formatProblem, sortProblems, type Problem } from "./problem.ts";
export { scenarioJsonSchema, scenarioJsonSchemaText } from "./schema/json-schema.ts";
export * from "./traces/index.ts";
export {
  formatDuration,
  formatPercent,
  formatRate,
  formatSeconds,
  formatSize,
  parseDuration,
  parsePercent,
  parseRate,
  parseSeconds,
  parseSize,
} from "./units/index.ts";
export type { UserBalancer, UserBalancers } from "./user-balancers.ts";
export {
  isVaryFault,
  isWholeRange,
  parseVary,
  readQuantity,
  spacedValues,
  valueAt,
  wholeCount,
  writeQuantity,
  type Vary,
  type VaryFault,
  type VaryList,
  type VaryQuantity,
  type VaryRange,
  type VaryUnit,
} from "./vary/index.ts";
