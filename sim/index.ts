/** The public surface of the simulator: the only file of `sim/` that other folders import. */
export * from "./core/time.ts";
export type { DistributionSpec, HyperexponentialBranch } from "./core/distribution.ts";
export type { Random } from "./core/random.ts";
export { distributionMean, distributionScv, distributionSecondMoment } from "./core/moments.ts";
export { meanRatePerSecond } from "./traffic/offered-rate.ts";
export type * from "./scenario.ts";
export { FAILURE_KINDS, gatewayZone, immediateRetries } from "./scenario.ts";
export type * from "./traffic/trace-source.ts";
export * from "./balancers/contract.ts";
export { aliases, catalogue, findBalancer, type BalancerAlias } from "./balancers/catalogue.ts";
export {
  defineBalancer,
  resolveParameters,
  type ParameterProblem,
  type ResolvedParameters,
} from "./balancers/define.ts";
export * from "./measure/result.ts";
export { ORIGINS } from "./measure/tries.ts";
export type * from "./measure/run-figures.ts";
export { countAbove, countOf, type Distribution } from "./measure/distribution.ts";
export { longestNs as rollingRestartNs } from "./faults/kinds/rolling-restart.ts";
export { commonFaults } from "./measure/common-faults.ts";
export { Histogram } from "./measure/histogram.ts";
export * as statistics from "./stats/index.ts";
export type {
  Decision,
  FractionInterval,
  Interval,
  PairedComparison,
  SequentialPlan,
  Verdict,
  VerdictOptions,
} from "./stats/index.ts";
export type * from "./experiment/job.ts";
export * from "./experiment/experiment.ts";
export { estimateOver, type MadeEstimate } from "./experiment/estimate.ts";
export * from "./experiment/result.ts";
export type * from "./experiment/compare/result.ts";
export { against } from "./experiment/compare/against.ts";
export { compare, type Comparison, type OnLook } from "./experiment/compare/compare.ts";
export { areIndependent } from "./experiment/compare/single-run.ts";
export type { ComparePlan } from "./experiment/compare/plan.ts";
export type * from "./experiment/sweep/result.ts";
export type * from "./experiment/sweep/plan.ts";
export { designPoints, mostAxes, SPACE_FILLING, type DesignAxis, type DesignKind } from "./experiment/sweep/design.ts";
export { sweep } from "./experiment/sweep/sweep.ts";
export type * from "./experiment/tune/result.ts";
export type * from "./experiment/tune/space.ts";
export type * from "./experiment/tune/trial.ts";
export type { MakeSearcher, Searcher, SearcherTerms, Standing } from "./experiment/tune/searchers/searcher.ts";
export { answerOf, type StudyAnswer } from "./experiment/tune/answer.ts";
export { balancerDimensions } from "./experiment/tune/balancer-dimensions.ts";
export { keyOf as configurationKey } from "./experiment/tune/space.ts";
export { LEAST_BUDGET, runStudy, searchBudget, type StudyOutcome, type StudyPlan } from "./experiment/tune/study.ts";
export { cmaEsFault, gridRuns, SEARCHERS } from "./experiment/tune/searchers/index.ts";
export type * from "./experiment/runner.ts";
export type { MessageRecord } from "./measure/message-record.ts";
export { Interrupted, runJob } from "./experiment/run.ts";
export type * from "./experiment/replay/result.ts";
export { replayJob, type Replayed, type ReplayWish } from "./experiment/replay/replay.ts";
export { BalancerFault } from "./gateway/balancer-fault.ts";
export { Simulation, Standstill, type SimulationOptions } from "./engine.ts";
