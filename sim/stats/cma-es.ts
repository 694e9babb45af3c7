/**
 * An evolution strategy that learns the shape of the objective: it samples a normal distribution, and moves, scales and
 * turns it towards the better half of what it sampled. It only compares values, so noise and scale matter little.
 *
 * Model: (μ/μ_w, λ)-CMA-ES with the default parameters of Hansen, The CMA evolution strategy: a tutorial (2016); points
 * outside the unit cube are drawn again, and mirrored at its faces where that does not help.
 */
import { exp, log } from "../core/math.ts";
import { cmaSettings, type CmaSettings } from "./cma-settings.ts";
import { symmetricEigen, type Eigen } from "./symmetric-eigen.ts";
import type { Random } from "../core/random.ts";

export interface CmaOptions {
  /** Where to begin, in [0, 1]^n: this also says how many dimensions there are. */
  readonly start: readonly number[];
  readonly random: Random;
  /** The first standard deviation on every axis; 0.3 unless said. */
  readonly step?: number;
  /** Points per generation; 4 + 3 ln n unless said, more against noise and local optima. */
  readonly population?: number;
}

const DRAWS_BEFORE_MIRRORING = 10;

/** Ask for a generation of points, tell their values (lower is better), and again. */
export class CmaEs {
  readonly #random: Random;
  readonly #settings: CmaSettings;
  #mean: number[];
  #step: number;
  #covariance: number[][];
  #eigen: Eigen;
  #stepPath: number[];
  #shapePath: number[];
  #generation = 0;
  #asked: number[][] = [];

  constructor({ start, random, step = 0.3, population = 4 + Math.floor(3 * log(start.length)) }: CmaOptions) {
    if (!(start.length >= 1 && start.every((x) => x >= 0 && x <= 1)))
      throw new RangeError(`CmaEs: expected a start in the unit cube, got [${start.join(", ")}]`);
    if (!(step > 0)) throw new RangeError(`CmaEs: expected a step > 0, got ${step}`);
    this.#random = random;
    this.#settings = cmaSettings(start.length, population);
    this.#mean = [...start];
    this.#step = step;
    this.#covariance = start.map((_, i) => start.map((_, j) => (i === j ? 1 : 0)));
    this.#eigen = symmetricEigen(this.#covariance);
    this.#stepPath = start.map(() => 0);
    this.#shapePath = start.map(() => 0);
  }

  /** The distribution's centre: the strategy's own guess, better under noise than the best value seen. */
  get mean(): readonly number[] {
    return this.#mean;
  }

  /** The largest standard deviation on any axis: small once the search has settled. */
  get spread(): number {
    return this.#step * Math.sqrt(Math.max(...this.#covariance.map((row, i) => row[i]!)));
  }

  /** A generation of points in [0, 1]^n. */
  ask(): readonly (readonly number[])[] {
    this.#asked = Array.from({ length: this.#settings.population }, () => this.#draw());
    return this.#asked;
  }

  /** The values of the points asked for, in that order; NaN counts as worst. */
  tell(values: readonly number[]): void {
    if (this.#asked.length === 0 || values.length !== this.#asked.length)
      throw new RangeError(
        `CmaEs: expected ${this.#asked.length} values, as many as points asked, got ${values.length}`,
      );
    const { weights } = this.#settings;
    const ranks = orderOf(values).slice(0, weights.length);
    const moves = ranks.map((index) => this.#asked[index]!.map((x, i) => (x - this.#mean[i]!) / this.#step));
    const move = this.#mean.map((_, i) => weights.reduce((sum, weight, rank) => sum + weight * moves[rank]![i]!, 0));
    this.#mean = this.#mean.map((x, i) => x + this.#step * move[i]!);
    this.#generation++;
    this.#asked = [];
    const steady = this.#adaptStep(move);
    this.#adaptShape(move, moves, steady);
    // Steps as wide as the cube say nothing more.
    this.#step *= Math.min(1, 1 / this.spread);
  }

  #draw(): number[] {
    let point: number[] = [];
    for (let tries = 0; tries < DRAWS_BEFORE_MIRRORING; tries++) {
      point = this.#drawAnywhere();
      if (point.every((x) => x >= 0 && x <= 1)) return point;
    }
    return point.map(mirrored);
  }

  #drawAnywhere(): number[] {
    const { values, vectors } = this.#eigen;
    const scaled = values.map((value) => Math.sqrt(Math.max(0, value)) * this.#random.normal());
    return this.#mean.map((x, i) => x + this.#step * dot(vectors[i]!, scaled));
  }

  /** Lengthens the step where moves point the same way, shortens it where they cancel (cumulative path length). */
  #adaptStep(move: readonly number[]): boolean {
    const { stepMemory, stepDamping, selected, expectedLength } = this.#settings;
    const factor = Math.sqrt(stepMemory * (2 - stepMemory) * selected);
    const whitened = this.#whitened(move);
    this.#stepPath = this.#stepPath.map((x, i) => (1 - stepMemory) * x + factor * whitened[i]!);
    const length = Math.sqrt(dot(this.#stepPath, this.#stepPath));
    this.#step *= stepFactor((stepMemory / stepDamping) * (length / expectedLength - 1));
    const settled = Math.sqrt(1 - (1 - stepMemory) ** (2 * this.#generation));
    return length / settled < (1.4 + 2 / (this.#mean.length + 1)) * expectedLength;
  }

  /** Stretches the distribution along the path of the mean (rank one) and along the good moves (rank μ). */
  #adaptShape(move: readonly number[], moves: readonly (readonly number[])[], steady: boolean): void {
    const { pathMemory, rankOne, rankMu, selected, weights } = this.#settings;
    const factor = steady ? Math.sqrt(pathMemory * (2 - pathMemory) * selected) : 0;
    this.#shapePath = this.#shapePath.map((x, i) => (1 - pathMemory) * x + factor * move[i]!);
    const path = this.#shapePath;
    const lost = steady ? 0 : rankOne * pathMemory * (2 - pathMemory);
    this.#covariance = this.#covariance.map((row, i) =>
      row.map((value, j) => {
        const good = weights.reduce((sum, weight, rank) => sum + weight * moves[rank]![i]! * moves[rank]![j]!, 0);
        return (1 - rankOne - rankMu + lost) * value + rankOne * path[i]! * path[j]! + rankMu * good;
      }),
    );
    this.#eigen = symmetricEigen(this.#covariance);
  }

  /** C^(-1/2) times the vector. */
  #whitened(vector: readonly number[]): number[] {
    const { values, vectors } = this.#eigen;
    const inner = values.map((value, k) => {
      const along = vectors.reduce((sum, row, i) => sum + row[k]! * vector[i]!, 0);
      return along / Math.sqrt(Math.max(value, 1e-300));
    });
    return vectors.map((row) => dot(row, inner));
  }
}

/** e^x, bounded so that a single generation cannot make the step vanish or explode. */
function stepFactor(x: number): number {
  return exp(Math.min(1, Math.max(-1, x)));
}

/** Indices from the best value to the worst; equals and NaN in the order given. */
function orderOf(values: readonly number[]): number[] {
  const worth = values.map((value) => (Number.isNaN(value) ? Infinity : value));
  const compare = (a: number, b: number): number => (worth[a]! < worth[b]! ? -1 : worth[a]! > worth[b]! ? 1 : a - b);
  return values.map((_, index) => index).sort(compare);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, x, i) => sum + x * b[i]!, 0);
}

/** Folded back into [0, 1] at the faces. */
function mirrored(x: number): number {
  const folded = Math.abs(x % 2);
  return folded > 1 ? 2 - folded : folded;
}
