/** What must hold of a result, and of the records of its messages. */
import type { MessageRecord, RunResult, Scenario } from "../../sim/index.ts";
import { insist } from "./audit.ts";

/** Keys under which numbers may be below 0, or anything at all. */
const SIGNED = new Set(["theory", "parameters", "priority", "seed"]);

export function examine(scenario: Scenario, result: RunResult, told: readonly MessageRecord[]): void {
  examineCounts(result);
  examineNodes(result);
  examineNumbers(result, "result");
  const endSeconds = (scenario.durationNs + scenario.drainNs) / 1e9;
  insist(result.simulatedSeconds <= endSeconds, () => `ended at ${result.simulatedSeconds} s, after the end`);
  examineRecords(result, told);
}

/** One fate for every message, and one thing that its producer was told. */
function examineCounts({ messages, producers }: RunResult): void {
  const { offered, delivered, lost, lostByCause, inFlight, confirmed, failed, unknown, told } = messages;
  const sums: readonly (readonly [string, number, number])[] = [
    ["offered", offered, delivered + lost + inFlight],
    ["lost", lost, Object.values(lostByCause).reduce((sum, count) => sum + count, 0)],
    ["told", offered, confirmed + failed + unknown],
    ["confirmed", confirmed, told.delivered.confirmed],
    ["failed", failed, told.delivered.failed + told.lost.failed + told.inFlight.failed],
    ["unknown", unknown, told.delivered.unknown + told.lost.unknown + told.inFlight.unknown],
    ["delivered", delivered, told.delivered.confirmed + told.delivered.failed + told.delivered.unknown],
    ["lost and told", lost, told.lost.confirmed + told.lost.failed + told.lost.unknown],
    ["in flight and told", inFlight, told.inFlight.confirmed + told.inFlight.failed + told.inFlight.unknown],
    ["producers' offered", offered, producers.reduce((sum, producer) => sum + producer.offered, 0)],
    ["producers' delivered", delivered, producers.reduce((sum, producer) => sum + producer.delivered, 0)],
    ["producers' lost", lost, producers.reduce((sum, producer) => sum + producer.lost, 0)],
  ];
  for (const [name, whole, parts] of sums)
    insist(whole === parts, () => `${name}: ${whole}, but its parts are ${parts}`);
  insist(told.lost.confirmed + told.inFlight.confirmed === 0, () => "confirmed, and not delivered");
}

function examineNodes({ nodes, wastedWork, waitedFraction }: RunResult): void {
  const fractions = nodes.flatMap(({ name, utilisation, upFraction }) => [
    [`${name}: utilisation`, utilisation] as const,
    [`${name}: up`, upFraction] as const,
  ]);
  for (const [name, value] of [
    ...fractions,
    ["wasted work", wastedWork ?? 0] as const,
    ["waited", waitedFraction ?? 0] as const,
  ])
    insist(value >= 0 && value <= 1 + 1e-9, () => `${name}: ${value} is no fraction`);
}

/** No count is negative, and nothing is what JSON cannot say. */
function examineNumbers(value: unknown, path: string): void {
  if (typeof value === "number") insist(Number.isFinite(value) && value >= 0, () => `${path} is ${value}`);
  else if (typeof value === "object" && value !== null)
    for (const [key, part] of Object.entries(value)) if (!SIGNED.has(key)) examineNumbers(part, `${path}.${key}`);
}

function examineRecords(result: RunResult, told: readonly MessageRecord[]): void {
  const seen = new Set<number>();
  for (const { sequence, publishedNs, startedNs, completedNs, settledNs } of told) {
    insist(!seen.has(sequence), () => `message ${sequence} was told of twice`);
    seen.add(sequence);
    insist(settledNs >= publishedNs, () => `message ${sequence} was told of before it was published`);
    insist(settledNs <= result.simulatedSeconds * 1e9 + 1, () => `message ${sequence} was told of after the end`);
    if (Number.isNaN(completedNs)) continue;
    insist(publishedNs <= startedNs && startedNs <= completedNs, () => `message ${sequence} was served backwards`);
  }
}
