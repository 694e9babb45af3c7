/**
 * Prints how often 95% intervals cover known answers, and how often verdicts are wrong, over simulated experiments:
 * `npm run coverage -- [experiments]`, which builds first. 1,000 experiments take some minutes of one core.
 */
import { createJiti } from "jiti";
import * as simulator from "../dist/sim/index.js";
import * as theory from "../dist/sim/theory/index.js";

const experiments = Number(process.argv[2] ?? 1000);
if (!(Number.isInteger(experiments) && experiments >= 1)) {
  console.error(`experiments: expected a whole number >= 1, got ${process.argv[2]}`);
  process.exit(2);
}

const { coverage } = await createJiti(import.meta.url).import("../test/promises/experiments.ts");
const { judged, render } = await createJiti(import.meta.url).import("../test/promises/table.ts");

const size = { replications: 10, messages: 5000 };
const begun = process.cpuUsage();
const rows = await coverage(simulator, theory, {
  experiments,
  ...size,
  onExperiment: (done) => done % 50 === 0 && console.error(`${done} of ${experiments} experiments`),
});
const { user } = process.cpuUsage(begun);
console.log(`${experiments} experiments of ${size.replications} replications of ${size.messages} messages\n`);
console.log(render(rows));
console.log(`\n${Math.round(user / 1e6)} seconds of processor time`);
process.exitCode = rows.every((row) => judged(row).holds) ? 0 : 1;
