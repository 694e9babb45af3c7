/** How often the scenario's expectations held: over replications, since a claim may hold by luck of one seed. */
import { clopperPearson } from "../../stats/index.ts";
import { asEstimate, NO_ESTIMATE } from "../estimate.ts";
import type { Observations } from "./observations.ts";
import type { ComparePlan } from "./plan.ts";
import type { ExpectationShare } from "./result.ts";

/** Judged on the replications in which every contender ran: an expectation may speak of several. */
export function expectationShares(
  { scenario, contenders, confidence, judge }: ComparePlan,
  observations: Observations,
  replications: number,
): readonly ExpectationShare[] {
  const judged = Array.from({ length: replications }, (_, i) => observations.replication(i))
    .filter((runs) => runs.length === contenders.length)
    .map(judge);
  return scenario.expect.map((text, index) => {
    const count = (outcome: string): number => judged.filter((outcomes) => outcomes[index] === outcome).length;
    const [met, failed, unknown] = [count("met"), count("failed"), count("unknown")];
    const known = met + failed;
    const share = known === 0 ? NO_ESTIMATE : asEstimate(clopperPearson(met, known, confidence));
    return { text, met, failed, unknown, share };
  });
}
