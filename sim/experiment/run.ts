/** One job, from its scenario to its result. Pure: traces, pauses and interruption are the host's. */
import type { BalancerDefinition } from "../balancers/contract.ts";
import { resolveParameters } from "../balancers/define.ts";
import { toSeconds, type Ns } from "../core/time.ts";
import { Simulation } from "../engine.ts";
import type { MessageRecord } from "../measure/message-record.ts";
import { Mser5 } from "../measure/mser.ts";
import type { RunFigures } from "../measure/run-figures.ts";
import { SectionRecorder } from "../measure/sections.ts";
import { distributionsOf } from "../measure/summary.ts";
import type { ParameterValue, Scenario } from "../scenario.ts";
import type { TraceSource } from "../traffic/trace-source.ts";
import type { AnyJob, ResultOf, RunHost } from "./job.ts";
import { figuresOf } from "./run-result.ts";
import { theoryBeside } from "./theory-beside.ts";

/** Events between two looks at the host: some hundredths of a second. */
export const SLICE = 65_536;

/** The host asked the run to stop before its end. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";

  constructor() {
    super("interrupted");
  }
}

/** Runs a job to its end. Throws `Interrupted`, a `BalancerFault`, or what the host's trace throws. */
export async function runJob<J extends AnyJob>(job: J, host: RunHost): Promise<ResultOf<J>> {
  const definition = host.definition(job.balancer.algorithm);
  const { values, problems } = resolveParameters(definition, job.balancer.parameters);
  if (problems.length > 0)
    throw new RangeError(
      `${job.balancer.label}: ${problems.map((problem) => `${problem.parameter}: ${problem.message}`).join("; ")}`,
    );
  const run = (warmupNs: Ns, pilot: boolean, onMessage?: (record: MessageRecord) => void): Promise<Simulation> =>
    simulate(job, definition, values, warmupNs, host, pilot, onMessage);
  const recorder = job.keep === "sections" ? new SectionRecorder() : null;
  const simulation = await run(await warmupOf(job.scenario, run), false, both(host.onMessage, recorder));
  const { endNs, lastIntervalNs } = simulation.finish();
  const figures = figuresOf(job.scenario, job.balancer, definition, values, job.seed, simulation, endNs);
  if (!wantsAll(job)) return { ...figures, ...pooledParts(simulation, recorder) } as ResultOf<J>;
  const result = { ...figures, series: simulation.recorder.series.result(lastIntervalNs) };
  return { ...result, theory: theoryBeside(job.scenario, result) } as unknown as ResultOf<J>;
}

function wantsAll({ keep = "all" }: AnyJob): boolean {
  return keep === "all";
}

type OnMessage = (record: MessageRecord) => void;

/** Whoever wants to hear of messages. */
function both(told: OnMessage | undefined, sections: SectionRecorder | null): OnMessage | undefined {
  if (sections === null) return told;
  return (record) => {
    sections.note(record);
    told?.(record);
  };
}

/** What experiments pool over runs, or cut one into. */
function pooledParts(
  { recorder }: Simulation,
  sections: SectionRecorder | null,
): Pick<RunFigures, "distributions" | "sections"> {
  const { warmupNs, measuredNs } = recorder;
  return {
    distributions: distributionsOf(recorder.answers),
    ...(sections === null ? {} : { sections: sections.sections(warmupNs, warmupNs + measuredNs) }),
  };
}

/** The warm-up's end: as given, or found by MSER-5 on the response times of a pilot run with the same seed. */
async function warmupOf(
  scenario: Scenario,
  run: (warmupNs: Ns, pilot: boolean, onMessage: (record: MessageRecord) => void) => Promise<unknown>,
): Promise<Ns> {
  if (scenario.warmup.kind === "duration") return scenario.warmup.ns;
  const mser = new Mser5();
  await run(0, true, (record) => {
    if (record.fate === "delivered") mser.observe(record.settledNs - record.publishedNs, record.publishedNs);
  });
  return mser.truncationNs();
}

async function simulate(
  job: AnyJob,
  definition: BalancerDefinition,
  parameters: Readonly<Record<string, ParameterValue>>,
  warmupNs: Ns,
  host: RunHost,
  pilot: boolean,
  onMessage: ((record: MessageRecord) => void) | undefined,
): Promise<Simulation> {
  const { scenario, seed } = job;
  const withSeries = !pilot && wantsAll(job);
  const simulation = new Simulation({ scenario, definition, parameters, seed, warmupNs, onMessage, withSeries });
  const sources = scenario.traffic.map((producer) =>
    producer.arrivals.kind === "trace" ? host.openTrace(producer.arrivals.trace) : null,
  );
  try {
    await feed(simulation, sources);
    simulation.start();
    while (!simulation.ended) {
      simulation.advance(SLICE);
      await host.pause?.(progressOf(simulation, scenario, pilot));
      if (!simulation.ended && host.stopped?.() === true) throw new Interrupted();
      await feed(simulation, sources);
    }
    return simulation;
  } finally {
    await Promise.all(sources.map((source) => source?.close()));
  }
}

/** Reads ahead as many records as a slice can use up. */
export async function feed(simulation: Simulation, sources: readonly (TraceSource | null)[]): Promise<void> {
  for (const [index, source] of sources.entries()) {
    const records = simulation.producers[index]!.feed;
    if (source === null || records === null) continue;
    while (!records.ended && records.ready <= SLICE) records.push(await source.next());
  }
}

export function progressOf(
  simulation: Simulation,
  scenario: Scenario,
  pilot: boolean,
): Parameters<NonNullable<RunHost["pause"]>>[0] {
  return {
    nowSeconds: toSeconds(simulation.nowNs),
    endSeconds: scenario.durationNs === Infinity ? null : toSeconds(scenario.durationNs + scenario.drainNs),
    events: simulation.loop.count,
    messages: simulation.published,
    pilot,
  };
}
