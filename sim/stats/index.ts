/** The statistics of simulation output: plain functions on lists of numbers, confidences as fractions such as 0.95. */
export { betaCdf, betaQuantile, binomialCdf } from "./beta.ts";
export { equivalencePValue } from "./equivalence.ts";
export { clopperPearson, fractionInterval, type FractionInterval } from "./fraction-interval.ts";
export { type Interval } from "./interval.ts";
export { meanInterval, replicationsFor } from "./mean-interval.ts";
export { normalCdf, normalQuantile } from "./normal.ts";
export { correlationOf, pairedComparison, varianceReduction, type PairedComparison } from "./paired.ts";
export { medianInterval, quantileInterval } from "./quantile-interval.ts";
export { fiellerInterval, logRatioInterval } from "./ratio-interval.ts";
export { meanOf, quantileOfSorted, varianceOf } from "./sample.ts";
export { confidenceAtLook, sequentialPlan, type SequentialPlan } from "./sequential.ts";
export { bonferroni, holm, pairedPValue, sidak } from "./simultaneous.ts";
export { studentCdf, studentQuantile } from "./student.ts";
export { relativeVerdictOf, verdictOf, type Decision, type Verdict, type VerdictOptions } from "./verdict.ts";
