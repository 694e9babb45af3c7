/** Which combinations of the axes' values are points: all of them, or the first of each, the second of each, and so on. */

/** Every combination, the last axis turning fastest; each point as one index for each axis. No axis: one point. */
export function gridOf(sizes: readonly number[]): readonly (readonly number[])[] {
  return sizes.reduce<readonly (readonly number[])[]>(
    (points, size) => points.flatMap((point) => Array.from({ length: size }, (_, index) => [...point, index])),
    [[]],
  );
}

/** Point i has value i of each axis. Throws a `RangeError` unless all axes have the same number of values. */
export function listOf(sizes: readonly number[]): readonly (readonly number[])[] {
  const [size = 1] = sizes;
  if (sizes.some((each) => each !== size)) {
    throw new RangeError(`expected as many values of each path, got ${sizes.join(", ")}`);
  }
  return Array.from({ length: size }, (_, index) => sizes.map(() => index));
}
