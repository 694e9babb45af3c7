/** What `evenkeel replay` does: one run again, up to a time, and what there is to see of it then. */
import { renderReplayState } from "../../reports/terminal/replay.ts";
import { renderLife } from "../../reports/terminal/replay-life.ts";
import { renderTerminalHead } from "../../reports/terminal.ts";
import { stringifyStable } from "../../reports/json.ts";
import { formatDuration, parseDuration } from "../../scenarios/index.ts";
import { fromSeconds, Interrupted, NEVER, replayJob, toSeconds } from "../../sim/index.ts";
import type { BalancerSpec, Ns, Replayed, Scenario } from "../../sim/index.ts";
import { UserError } from "../errors.ts";
import { EXIT } from "../exit-codes.ts";
import type { ExitCode } from "../exit-codes.ts";
import { watchInterruption } from "../interrupt.ts";
import { ProgressLine } from "../progress.ts";
import type { Surroundings } from "../surroundings.ts";
import { FailureLog } from "./failures.ts";
import type { RunnableScenario } from "./runnable-scenario.ts";
import { loadScenarioFile } from "./scenario-file.ts";

const DECISIONS = 10;

/** The options of `replay` as commander reads them. */
export interface ReplayOptions {
  readonly balancer?: string;
  readonly seed?: number;
  readonly until?: string;
  readonly message?: number;
  readonly decisions?: number;
  readonly set?: readonly string[];
  readonly json?: true;
  readonly quiet?: true;
}

/** Shows the run at the time, or the message's life until then. What the balancer does wrong on the way is told below. */
export async function replay(surroundings: Surroundings, file: string, options: ReplayOptions): Promise<ExitCode> {
  const balancers = options.balancer === undefined ? [] : [options.balancer];
  const changes = { seed: options.seed ?? null, sets: options.set ?? [], balancers };
  const loaded = await loadScenarioFile(file, changes, surroundings.directory);
  const balancer = onlyBalancer(loaded);
  const untilNs = timeOf(options.until, loaded.scenario);
  const failures = new FailureLog(surroundings, loaded);
  const replayed = await runUntil(loaded, balancer, untilNs, surroundings, options, failures);
  if (replayed === "interrupted") return EXIT.interrupted;
  if (replayed === null) return failures.code;
  checkReached(replayed, untilNs, loaded.scenario, options.message);
  if (options.json) surroundings.out.write(`${stringifyStable(dataOf(replayed, balancer, loaded))}\n`);
  else surroundings.out.write(textOf(replayed, balancer, loaded, surroundings));
  if (replayed.failure !== null) failures.add(replayed.failure, jobOf(loaded, balancer));
  return failures.code;
}

function jobOf({ scenario }: RunnableScenario, balancer: BalancerSpec): Parameters<FailureLog["add"]>[1] {
  return { scenario, balancer, seed: scenario.seed };
}

function onlyBalancer({ scenario }: RunnableScenario): BalancerSpec {
  const [first, second] = scenario.balancers;
  if (first !== undefined && second === undefined) return first;
  const labels = scenario.balancers.map(({ label }) => label).join(", ");
  throw new UserError(`--balancer: expected one balancer, got ${scenario.balancers.length}: ${labels}`);
}

/** NEVER where the run's end is meant. */
function timeOf(text: string | undefined, { durationNs, drainNs }: Scenario): Ns {
  if (text === undefined) return NEVER;
  const ns = parseDuration(text);
  if (ns === null) throw new UserError(`--until: expected a time with its unit, as 12s, got ${JSON.stringify(text)}`);
  const endNs = durationNs + drainNs;
  if (ns > endNs)
    throw new UserError(`--until: expected a time up to the run's end, ${formatDuration(endNs)}, got ${text}`);
  return Math.round(ns);
}

async function runUntil(
  loaded: RunnableScenario,
  balancer: BalancerSpec,
  untilNs: Ns,
  surroundings: Surroundings,
  { message, decisions, json, quiet }: ReplayOptions,
  failures: FailureLog,
): Promise<Replayed | "interrupted" | null> {
  const interruption = watchInterruption(surroundings);
  const progress = new ProgressLine(surroundings.err, 1, json === true || quiet === true);
  progress.start(0, balancer.label);
  const job = jobOf(loaded, balancer);
  const host = {
    ...loaded,
    stopped: interruption.stopped,
    pause: async (state: Parameters<ProgressLine["update"]>[1]): Promise<void> => {
      progress.update(0, state);
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
  try {
    return await replayJob(job, host, { untilNs, message: message ?? null, decisions: decisions ?? DECISIONS });
  } catch (error) {
    if (error instanceof Interrupted) return "interrupted";
    progress.clear();
    failures.add(error, job);
    return null;
  } finally {
    progress.end(0);
    progress.clear();
    interruption.end();
  }
}

/** Throws where a run whose length nobody knew was over before the time, and where the message is not published by then. */
function checkReached({ state, life, failure }: Replayed, untilNs: Ns, scenario: Scenario, message?: number): void {
  if (failure !== null) return;
  const isOpenEnded = scenario.durationNs === NEVER && untilNs !== NEVER;
  if (isOpenEnded && state.ended && state.atSeconds < toSeconds(untilNs)) {
    const end = formatDuration(fromSeconds(state.atSeconds));
    throw new UserError(`--until: expected a time up to the run's end, ${end}, got ${formatDuration(untilNs)}`);
  }
  if (message === undefined || life !== null) return;
  const by = state.ended ? "in all" : `by ${formatDuration(untilNs)}`;
  const known =
    state.published === 0 ? "a message, of which none is published" : `one of 0 to ${state.published - 1}, published`;
  throw new UserError(`--message: expected ${known} ${by}, got ${message}`);
}

function dataOf(
  { state, decisions, life, failure }: Replayed,
  balancer: BalancerSpec,
  loaded: RunnableScenario,
): object {
  return {
    scenario: loaded.scenario.name,
    balancer: balancer.label,
    seed: loaded.scenario.seed,
    state,
    decisions,
    ...(life === null ? {} : { life }),
    ...(failure === null ? {} : { failure: failure.message }),
  };
}

function textOf(
  { state, decisions, life }: Replayed,
  balancer: BalancerSpec,
  { document, scenario }: RunnableScenario,
  { out }: Surroundings,
): string {
  const name = `${document.name}: ${balancer.label}, seed ${scenario.seed}`;
  const { question: _question, ...untitled } = document;
  const head = renderTerminalHead({ ...untitled, name }, out);
  return `${head}\n${life === null ? renderReplayState(state, decisions, out) : renderLife(life, out)}`;
}
