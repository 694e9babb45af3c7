/** Eigenvalues and eigenvectors of a symmetric matrix by Jacobi's rotations. Model: Golub & Van Loan, §8.5. */

export interface Eigen {
  /** In no particular order. */
  readonly values: readonly number[];
  /** vectors[i][k]: component i of the k-th vector, of length 1. */
  readonly vectors: readonly (readonly number[])[];
}

const MAX_SWEEPS = 60;

/** Of a symmetric matrix of some tens of rows. */
export function symmetricEigen(matrix: readonly (readonly number[])[]): Eigen {
  const a = matrix.map((row) => [...row]);
  const vectors = matrix.map((_, i) => matrix.map((_, k) => (i === k ? 1 : 0)));
  for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) {
    let rotated = false;
    for (let p = 0; p < a.length; p++)
      for (let q = p + 1; q < a.length; q++) rotated = rotate(a, vectors, p, q) || rotated;
    if (!rotated) break;
  }
  return { values: a.map((row, i) => row[i]!), vectors };
}

/** Turns the plane of axes p and q so that a[p][q] vanishes; false where it was negligible already. */
function rotate(a: number[][], vectors: number[][], p: number, q: number): boolean {
  const off = a[p]![q]!;
  if (Math.abs(off) <= 1e-16 * Math.sqrt(Math.abs(a[p]![p]! * a[q]![q]!))) return false;
  const theta = (a[q]![q]! - a[p]![p]!) / (2 * off);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  const turn = (rows: number[][], i: number, k: number, j: number, l: number): void => {
    const [x, y] = [rows[i]![k]!, rows[j]![l]!];
    rows[i]![k] = c * x - s * y;
    rows[j]![l] = s * x + c * y;
  };
  for (let i = 0; i < a.length; i++) turn(a, i, p, i, q);
  for (let k = 0; k < a.length; k++) turn(a, p, k, q, k);
  for (let i = 0; i < a.length; i++) turn(vectors, i, p, i, q);
  a[p]![q] = a[q]![p] = 0;
  return true;
}
