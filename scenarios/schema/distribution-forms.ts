/** The parameters of each distribution. `Values` says what they are distributions of: times, sizes or counts. */
import type { z } from "zod";
import type { DistributionSpec } from "../../sim/index.ts";
import { complain } from "./leaf.ts";
import { atLeast, whole } from "./scalars.ts";
import { either, list, map } from "./shapes.ts";

/** The leaves for one kind of value. */
export interface Values {
  /** In messages and descriptions: `8ms`. */
  readonly example: string;
  readonly value: z.ZodType<number>;
  readonly positive: z.ZodType<number>;
}

/** A distribution with its parameters read. */
export type Form = z.ZodType<DistributionSpec>;

const cv = atLeast("a coefficient of variation (standard deviation / mean) such as 0.3", 0);

export function exponential({ value, example }: Values): Form {
  const mean = value.describe("The mean.");
  return either(
    `a mean such as ${example}`,
    value,
    map({ mean }).transform((written) => written.mean),
  ).transform((read) => ({ kind: "exponential", mean: read }));
}

export function erlang({ value }: Values): Form {
  return map({
    mean: value.describe("The mean of the sum."),
    stages: whole("a whole number of stages of at least 1", 1, 1e6).describe(
      "How many exponentials are summed; the squared coefficient of variation is 1/stages.",
    ),
  }).transform(({ mean, stages }) => ({ kind: "erlang", mean, stages }));
}

export function uniform({ value }: Values): Form {
  return map({ from: value.describe("The smallest value."), to: value.describe("The largest value.") })
    .superRefine(({ from, to }, context) => {
      if (to < from) complain(context, ["to"], { expected: "at least what from says" });
    })
    .transform(({ from, to }) => ({ kind: "uniform", from, to }));
}

export function lognormal({ value }: Values): Form {
  return map({
    mean: value.describe("The mean of the value itself, not of its logarithm."),
    cv: cv.describe("Standard deviation / mean of the value itself."),
  }).transform(({ mean, cv }) => ({ kind: "lognormal", mean, cv }));
}

export function geometric(): Form {
  const mean = atLeast("a mean of at least 1, such as 4", 1);
  return either(
    "a mean of at least 1, such as 4",
    mean,
    map({ mean: mean.describe("The mean; at least 1.") }).transform((written) => written.mean),
  ).transform((read) => ({ kind: "geometric", mean: read }));
}

export function empirical({ value, example }: Values): Form {
  const weight = atLeast("a weight such as 3", 0);
  const values = list(value, `a list of values such as [${example}]`);
  const weighted = map({
    values: values.describe("One of these is drawn each time."),
    weights: list(weight, "a list of weights").optional().describe("Relative, one for each value; equal by default."),
  }).superRefine(({ values, weights = [1] }, context) => {
    const want = `${values.length} weights, one for each value`;
    const matched = weights === undefined || weights.length === values.length || weights.length === 0;
    if (!matched) complain(context, ["weights"], { expected: want, got: String(weights.length) });
    if (weights.every((each) => each === 0)) complain(context, ["weights"], { expected: "a weight above 0" });
  });
  const plain = values.transform((read) => ({ values: read, weights: undefined }));
  return either("a list of values, or a map with values and weights", plain, weighted).transform((read) => ({
    kind: "empirical",
    values: read.values,
    weights: read.weights ?? read.values.map(() => 1),
  }));
}
