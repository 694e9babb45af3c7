/** Replications that lie far from the others of their balancer. Tukey, "Exploratory Data Analysis", 1977: the outer fences. */

/** Widths of the middle half beyond which a value is far out. */
const FAR = 3;
/** With fewer values there is no middle half to speak of. */
const FEWEST = 8;

/** The indices of values that are far out. */
export function outliers(values: readonly (number | null)[]): ReadonlySet<number> {
  const sorted = values.filter((value) => value !== null).sort((one, other) => one - other);
  if (sorted.length < FEWEST) return new Set();
  const [lower, upper] = [quantile(sorted, 0.25), quantile(sorted, 0.75)];
  const reach = FAR * (upper - lower);
  const far = values.flatMap((value, index) =>
    value !== null && (value < lower - reach || value > upper + reach) ? [index] : [],
  );
  return new Set(far);
}

/** Between neighbours, linearly. */
export function quantile(sorted: readonly number[], q: number): number {
  const at = (sorted.length - 1) * q;
  const below = Math.floor(at);
  const above = Math.min(sorted.length - 1, below + 1);
  return sorted[below]! + (sorted[above]! - sorted[below]!) * (at - below);
}
