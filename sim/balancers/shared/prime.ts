/** Primes, for tables whose permutations must meet every entry. */

/** The least prime that is at least `from`, which must be a safe integer of a moderate size: trial division. */
export function nextPrime(from: number): number {
  let candidate = Math.max(2, Math.ceil(from));
  while (!isPrime(candidate)) candidate++;
  return candidate;
}

export function isPrime(value: number): boolean {
  if (!Number.isInteger(value) || value < 2) return false;
  for (let divisor = 2; divisor * divisor <= value; divisor++) if (value % divisor === 0) return false;
  return true;
}
