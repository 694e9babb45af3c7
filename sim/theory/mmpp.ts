/**
 * MMPP/M/1: Poisson arrivals whose rate jumps between the states of a Markov chain, exponential service, one server. Solved
 * by Neuts' matrix-geometric method (Matrix-Geometric Solutions in Stochastic Models, 1981).
 */
import { requirePositive, requireStable } from "./domain.ts";
import { addMatrices, diagonal, invert, multiplyMatrices, timesMatrix, type Matrix } from "./matrix.ts";
import { meansFromWaiting, type QueueMeans } from "./queue.ts";

/** One state: its arrival rate, and the mean time until the chain moves on to the next state in the list. */
export interface ModulationState {
  readonly arrivalRate: number;
  readonly meanDuration: number;
}

/** Time-average arrival rate of a chain that cycles through its states. */
export function mmppRate(states: readonly ModulationState[]): number {
  const cycle = states.reduce((sum, state) => sum + state.meanDuration, 0);
  return states.reduce((sum, state) => sum + state.arrivalRate * state.meanDuration, 0) / cycle;
}

/**
 * Mean values of the queue fed by a chain that cycles through `states`, each for an exponential time. Two states are the
 * usual MMPP2. Throws an UnstableError where the average load reaches 1.
 */
export function mmppM1(states: readonly ModulationState[], serviceRate: number): QueueMeans {
  requirePositive("serviceRate", serviceRate);
  for (const state of states) requirePositive("meanDuration", state.meanDuration);
  const arrivalRate = mmppRate(states);
  requirePositive("arrivalRate", arrivalRate);
  requireStable("MMPP/M/1", arrivalRate / serviceRate);
  const arrivals = diagonal(states.map((state) => state.arrivalRate));
  const silent = addMatrices(generator(states), arrivals, -1);
  const rate = rateMatrix(arrivals, silent, serviceRate);
  const meanInSystem = meanLevel(silent, rate, serviceRate);
  return meansFromWaiting(arrivalRate, 1 / serviceRate, 1, meanInSystem / arrivalRate - 1 / serviceRate);
}

function generator(states: readonly ModulationState[]): Matrix {
  const size = states.length;
  return states.map(({ meanDuration }, i) =>
    states.map((_, j) => (size === 1 ? 0 : (j === (i + 1) % size ? 1 : 0) - (i === j ? 1 : 0)) / meanDuration),
  );
}

/** The minimal solution of R = A0 (-A1 - R A2)^-1, by substitution from zero, which rises monotonically to it. */
function rateMatrix(arrivals: Matrix, silent: Matrix, serviceRate: number): Matrix {
  const size = arrivals.length;
  const service = diagonal(Array.from({ length: size }, () => serviceRate));
  const leaving = addMatrices(service, silent, -1);
  let rate = diagonal(Array.from({ length: size }, () => 0));
  for (let i = 0; i < 1_000_000; i++) {
    const next = multiplyMatrices(arrivals, invert(addMatrices(leaving, multiplyMatrices(rate, service), -1)));
    const change = Math.max(...next.flatMap((row, r) => row.map((entry, c) => Math.abs(entry - rate[r]![c]!))));
    rate = next;
    if (change < 1e-15) break;
  }
  return rate;
}

/** Time average of messages present: pi0 R (I - R)^-2 1, where pi0 solves the balance of the empty level. */
function meanLevel(silent: Matrix, rate: Matrix, serviceRate: number): number {
  const size = rate.length;
  const identity = diagonal(Array.from({ length: size }, () => 1));
  const sumOfPowers = invert(addMatrices(identity, rate, -1));
  const mass = sumOfPowers.map((row) => row.reduce((sum, entry) => sum + entry, 0));
  const balance = addMatrices(silent, rate, serviceRate);
  // One balance equation is redundant: its column gives way to the total probability.
  const system = balance.map((row, i) => row.map((entry, j) => (j === 0 ? mass[i]! : entry)));
  const empty = invert(system)[0]!;
  const levels = timesMatrix(timesMatrix(timesMatrix(empty, rate), sumOfPowers), sumOfPowers);
  return levels.reduce((sum, entry) => sum + entry, 0);
}
