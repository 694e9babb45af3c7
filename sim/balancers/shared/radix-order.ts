/** Sorting 64-bit numbers in linear time, equal ones in the order they came: a radix sort of their two halves. */

const DIGIT = 0x10000;

/** Below so many numbers comparing them is quicker than counting digits. */
const FEW = 4096;

/** The indices of the numbers `high * 2^32 + low` in ascending order. */
export function radixOrder(high: Uint32Array, low: Uint32Array): Uint32Array {
  let order = new Uint32Array(high.length);
  for (let index = 0; index < order.length; index++) order[index] = index;
  if (order.length < FEW) return order.sort((a, b) => high[a]! - high[b]! || low[a]! - low[b]! || a - b);
  // Rings of 32 bits have no lower half to sort by.
  const halves = low.some((half) => half !== 0) ? [low, high] : [high];
  for (const half of halves) for (const shift of [0, 16]) order = sortedBy(order, half, shift);
  return order;
}

/** One pass: by the 16 bits of `values` from `shift` on. */
function sortedBy(order: Uint32Array, values: Uint32Array, shift: number): Uint32Array<ArrayBuffer> {
  const place = new Uint32Array(DIGIT + 1);
  for (const value of values) place[((value >>> shift) & (DIGIT - 1)) + 1]!++;
  for (let digit = 1; digit < DIGIT; digit++) place[digit]! += place[digit - 1]!;
  const sorted = new Uint32Array(order.length);
  for (const index of order) sorted[place[(values[index]! >>> shift) & (DIGIT - 1)]!++] = index;
  return sorted;
}
