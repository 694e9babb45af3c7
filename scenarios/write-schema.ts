/** `node dist/scenarios/write-schema.js [FILE]`: writes the JSON Schema of scenarios from the schema that reads them. */
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { scenarioJsonSchemaText } from "./schema/json-schema.ts";

/** Where the package publishes it, from the package's directory. */
export const SCHEMA_FILE = "scenarios/scenario.schema.json";

/** Writes the schema to `file`. */
export function writeSchema(file: string = SCHEMA_FILE): void {
  writeFileSync(file, scenarioJsonSchemaText());
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(resolve(process.argv[1])).href) {
  writeSchema(process.argv[2]);
}
