/** `npm run fuzz -- --minutes N --seed S`: random scenarios on all cores, until the time is up; `--file F` checks one. */
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { parse } from "yaml";
import { checkDocument } from "./check.ts";
import type { Section } from "./dice.ts";
import { describeFailure, keepFailure, type Failure } from "./failure.ts";
import { randomDocument } from "./scenario.ts";

const FOLDER = "evenkeel-fuzz";
const PROGRESS_MS = 10_000;

/** What one worker does: seeds from `seed` on, every `step`-th. */
interface Share {
  readonly seed: number;
  readonly step: number;
  readonly untilMs: number;
}

interface Tally {
  scenarios: number;
  refused: number;
  events: number;
  messages: number;
}

type News = Tally | Failure;

async function work({ seed: from, step, untilMs }: Share, tell: (news: News) => void): Promise<void> {
  for (let seed = from; Date.now() < untilMs; seed += step) {
    const { events, messages, refused, violation } = await checkDocument(randomDocument(seed));
    tell({ scenarios: 1, refused: refused === null ? 0 : 1, events, messages });
    if (violation !== null) tell(await keepFailure(seed, violation, FOLDER));
  }
}

async function checkFile(file: string): Promise<number> {
  const { violation, refused, events, messages } = await checkDocument(parse(readFileSync(file, "utf8")) as Section);
  if (violation === null) console.log(refused ?? `nothing wrong: ${messages} messages, ${events} events`);
  else console.error(violation);
  return violation === null ? 0 : 1;
}

/** Every worker's news, until all of them have ended. */
async function fuzz(minutes: number, seed: number): Promise<number> {
  const step = availableParallelism();
  const untilMs = Date.now() + minutes * 60_000;
  const sum: Tally = { scenarios: 0, refused: 0, events: 0, messages: 0 };
  const failures: Failure[] = [];
  const hear = (news: News): void => {
    if ("file" in news) {
      failures.push(news);
      console.error(describeFailure(news));
    } else for (const key of Object.keys(sum) as (keyof Tally)[]) sum[key] += news[key];
  };
  const say = (): void =>
    console.log(
      `${sum.scenarios} scenarios (${sum.refused} refused), ${sum.messages} messages, ${sum.events} events, ${failures.length} failures`,
    );
  console.log(`seeds from ${seed} for ${minutes} min on ${step} cores`);
  const progress = setInterval(say, PROGRESS_MS);
  await Promise.all(Array.from({ length: step }, (_, index) => ended({ seed: seed + index, step, untilMs }, hear)));
  clearInterval(progress);
  say();
  return failures.length > 0 ? 1 : 0;
}

function ended(share: Share, hear: (news: News) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: share });
    worker.on("message", hear);
    worker.on("error", reject);
    worker.on("exit", () => resolve());
  });
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { minutes: { type: "string", default: "1" }, seed: { type: "string" }, file: { type: "string" } },
  });
  if (values.file !== undefined) return checkFile(values.file);
  const minutes = Number(values.minutes);
  const seed = Number(values.seed ?? Date.now() % 1e9);
  if (!(minutes > 0) || !Number.isSafeInteger(seed)) {
    console.error("usage: npm run fuzz -- [--minutes N] [--seed S] [--file scenario.yaml]");
    return 2;
  }
  return fuzz(minutes, seed);
}

if (isMainThread) process.exitCode = await main();
else await work(workerData as Share, (news) => parentPort!.postMessage(news));
