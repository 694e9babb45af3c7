/** Growing typed arrays: the structs of arrays double when they are full and never shrink. */
type Growable =
  Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

/** A copy with room for `capacity` elements; the new ones are zero. */
export function enlarged<A extends Growable>(array: A, capacity: number): A {
  const larger = new (array.constructor as new (length: number) => A)(capacity);
  larger.set(array);
  return larger;
}
