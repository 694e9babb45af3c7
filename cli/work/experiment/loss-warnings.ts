/** Who answers quickly because it turned others away has not won: the times that were measured are those of the survivors. */
import { mostLittle } from "../../../reports/comparison.ts";
import { formatFraction } from "../../../reports/format.ts";
import type { Comparison, Contender, ExperimentWarning } from "../../../sim/index.ts";

export interface Losses {
  readonly balancer: string;
  /** Of the messages of all its runs. */
  readonly fraction: number;
}

/**
 * Of each balancer that may be the best in some measure, and loses more than the one that loses least; global truth is left
 * aside. Of who wins nothing the figures themselves say enough.
 */
export function lossWarnings(
  contenders: readonly Contender[],
  { observations, rankings }: Pick<Comparison, "observations" | "rankings">,
): readonly ExperimentWarning[] {
  const places = rankings.flatMap((ranking) => ranking.places);
  const candidates = new Set(places.filter(({ mayBeBest }) => mayBeBest).map(({ balancer }) => balancer));
  const losses = contenders.filter(({ truth }) => !truth).flatMap(({ balancer }) => lossesOf(balancer, observations));
  const least = leastOf(losses);
  if (least === null) return [];
  return losses
    .filter(({ balancer, fraction }) => candidates.has(balancer) && fraction > mostLittle(least.fraction))
    .map(({ balancer, fraction }) => ({ kind: "losses", balancer, text: sentence({ balancer, fraction }, least) }));
}

function lossesOf(balancer: string, observations: Comparison["observations"]): readonly Losses[] {
  const runs = observations.figures(balancer).filter((figures) => figures !== undefined);
  const offered = sum(runs.map(({ messages }) => messages.offered));
  return offered === 0 ? [] : [{ balancer, fraction: sum(runs.map(({ messages }) => messages.lost)) / offered }];
}

function sentence({ balancer, fraction }: Losses, least: Losses): string {
  return (
    `${balancer} loses ${formatFraction(fraction)} of its messages, where ${least.balancer} loses ${lossWords(least)}: ` +
    "its response times are those of the messages that are left"
  );
}

/** The first of those that lose least; null where there are none. */
export function leastOf(losses: readonly Losses[]): Losses | null {
  return [...losses].sort((one, other) => one.fraction - other.fraction)[0] ?? null;
}

/** How much it loses, as an object of the verb. */
export function lossWords({ fraction }: Losses): string {
  return fraction === 0 ? "nothing" : formatFraction(fraction);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
