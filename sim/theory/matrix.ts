/** Small dense matrices, for the matrix-geometric method. Rows of numbers; sizes are those of a handful of states. */

export type Matrix = readonly (readonly number[])[];

export function diagonal(entries: readonly number[]): Matrix {
  return entries.map((entry, i) => entries.map((_, j) => (i === j ? entry : 0)));
}

export function addMatrices(a: Matrix, b: Matrix, factor = 1): Matrix {
  return a.map((row, i) => row.map((entry, j) => entry + factor * b[i]![j]!));
}

export function multiplyMatrices(a: Matrix, b: Matrix): Matrix {
  return a.map((row) => b[0]!.map((_, j) => row.reduce((sum, entry, k) => sum + entry * b[k]![j]!, 0)));
}

/** row * a. */
export function timesMatrix(row: readonly number[], a: Matrix): number[] {
  return a[0]!.map((_, j) => row.reduce((sum, entry, i) => sum + entry * a[i]![j]!, 0));
}

/** Gauss-Jordan with partial pivoting. Throws a RangeError on a singular matrix. */
export function invert(a: Matrix): Matrix {
  const size = a.length;
  const rows = a.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let i = column + 1; i < size; i++) {
      if (Math.abs(rows[i]![column]!) > Math.abs(rows[pivot]![column]!)) pivot = i;
    }
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    const lead = rows[column]!;
    const head = lead[column]!;
    if (head === 0) throw new RangeError("singular matrix");
    for (let j = 0; j < 2 * size; j++) lead[j]! /= head;
    for (let i = 0; i < size; i++) if (i !== column) eliminate(rows[i]!, lead, column);
  }
  return rows.map((row) => row.slice(size));
}

function eliminate(row: number[], lead: readonly number[], column: number): void {
  const factor = row[column]!;
  for (let j = 0; j < row.length; j++) row[j]! -= factor * lead[j]!;
}
