/** The course of a run, told by its digest on the way: another course shows as early as it can. */
import { dirname } from "node:path";
import { balancerBook } from "../../../scenarios/balancer-book.ts";
import { openTraces } from "../../../scenarios/index.ts";
import { readSections } from "../../../scenarios/read-sections.ts";
import { Report } from "../../../scenarios/resolve/report.ts";
import { resolveScenario, type Resolved } from "../../../scenarios/resolve/scenario.ts";
import { Simulation } from "../../../sim/engine.ts";
import { feed } from "../../../sim/experiment/run.ts";
import { catalogue, resolveParameters, type Ns, type TraceSource } from "../../../sim/index.ts";

/** Events before the first look at a run; it then has a quarter more at each. */
const FIRST_LOOK = 50;

interface Look {
  readonly events: number;
  readonly nowNs: Ns;
  /** Of all draws and event times so far; at the end, what was measured. */
  readonly digest: string;
}

/** The digests of every look. */
export type Course = readonly string[];

/** What a document says; null: it is refused. As `parseScenario`, but for texts and places in them. */
export function read(document: unknown, file: string): Resolved | null {
  const { parts, findings } = readSections(document, balancerBook());
  const report = new Report(document);
  const resolved = resolveScenario(parts, { defaultName: "", baseDir: dirname(file), otherLabels: [] }, report);
  return findings.length + report.findings.length === 0 ? resolved : null;
}

export async function courseOf(parsed: Resolved, balancer: number): Promise<Course> {
  const digests: string[] = [];
  for await (const { digest } of looks(parsed, balancer)) digests.push(digest);
  return digests;
}

/** When so many events have happened; Infinity where there are fewer. */
export async function timeOfEvent(parsed: Resolved, count: number): Promise<Ns> {
  for await (const { events, nowNs } of looks(parsed, 0)) if (events >= count) return nowNs;
  return Infinity;
}

/** Whether a run takes another course. One that fails does, too. */
export async function differs(parsed: Resolved, balancer: number, course: Course): Promise<boolean> {
  let index = 0;
  try {
    for await (const { digest } of looks(parsed, balancer)) if (digest !== course[index++]) return true;
  } catch {
    return true;
  }
  return index !== course.length;
}

async function* looks({ scenario, traces }: Resolved, index: number): AsyncGenerator<Look, void, undefined> {
  const balancer = scenario.balancers[index]!;
  const definition = catalogue.find(({ name }) => name === balancer.algorithm)!;
  const { values: parameters } = resolveParameters(definition, balancer.parameters);
  const warmupNs = scenario.warmup.kind === "duration" ? scenario.warmup.ns : 0;
  const { seed } = scenario;
  const run = new Simulation({ scenario, definition, parameters, seed, warmupNs, withSeries: false });
  const sources = scenario.traffic.map(({ arrivals }): TraceSource | null =>
    arrivals.kind === "trace" ? openTraces(traces)(arrivals.trace) : null,
  );
  const look = (digest: string): Look => ({ events: run.loop.count, nowNs: run.nowNs, digest });
  try {
    await feed(run, sources);
    run.start();
    while (!run.ended) {
      run.advance(Math.max(FIRST_LOOK, Math.ceil(run.loop.count / 4)));
      await feed(run, sources);
      yield look(run.digest());
    }
    yield look(measured(run));
  } finally {
    await Promise.all(sources.map((source) => source?.close()));
  }
}

/** What differs where draws and times do not. */
function measured(run: Simulation): string {
  run.finish();
  const { ledger, ordering, answers } = run.recorder;
  return JSON.stringify([ledger.counts(), ordering?.result(), answers.response.count, run.linkCounts]);
}
