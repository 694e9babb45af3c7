/** Writes the published schema of the result file from its declaration: part of `npm run schema`, which builds first. */
import { writeFileSync } from "node:fs";
import { resultJsonSchema } from "../dist/reports/result-schema.js";

const path = "reports/result.schema.json";
writeFileSync(new URL(`../${path}`, import.meta.url), resultJsonSchema());
console.log(`Wrote ${path}`);
