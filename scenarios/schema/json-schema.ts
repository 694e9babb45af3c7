/** The published JSON Schema, generated from the schema that reads scenarios: what editors complete and check with. */
import { z } from "zod";
import { balancerBook, type BalancerBook } from "../balancer-book.ts";
import { REQUIRED_SECTIONS, sections, type ScenarioSyntax } from "./scenario.ts";

type Json = Record<string, unknown>;

/** JSON Schema, draft-07. It is a little looser than the reader: what holds between values only the reader checks. */
export function scenarioJsonSchema(book: BalancerBook = balancerBook()): Readonly<Json> {
  const shape = Object.entries(sections(book)).map(([key, schema]) => {
    const required = REQUIRED_SECTIONS.includes(key as keyof ScenarioSyntax);
    return [key, required ? schema : (schema as z.ZodType).optional()] as const;
  });
  const generated = z.toJSONSchema(z.strictObject(Object.fromEntries(shape)), {
    target: "draft-07",
    io: "input",
    unrepresentable: "any",
  }) as Json;
  const { $schema, properties, ...rest } = tidy(generated) as Json;
  return {
    $schema,
    title: "evenkeel scenario",
    description: "Traffic, nodes, faults, and the load balancers to compare on them. See docs/scenario-language.md.",
    ...rest,
    properties: { $schema: { type: "string" }, ...(properties as Json) },
    patternProperties: { "^x-": { description: "Free: for what anchors are made from." } },
  };
}

/** As text, as it is published. */
export function scenarioJsonSchemaText(): string {
  return `${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`;
}

/** Draft-07 ignores what stands beside a $ref, so descriptions move out of its way. */
function tidy(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(tidy);
  if (typeof part !== "object" || part === null) return part;
  const tidied = Object.fromEntries(Object.entries(part).map(([key, value]) => [key, tidy(value)])) as Json;
  const { $ref, ...beside } = tidied;
  if ($ref === undefined) return hoisted(tidied);
  return Object.keys(beside).length === 0 ? tidied : { ...beside, allOf: [{ $ref }] };
}

/** `{allOf: [{description, allOf: [x]}]}` is `{description, allOf: [x]}`. */
function hoisted(part: Json): Json {
  const { allOf, ...rest } = part;
  if (!Array.isArray(allOf) || allOf.length !== 1) return part;
  const only = allOf[0] as Json;
  if ("$ref" in only && Object.keys(only).length === 1) return part;
  return { ...only, ...rest };
}
