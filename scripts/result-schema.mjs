/** Writes the published schemas of the result files from their declarations: part of `npm run schema`, which builds first. */
import { writeFileSync } from "node:fs";
import { experimentJsonSchema } from "../dist/reports/experiment-schema.js";
import { resultJsonSchema } from "../dist/reports/result-schema.js";

const schemas = {
  "reports/result.schema.json": resultJsonSchema(),
  "reports/experiment.schema.json": experimentJsonSchema(),
};
for (const [path, text] of Object.entries(schemas)) {
  writeFileSync(new URL(`../${path}`, import.meta.url), text);
  console.log(`Wrote ${path}`);
}
