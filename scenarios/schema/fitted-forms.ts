/** The distributions whose parameters may be given in more than one way: what people know is the mean and the cv. */
import type { z } from "zod";
import { listed } from "../wording.ts";
import type { Form, Values } from "./distribution-forms.ts";
import { hyperexponentialBranches, paretoMinimum, weibullScale } from "./fit.ts";
import { complain } from "./leaf.ts";
import { fraction } from "./quantities.ts";
import { above, atLeast } from "./scalars.ts";
import { list, map } from "./shapes.ts";

const shape = above("a shape above 0 such as 1.5", 0);

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
