/** Which balancers are compared. The parameters' part of the schema is made from their declarations. */
import type { z } from "zod";
import type { BalancerDefinition, ParameterDeclaration, ParameterValue } from "../../sim/index.ts";
import { BALANCER_FILE_PATTERN, isBalancerFile, type BalancerBook } from "../balancer-book.ts";
import { oneOf } from "../wording.ts";
import { leaf, refuse, type Refusal } from "./leaf.ts";
import { fraction, seconds } from "./quantities.ts";
import { choice, name, yesOrNo } from "./scalars.ts";
import { either, map, oneKey, oneOrMany, type Shape } from "./shapes.ts";

export interface BalancerSyntax {
  /** The name or file as written. */
  readonly written: string;
  readonly definition: BalancerDefinition;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly as: string | undefined;
}

type Entries = readonly BalancerSyntax[];

/** The schema of the `balancers` section for these balancers; `files` are the files that the scenario names. */
export function balancersSchema(book: BalancerBook, files: readonly string[] = []): z.ZodType<Entries> {
  const known = files.length === 0 ? made.get(book) : undefined;
  const schema = known ?? makeSchema(book, files);
  if (files.length === 0) made.set(book, schema);
  return schema;
}

/** Building one costs as much as reading a scenario with it. */
const made = new WeakMap<BalancerBook, z.ZodType<Entries>>();

function makeSchema(book: BalancerBook, files: readonly string[]): z.ZodType<Entries> {
  const bare = leaf<Entries>({
    expected: "the name of a balancer, or a map such as {power-of-two-choices: {choices: 2}}",
    json: {
      anyOf: [...book.names.map((known) => nameJson(book, known)), { type: "string", pattern: BALANCER_FILE_PATTERN }],
    },
    read: (value) => (typeof value === "string" ? readName(book, value) : undefined),
  });
  const shape = Object.fromEntries(
    [...book.names, ...files].map((written) => [written, configured(book, written).describe(summaryOf(book, written))]),
  );
  const json = { patternProperties: { [BALANCER_FILE_PATTERN]: { type: ["object", "null"] } } };
  const withParameters = oneKey(shape, json).transform(({ value }) => value as Entries);
  const expected = "the name of a balancer, or a map such as {power-of-two-choices: {choices: 2}}";
  return oneOrMany(
    either(expected, bare, withParameters),
    "at least one balancer, such as [round-robin, hash]",
  ).transform((entries) => entries.flat());
}

function readName(book: BalancerBook, written: string): Entries | Refusal {
  const found = book.find(written);
  if (typeof found === "string") {
    return refuse(isBalancerFile(written) ? found.replace(/^expected /, "") : oneOf(book.names, written));
  }
  return found.map((definition) => ({ written, definition, parameters: {}, as: undefined }));
}

/** What may stand below a balancer's name: its parameters and `as`, or nothing. */
function configured(book: BalancerBook, written: string): z.ZodType<Entries> {
  const found = book.find(written);
  if (typeof found === "string") return refusing(found);
  if (found.length > 1)
    return refusing(`expected ${written}#${found[0]!.name}, or another name, as the file holds several`);
  const definition = found[0]!;
  const declared = Object.entries(definition.about.parameters);
  const shape = Object.fromEntries(declared.map(([key, declaration]) => [key, parameter(declaration).optional()]));
  const label = name("a label").optional().describe("What results, charts and expectations call it.");
  const expected = declared.length === 0 ? "a map" : `a map with ${declared.map(([key]) => key).join(", ")}`;
  const full: z.ZodType<Record<string, unknown>> = map({ ...shape, as: label } as Shape, expected);
  return either(expected, nothing, full).transform(({ as, ...values }): Entries => {
    const parameters = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
    return [
      { written, definition, parameters: parameters as Record<string, ParameterValue>, as: as as string | undefined },
    ];
  });
}

const nothing: z.ZodType<Record<string, unknown>> = leaf({
  expected: "a map",
  json: { type: "null" },
  read: (value) => (value === null ? {} : undefined),
});

function refusing(message: string): z.ZodType<Entries> {
  const why = refuse(message.replace(/^expected /, ""));
  return leaf<Entries>({ expected: why.refused, json: {}, read: () => why });
}

/** A parameter's schema, from its declaration. */
function parameter(declaration: ParameterDeclaration): z.ZodType<ParameterValue> {
  const help = `${declaration.help} Default: ${String(declaration.default)}${"unit" in declaration && declaration.unit === "duration" ? "s" : ""}.`;
  return parameterLeaf(declaration).describe(help);
}

function parameterLeaf(declaration: ParameterDeclaration): z.ZodType<ParameterValue> {
  switch (declaration.type) {
    case "boolean":
      return yesOrNo;
    case "choice":
      return choice(declaration.choices);
    case "integer":
    case "number":
      return numberLeaf(declaration);
  }
}

function numberLeaf(declaration: Extract<ParameterDeclaration, { readonly min: number }>): z.ZodType<number> {
  const { min, max, type, unit } = declaration;
  if (unit === "duration") return seconds(min, max);
  if (unit === "fraction") return fraction(min, max);
  const kind = type === "integer" ? "a whole number" : "a number";
  return leaf({
    expected: `${kind} from ${min} to ${max}`,
    json: { type, minimum: min, maximum: max },
    read: (value) => {
      const fits = typeof value === "number" && value >= min && value <= max;
      return fits && (type === "number" || Number.isInteger(value)) ? value : undefined;
    },
  });
}

function nameJson(book: BalancerBook, known: string): object {
  return { const: known, description: summaryOf(book, known) };
}

function summaryOf(book: BalancerBook, written: string): string {
  const found = book.find(written);
  return typeof found === "string" ? "" : found.map(({ about }) => about.summary).join(" ");
}
