/** Weights as products take them: whole numbers, of the ratios that a scenario has. */

/** Ratios may be off by this much. */
const TOLERANCE = 0.002;

/** The smallest whole numbers from `least` to `most` with the weights' ratios, or the nearest there are. Weights of 0 stay. */
export function wholeWeights(weights: readonly number[], least: number, most: number): readonly number[] {
  const largest = Math.max(...weights);
  if (!(largest > 0)) return weights.map(() => least);
  const fit = (factor: number): readonly number[] =>
    weights.map((weight) => (weight === 0 ? 0 : Math.min(most, Math.max(1, least, Math.round(weight * factor)))));
  if (weights.every(Number.isInteger) && largest <= most) return fit(1);
  for (let top = 1; top <= most; top++) {
    const whole = fit(top / largest);
    const isFaithful = whole.every(
      (value, i) => Math.abs((value * largest) / top - weights[i]!) <= TOLERANCE * weights[i]!,
    );
    if (isFaithful) return whole;
  }
  return fit(most / largest);
}
