/**
 * How long a queue takes to forget that it began empty, so that warm-ups are long enough where load is heavy or service
 * uneven. Orders of magnitude are all that is needed: warm-ups are several of these.
 */
import { NotCovered } from "./setup.ts";

/** Beyond this the second moment says nothing useful about the time scale (infinite for some Pareto services). */
const LARGEST_SCV = 100;

/** Throws `NotCovered` where more work comes than can be done. */
export function expectSteadyState(load: number): void {
  if (!(load < 1)) throw new NotCovered(`load ${load}: there is no steady state to measure`);
}

/** One queue before `workers` servers: the relaxation time of M/M/1, 1 / (1 - sqrt(load))², scaled by variability. */
export function stationRelaxation(load: number, scv: number, workers: number, waitingPlaces: number): number {
  const variability = (1 + Math.min(scv, LARGEST_SCV)) / 2;
  // A finite queue forgets at the latest when it has been filled and emptied, which at worst is a random walk.
  const filling = (workers + waitingPlaces) ** 2 / workers;
  const draining = load < 1 ? 1 / (1 - Math.sqrt(load)) ** 2 / workers : Infinity;
  const slowest = Math.min(draining, filling);
  if (slowest === Infinity) throw new RangeError(`no steady state at load ${load}`);
  return 10 + variability * slowest;
}

/** `nodes` queues, each message joining a short one: they behave like one pool, after each has found its own level. */
export function balancedRelaxation(load: number, scv: number, nodes: number): number {
  return poolRelaxation(load, scv, nodes) + ((1 + Math.min(scv, LARGEST_SCV)) / 2) * (2 / (1 - load));
}

/** Of the pool's total alone. It is one fluctuating number however many nodes there are, so only time averages it out. */
export function poolRelaxation(load: number, scv: number, nodes: number): number {
  return stationRelaxation(load, scv, nodes, Infinity);
}
