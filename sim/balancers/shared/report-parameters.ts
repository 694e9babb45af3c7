/** The parameters of weights from load reports: Envoy's and gRPC's are the same, by gRFC A58. */
import { NS_PER_SECOND } from "../../core/time.ts";
import type { ParameterDeclaration, ParameterValues } from "../contract.ts";
import type { ReportRules } from "./load-reports.ts";

type NumberDeclaration = Extract<ParameterDeclaration, { readonly default: number }>;

/** Not an interface, which would not pass as a record of declarations. */
type ReportDeclarations = {
  readonly blackoutPeriod: NumberDeclaration;
  readonly weightExpirationPeriod: NumberDeclaration;
  readonly weightUpdatePeriod: NumberDeclaration;
  readonly errorUtilizationPenalty: NumberDeclaration;
};

export const REPORT_PARAMETERS: ReportDeclarations = {
  blackoutPeriod: {
    type: "number",
    min: 0,
    max: 3600,
    default: 10,
    unit: "duration",
    help: "blackout_period: how long a host must have reported before its weight counts",
  },
  weightExpirationPeriod: {
    type: "number",
    min: 0.1,
    max: 86_400,
    default: 180,
    unit: "duration",
    help: "weight_expiration_period: a host that has not reported for this long has no weight of its own",
  },
  weightUpdatePeriod: {
    type: "number",
    min: 0.1,
    max: 3600,
    default: 1,
    unit: "duration",
    help: "weight_update_period: how often weights are computed anew",
  },
  errorUtilizationPenalty: {
    type: "number",
    min: 0,
    max: 100,
    default: 1,
    help: "error_utilization_penalty: how much a host's error rate adds to its utilisation",
  },
};

/** The periods in simulated time. */
export function reportRules(parameters: ParameterValues<ReportDeclarations>): ReportRules {
  return {
    blackoutNs: parameters.blackoutPeriod * NS_PER_SECOND,
    expirationNs: parameters.weightExpirationPeriod * NS_PER_SECOND,
    errorUtilizationPenalty: parameters.errorUtilizationPenalty,
  };
}

/** A timer without events: says, whenever it is asked, whether one of its moments has passed since. */
export class Timer {
  readonly #periodNs: number;
  #nextNs: number;

  constructor(periodSeconds: number) {
    this.#periodNs = periodSeconds * NS_PER_SECOND;
    this.#nextNs = this.#periodNs;
  }

  hasRung(nowNs: number): boolean {
    if (nowNs < this.#nextNs) return false;
    this.#nextNs = (Math.floor(nowNs / this.#periodNs) + 1) * this.#periodNs;
    return true;
  }
}
