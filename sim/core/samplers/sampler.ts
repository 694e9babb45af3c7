/** What every distribution becomes once it has a stream to draw from. */
export interface Sampler {
  /** One value, not rounded: whoever needs whole nanoseconds or bytes rounds it with `roundHalfUp`. */
  draw(): number;
  /** The exact mean of `draw`; Infinity where it does not exist. */
  readonly mean: number;
}
