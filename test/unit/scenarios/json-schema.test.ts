import { readdirSync, readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { initTemplate } from "../../../scenarios/index.ts";
import { scenarioJsonSchema, scenarioJsonSchemaText } from "../../../scenarios/schema/json-schema.ts";
import { SCHEMA_FILE, writeSchema } from "../../../scenarios/write-schema.ts";

// `UPDATE_SCHEMA=1 npx vitest run test/unit/scenarios/json-schema.test.ts` writes it anew.
if (process.env.UPDATE_SCHEMA !== undefined) writeSchema();

const ajv = new Ajv({ strict: true, strictTypes: false, strictRequired: false, allErrors: true });
const validate = ajv.compile(scenarioJsonSchema());

describe("the published JSON Schema", () => {
  it("is what the code generates (run `npm run schema` where this fails)", () => {
    expect(readFileSync(SCHEMA_FILE, "utf8")).toBe(scenarioJsonSchemaText());
  });

  it("is draft-07 and describes every property", () => {
    expect(scenarioJsonSchema().$schema).toBe("http://json-schema.org/draft-07/schema#");
    expect(undescribed(scenarioJsonSchema(), [])).toEqual([]);
  });

  it.each(readdirSync("scenarios/library").filter((file) => file.endsWith(".yaml")))("accepts %s", (file) => {
    validate(parse(readFileSync(`scenarios/library/${file}`, "utf8")));
    expect(validate.errors).toBeNull();
  });

  it("accepts what `evenkeel init` writes", () => {
    validate(parse(initTemplate()));
    expect(validate.errors).toBeNull();
  });

  it.each([
    ["an unknown section", { sed: 1 }, "must NOT have additional properties"],
    ["a number for a duration", { duration: 150 }, "must be string"],
    [
      "a misspelt arrival",
      { traffic: { arrivals: { poison: "400/s" }, work: "8ms" } },
      "must NOT have additional properties",
    ],
    [
      "two arrivals",
      { traffic: { arrivals: { poisson: "4/s", regular: "4/s" }, work: "8ms" } },
      "must NOT have more than 1 properties",
    ],
    ["a rate without its unit", { traffic: { arrivals: { poisson: 400 }, work: "8ms" } }, "must be string"],
    ["a parameter out of range", { balancers: [{ "power-of-two-choices": { choices: 0 } }] }, "must be >= 1"],
    ["an unknown balancer", { balancers: ["hsah"] }, "must be equal to constant"],
    ["no nodes", { nodes: [] }, "must NOT have fewer than 1 items"],
  ])("refuses %s", (_, changes, message) => {
    const whole = {
      traffic: { arrivals: { poisson: "4/s" }, work: "8ms" },
      nodes: 4,
      balancers: ["hash"],
      duration: "1m",
    };
    expect(validate(whole)).toBe(true);
    expect(validate({ ...whole, ...changes })).toBe(false);
    expect(validate.errors!.map((error) => error.message)).toContain(message);
  });

  it("names the balancers of the catalogue with what they do", () => {
    const text = JSON.stringify(scenarioJsonSchema().properties);
    expect(text).toContain('{"const":"round-robin","description":"');
  });
});

/** Paths of properties without a description of their own or of what they refer to. */
function undescribed(part: unknown, path: readonly string[]): readonly string[] {
  if (typeof part !== "object" || part === null) return [];
  const { properties } = part as { properties?: Record<string, { description?: string; $ref?: string }> };
  const here = Object.entries(properties ?? {})
    .filter(([key, value]) => key !== "$schema" && value.description === undefined)
    .map(([key]) => [...path, key].join("."));
  const below = Object.entries(part).flatMap(([key, value]) => undescribed(value, [...path, key]));
  return [...here, ...below];
}
