/** The parameters of each distribution. `Values` says what they are distributions of: times, sizes or counts. */
import type { z } from "zod";
import type { DistributionSpec } from "../../sim/index.ts";
import { hyperexponentialBranches, paretoMinimum, weibullScale } from "./fit.ts";
import { complain } from "./leaf.ts";
import { fraction } from "./quantities.ts";
import { above, atLeast, whole } from "./scalars.ts";
import { listed } from "../wording.ts";
import { either, list, map } from "./shapes.ts";

/** The leaves for one kind of value. */
export interface Values {
  /** In messages and descriptions: `8ms`. */
  readonly example: string;
  readonly value: z.ZodType<number>;
  readonly positive: z.ZodType<number>;
}

type Form = z.ZodType<DistributionSpec>;

const cv = atLeast("a coefficient of variation (standard deviation / mean) such as 0.3", 0);
const shape = above("a shape above 0 such as 1.5", 0);

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

export function hyperexponential({ value }: Values): Form {
  const branch = map({
    probability: fraction(0, 1).describe("How often a value comes from this branch."),
    mean: value.describe("The mean of this branch's exponential."),
  });
  return map({
    mean: value.optional().describe("The mean of the whole, beside cv."),
    cv: atLeast("a coefficient of variation of at least 1", 1)
      .optional()
      .describe("Standard deviation / mean, at least 1: two branches of balanced means are fitted to it."),
    branches: list(branch, "at least one {probability: …, mean: …}").optional().describe("Instead of mean and cv."),
  })
    .superRefine(({ mean, cv, branches }, context) => {
      const given = [mean, cv, branches].map((part) => part !== undefined).join();
      if (given !== "true,true,false" && given !== "false,false,true") {
        const written = Object.entries({ mean, cv, branches }).filter(([, part]) => part !== undefined);
        const got =
          listed(
            written.map(([key]) => key),
            "and",
          ) || "none of them";
        return complain(context, [], { expected: "either mean and cv, or branches", got });
      }
      const sum = branches?.reduce((total, { probability }) => total + probability, 0) ?? 1;
      const got = `a sum of ${Number(sum.toPrecision(6))}`;
      if (Math.abs(sum - 1) > 1e-9) complain(context, ["branches"], { expected: "probabilities that sum to 1", got });
    })
    .transform(({ mean, cv, branches }) => ({
      kind: "hyperexponential",
      branches: branches ?? hyperexponentialBranches(mean!, cv!),
    }));
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

export function pareto({ positive }: Values): Form {
  return map({
    shape: shape.describe(
      "The tail's exponent: the smaller, the heavier. Below 2 the variance of the unbounded one is infinite.",
    ),
    min: positive.optional().describe("The smallest value; or give mean."),
    mean: positive.optional().describe("The mean, from which the smallest value follows."),
    max: positive.optional().describe("The largest value (truncated and rescaled); none by default."),
  })
    .superRefine((written, context) => {
      const { min, mean, max = Infinity } = written;
      if (!exactlyOne(written, ["min", "mean"], context)) return;
      if (max < (min ?? mean!))
        complain(context, ["max"], { expected: `at least the ${min === undefined ? "mean" : "min"}` });
      if (mean !== undefined && max === Infinity && written.shape <= 1) {
        complain(context, ["shape"], { expected: "more than 1, or a max beside the mean" });
      }
    })
    .transform(({ shape, min, mean, max = Infinity }) => {
      return { kind: "pareto", shape, min: min ?? paretoMinimum(shape, mean!, max), max };
    });
}

export function weibull({ value }: Values): Form {
  return map({
    shape: shape.describe("1: exponential; below 1 a heavier tail, above 1 a lighter one."),
    mean: value.optional().describe("The mean; or give scale."),
    scale: value.optional().describe("The scale parameter: 63.2% of values are below it."),
  })
    .superRefine((written, context) => void exactlyOne(written, ["mean", "scale"], context))
    .transform(({ shape, mean, scale }) => ({ kind: "weibull", shape, scale: scale ?? weibullScale(shape, mean!) }));
}

export function gamma({ value }: Values): Form {
  return map({
    mean: value.describe("The mean."),
    cv: above("a coefficient of variation above 0", 0).optional().describe("Standard deviation / mean; or give shape."),
    shape: shape.optional().describe("1/cv²; 1 is exponential."),
  })
    .superRefine((written, context) => void exactlyOne(written, ["cv", "shape"], context))
    .transform(({ mean, cv, shape }) => ({ kind: "gamma", mean, shape: shape ?? 1 / (cv! * cv!) }));
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

/** Complains unless exactly one of two is given. */
function exactlyOne(
  written: Readonly<Record<string, unknown>>,
  names: readonly [string, string],
  context: z.RefinementCtx,
): boolean {
  const given = names.filter((name) => written[name] !== undefined).length;
  if (given !== 1)
    complain(context, [], { expected: `either ${names.join(" or ")}`, got: given === 0 ? "neither" : "both" });
  return given === 1;
}
