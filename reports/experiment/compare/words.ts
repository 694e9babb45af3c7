/** Words and figures that the terminal and the page of a comparison share. */
import type { PairedDifference } from "../../../sim/index.ts";
import { formatNumber } from "../../format.ts";
import { chosenPercent } from "../values.ts";

/** A chance in whole percent; what is neither sure nor out of the question is not rounded to either. */
export function chance(probability: number): string {
  if (probability > 0 && probability < 0.01) return "<1%";
  if (probability < 1 && probability > 0.99) return ">99%";
  return chosenPercent(Math.round(probability * 100) / 100);
}

/** A gain below this is none: it would be said as 1.0 times. */
const LEAST_GAIN = 1.05;

/** What common random numbers brought, by the median of the differences; null where it is not known. */
export function pairingWords(differences: readonly Pick<PairedDifference, "varianceReduction">[]): string | null {
  const gain = median(differences.flatMap(({ varianceReduction }) => varianceReduction ?? []));
  if (gain === null) return null;
  return gain < LEAST_GAIN
    ? "pairing runs by seed did not make differences more certain"
    : `pairing runs by seed made the variance of differences ${formatNumber(gain)} times smaller (median)`;
}

/** The middle value, or the mean of the two in the middle; null of none. */
export function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return null;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
