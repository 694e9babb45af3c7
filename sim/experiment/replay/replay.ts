/** One run again, stopped at a time. */
import { resolveParameters } from "../../balancers/define.ts";
import { NEVER, type Ns } from "../../core/time.ts";
import { Simulation, Standstill } from "../../engine.ts";
import { BalancerFault } from "../../gateway/balancer-fault.ts";
import type { AnyJob, RunHost } from "../job.ts";
import { feed, Interrupted, progressOf, SLICE } from "../run.ts";
import { Follower } from "./follower.ts";
import type { Replay } from "./result.ts";
import { stateOf } from "./state.ts";

export interface ReplayWish {
  /** NEVER: the run's end. */
  readonly untilNs: Ns;
  /** Whose life is wanted: its place in the order of publication, from 0; null: nobody's. */
  readonly message: number | null;
  /** So many of the last decisions are kept. */
  readonly decisions: number;
}

/** What was found, and what kept the run from getting any further: the balancer's fault, or that no time passes. */
export interface Replayed extends Replay {
  readonly failure: BalancerFault | Standstill | null;
}

/**
 * Runs a job up to a time. Nothing differs from the run that `runJob` makes but its cost. Throws `Interrupted`, what the
 * host's trace throws, and the fault of a balancer that cannot even be made.
 */
export async function replayJob(job: AnyJob, host: RunHost, wish: ReplayWish): Promise<Replayed> {
  const { scenario, seed } = job;
  const definition = host.definition(job.balancer.algorithm);
  const { values: parameters } = resolveParameters(definition, job.balancer.parameters);
  const follower = new Follower(scenario, wish.message, wish.decisions);
  const simulation = new Simulation({ scenario, definition, parameters, seed, warmupNs: 0, observer: follower });
  follower.watch(simulation);
  const failure = await advance(simulation, job, host, wish.untilNs);
  const atNs = failure === null && wish.untilNs !== NEVER && !simulation.ended ? wish.untilNs : simulation.nowNs;
  const state = stateOf(simulation, scenario, atNs);
  return { state, decisions: follower.decisions, life: follower.life, failure };
}

async function advance(
  simulation: Simulation,
  { scenario }: AnyJob,
  host: RunHost,
  untilNs: Ns,
): Promise<Replayed["failure"]> {
  const sources = scenario.traffic.map((producer) =>
    producer.arrivals.kind === "trace" ? host.openTrace(producer.arrivals.trace) : null,
  );
  try {
    await feed(simulation, sources);
    simulation.start();
    while (simulation.advanceUntil(untilNs, SLICE)) {
      await host.pause?.(progressOf(simulation, scenario, false));
      if (host.stopped?.() === true) throw new Interrupted();
      await feed(simulation, sources);
    }
    return null;
  } catch (error) {
    if (error instanceof BalancerFault || error instanceof Standstill) return error;
    throw error;
  } finally {
    await Promise.all(sources.map((source) => source?.close()));
  }
}
