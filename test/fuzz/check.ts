/** Runs a scenario in every way that must come to the same, and looks at all that it says. */
import { stringify } from "yaml";
import { formatProblem, parseScenario } from "../../scenarios/index.ts";
import { Simulation } from "../../sim/engine.ts";
import { catalogue, resolveParameters, type MessageRecord, type RunResult, type Scenario } from "../../sim/index.ts";
import { Standstill } from "../../sim/engine.ts";
import { runScenario } from "../fixtures/run.ts";
import { audit, insist, Violation } from "./audit.ts";
import type { Section } from "./dice.ts";
import { examine } from "./examine.ts";

/** Events between two looks at everything, and how many a run may take. */
const SLICE = 61;
const MOST_EVENTS = 400_000;

export interface Outcome {
  /** What is wrong; null: nothing. */
  readonly violation: string | null;
  readonly events: number;
  readonly messages: number;
  /** The scenario was refused, or came to nothing for a reason of its own. */
  readonly refused: string | null;
}

/** Never throws: what is wrong, the run's own errors among it, is in the outcome. */
export async function checkDocument(document: Section): Promise<Outcome> {
  const nothing = { events: 0, messages: 0 };
  const parsed = parseScenario(stringify(document), { file: "fuzz.yaml" });
  if (!parsed.ok) {
    return { ...nothing, violation: null, refused: formatProblem(parsed.problems[0]!) };
  }
  return checkParsed(parsed.scenario);
}

export async function checkParsed(scenario: Scenario): Promise<Outcome> {
  const nothing = { events: 0, messages: 0 };
  try {
    return { ...(await checkScenario(scenario)), violation: null, refused: null };
  } catch (error) {
    if (error instanceof Standstill || error instanceof TooLong)
      return { ...nothing, violation: null, refused: error.message };
    const { name, message, stack = "" } = error as Error;
    const place = error instanceof Violation ? "" : ` ${stack.split("\n").slice(1, 5).join(" ")}`;
    return { ...nothing, violation: `${name}: ${message}${place}`, refused: null };
  }
}

class TooLong extends Error {
  override readonly name = "TooLong";
}

async function checkScenario(scenario: Scenario): Promise<{ readonly events: number; readonly messages: number }> {
  let events = 0;
  let messages = 0;
  let first: ReadonlyMap<number, MessageRecord> | null = null;
  for (const [index] of scenario.balancers.entries()) {
    const stepped = stepThrough(scenario, index);
    const told: MessageRecord[] = [];
    const result = await runScenario(scenario, index, { onMessage: (record) => told.push(record) });
    insist(result.digest === stepped.digest, () => `${result.balancer}: two runs, two digests`);
    examine(scenario, result, told);
    first ??= new Map(told.map((record) => [record.sequence, record]));
    checkSame(scenario, first, told);
    events += result.events;
    messages += offeredOf(result);
  }
  return { events, messages };
}

function offeredOf({ messages }: RunResult): number {
  return messages.offered + messages.warmup;
}

/** A run under one of the scenario's balancers, which nobody will ask for series. */
export function simulationOf(scenario: Scenario, index: number): Simulation {
  const { algorithm, parameters } = scenario.balancers[index]!;
  const definition = catalogue.find(({ name }) => name === algorithm)!;
  const warmupNs = scenario.warmup.kind === "duration" ? scenario.warmup.ns : 0;
  const { values } = resolveParameters(definition, parameters);
  return new Simulation({
    scenario,
    definition,
    parameters: values,
    seed: scenario.seed,
    warmupNs,
    withSeries: false,
  });
}

/** One run in small slices, all of it looked at after each. */
function stepThrough(scenario: Scenario, index: number): { readonly digest: string } {
  const run = simulationOf(scenario, index);
  run.start();
  let lastNs = 0;
  let lookAt = 0;
  while (!run.ended) {
    run.advance(SLICE);
    insist(run.nowNs >= lastNs, () => `time went back from ${lastNs} to ${run.nowNs} ns`);
    insist(run.nowNs <= scenario.durationNs + scenario.drainNs, () => `an event at ${run.nowNs} ns, after the end`);
    lastNs = run.nowNs;
    // A look at every row, after so many events more as there are rows: it then costs no more than the run itself.
    if (run.loop.count >= lookAt) {
      audit(run);
      lookAt = run.loop.count + rowsOf(run);
    }
    if (run.loop.count > MOST_EVENTS) throw new TooLong(`more than ${MOST_EVENTS} events`);
  }
  audit(run);
  run.finish();
  return { digest: run.digest() };
}

function rowsOf(run: Simulation): number {
  let rows = 0;
  run.messages.forEach(() => rows++);
  return rows;
}

/** Whoever balances, the same messages are published; clients that wait for outcomes publish as these come. */
function checkSame(
  scenario: Scenario,
  first: ReadonlyMap<number, MessageRecord>,
  told: readonly MessageRecord[],
): void {
  if (scenario.traffic.some(({ arrivals }) => arrivals.kind === "closed")) return;
  for (const record of told) {
    const other = first.get(record.sequence);
    if (other === undefined) continue;
    for (const key of ["producer", "publishedNs", "key", "sizeBytes"] as const)
      insist(
        record[key] === other[key],
        () => `message ${record.sequence}: its ${key} is ${other[key]} and ${record[key]}`,
      );
  }
}
