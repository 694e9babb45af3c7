/** The distributions of the language, read straight into the simulator's specs: times in ns, sizes in bytes, counts. */
import type { z } from "zod";
import type { DistributionSpec } from "../../sim/index.ts";
import * as forms from "./distribution-forms.ts";
import * as fitted from "./fitted-forms.ts";
import type { Json } from "./leaf.ts";
import { positiveSize, positiveTime, sizeValue, timeValue } from "./quantities.ts";
import { above, atLeast } from "./scalars.ts";
import { either, list, oneKey, type Shape } from "./shapes.ts";

/** Times: a duration is a constant, a list is drawn from, and a map names a distribution. */
export const times: z.ZodType<DistributionSpec> = distribution(
  "a duration such as 8ms, or a distribution such as {exponential: 8ms}",
  { example: "8ms", value: timeValue, positive: positiveTime },
  { id: "times" },
);

/** Sizes, in the same grammar. */
export const sizes: z.ZodType<DistributionSpec> = distribution(
  "a size such as 4KiB, or a distribution such as {exponential: 4KiB}",
  { example: "4KiB", value: sizeValue, positive: positiveSize },
  { id: "sizes" },
);

const count = atLeast("a number of at least 1, such as 4", 1);

/** Counts of at least 1; what is drawn is rounded to a whole number of at least 1. */
export const counts: z.ZodType<DistributionSpec> = distribution(
  "a number such as 4, or a distribution such as {geometric: 4}",
  { example: "4", value: count, positive: above("a number above 0, such as 4", 0) },
  { id: "counts" },
  {
    geometric: forms
      .geometric()
      .describe("Whole numbers from 1 on with this mean: each of equal chance to be the last."),
  },
);

function distribution(
  expected: string,
  values: forms.Values,
  json: Json,
  more: Shape = {},
): z.ZodType<DistributionSpec> {
  // The simulator counts whole nanoseconds and bytes; what is drawn it rounds itself.
  const whole = values.example === "4" ? (value: number) => value : Math.round;
  const constant = values.value.transform((value): DistributionSpec => ({ kind: "constant", value: whole(value) }));
  const named = oneKey(
    {
      constant: constant.describe("Always this."),
      exponential: forms.exponential(values).describe("Memoryless; given by its mean. Coefficient of variation 1."),
      erlang: forms.erlang(values).describe("The sum of equal exponentials: more regular than exponential."),
      hyperexponential: fitted
        .hyperexponential(values)
        .describe("One of several exponentials: more variable than exponential."),
      uniform: forms.uniform(values).describe("Equally likely between two values."),
      lognormal: forms
        .lognormal(values)
        .describe("Given by the mean and coefficient of variation of the value itself."),
      pareto: fitted.pareto(values).describe("A power-law tail, bounded where max is given."),
      weibull: fitted.weibull(values).describe("Stretched or compressed exponential."),
      gamma: fitted.gamma(values).describe("Given by its mean and its coefficient of variation or shape."),
      empirical: forms.empirical(values).describe("Drawn from the values given, with weights if you like."),
      ...more,
    } as Record<string, z.ZodType<DistributionSpec>>,
    { description: "A distribution, by name." },
  );
  const empirical = list(values.value, expected).transform((all): DistributionSpec => {
    return { kind: "empirical", values: all, weights: all.map(() => 1) };
  });
  return either(
    expected,
    constant,
    empirical,
    named.transform(({ value }) => value),
  ).meta(json);
}
