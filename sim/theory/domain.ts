/** What every closed form checks before it answers: that its parameters lie where the formula holds. */

/** The queue grows without bound, so no steady state exists for the formula to describe. */
export class UnstableError extends RangeError {
  /** Offered work per unit of capacity, at least 1. */
  readonly load: number;

  constructor(model: string, load: number) {
    super(`${model}: no steady state at load ${load} (expected below 1)`);
    this.name = "UnstableError";
    this.load = load;
  }
}

/** Throws a RangeError unless `value` is a positive finite number. */
export function requirePositive(name: string, value: number): void {
  if (!(value > 0 && Number.isFinite(value))) throw new RangeError(`${name}: expected > 0 and finite, got ${value}`);
}

/** Throws a RangeError unless `value` is a whole number of at least `least`. */
export function requireCount(name: string, value: number, least = 1): void {
  if (!(Number.isInteger(value) && value >= least)) {
    throw new RangeError(`${name}: expected a whole number >= ${least}, got ${value}`);
  }
}

/** Throws a RangeError unless 0 <= value < 1. */
export function requireQuantile(value: number): void {
  if (!(value >= 0 && value < 1)) throw new RangeError(`quantile: expected in [0, 1), got ${value}`);
}

/** Throws an UnstableError unless `load` is below 1. */
export function requireStable(model: string, load: number): void {
  if (!(load < 1)) throw new UnstableError(model, load);
}
