/** Linear equations with a symmetric positive definite matrix. Model: Golub & Van Loan, Matrix Computations, §4.2. */

/** Factors the matrix once; the function returned solves for any right side. */
export function choleskySolver(matrix: readonly (readonly number[])[]): (right: readonly number[]) => number[] {
  const lower = choleskyFactor(matrix);
  return (right) => {
    const solution = [...right];
    for (let i = 0; i < solution.length; i++) {
      for (let k = 0; k < i; k++) solution[i]! -= lower[i]![k]! * solution[k]!;
      solution[i]! /= lower[i]![i]!;
    }
    for (let i = solution.length - 1; i >= 0; i--) {
      for (let k = i + 1; k < solution.length; k++) solution[i]! -= lower[k]![i]! * solution[k]!;
      solution[i]! /= lower[i]![i]!;
    }
    return solution;
  };
}

/** L with L Lᵀ = the matrix. Throws a RangeError where it is not positive definite. */
function choleskyFactor(matrix: readonly (readonly number[])[]): number[][] {
  const lower = matrix.map((row) => row.map(() => 0));
  for (let i = 0; i < matrix.length; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i]![j]!;
      for (let k = 0; k < j; k++) rest -= lower[i]![k]! * lower[j]![k]!;
      if (i === j && !(rest > 0)) throw new RangeError("Cholesky: expected a positive definite matrix");
      lower[i]![j] = i === j ? Math.sqrt(rest) : rest / lower[j]![j]!;
    }
  }
  return lower;
}
