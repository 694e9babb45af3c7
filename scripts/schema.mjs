/** Writes the published schemas from the declarations that they come from: `npm run schema`, after a build. */
import { writeFileSync } from "node:fs";
import { resultJsonSchema } from "../dist/reports/result-schema.js";
import { scenarioJsonSchema } from "../dist/scenarios/index.js";

const schemas = {
  "scenarios/scenario.schema.json": scenarioJsonSchema(),
  "reports/result.schema.json": resultJsonSchema(),
};

for (const [path, text] of Object.entries(schemas)) {
  writeFileSync(new URL(`../${path}`, import.meta.url), text);
  console.log(`Wrote ${path}`);
}
