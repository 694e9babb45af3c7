/**
 * Prints how often 95% intervals cover known answers, and how often verdicts are wrong, over simulated experiments:
 * `npm run coverage -- [experiments [messages]]`, which builds first. 1,000 experiments with runs of 5,000 messages (the usual) take
 * four minutes of one core.
 */
import { createJiti } from "jiti";
import * as simulator from "../dist/sim/index.js";
import * as theory from "../dist/sim/theory/index.js";

const [experiments, messages] = [1000, 5000].map((usual, i) => Number(process.argv[2 + i] ?? usual));
if (![experiments, messages].every((each) => Number.isInteger(each) && each >= 1)) {
  console.error(
    `expected whole numbers >= 1: experiments, messages in each run; got ${process.argv.slice(2).join(" ")}`,
  );
  process.exit(2);
}

const { coverage } = await createJiti(import.meta.url).import("../test/promises/experiments.ts");
const { judged, render } = await createJiti(import.meta.url).import("../test/promises/table.ts");

const size = { replications: 10, messages, resampled: 10_000 };
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
