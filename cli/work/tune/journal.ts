/**
 * A study's journal: a line of JSON for each finished run, appended and synced before the search uses it. A process may be
 * killed at any moment: what is half-written at the end is cut off, and everything before it is kept.
 */
import { closeSync, fsyncSync, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { configurationKey } from "../../../sim/index.ts";
import { makeFolder } from "../../../runners/whole-file.ts";
import { fileProblem, UserError } from "../../errors.ts";
import { lockStudy } from "./lock.ts";

/** Of the lines' own shape. */
export const JOURNAL_VERSION = 2 as const;

/** The first line: what the runs are runs of. Answers hold for any search over the same. */
export interface JournalHead {
  readonly study: typeof JOURNAL_VERSION;
  /** The version of evenkeel. */
  readonly version: string;
  readonly scenario: string;
  /** Over everything that a run's answer depends on. */
  readonly identity: string;
  readonly objectives: readonly string[];
  readonly constraints: readonly string[];
}

/** How one run ended. */
export type JournalAnswer =
  | {
      readonly kind: "done";
      /** By objective, as observed; null where nothing was. */
      readonly objectives: readonly (number | null)[];
      /** By constraint: by how much it was missed; null where it could not be told. */
      readonly violations: readonly (number | null)[];
      /** Of the messages offered; null where none were. */
      readonly lostFraction: number | null;
    }
  | { readonly kind: "failed"; readonly message: string; readonly replay: string };

export interface JournalRun {
  readonly balancer: string;
  readonly values: Readonly<Record<string, number | string | boolean>>;
  readonly seed: number;
  readonly answer: JournalAnswer;
}

export interface Journal {
  /** By `runKey`. */
  readonly answers: ReadonlyMap<string, JournalAnswer>;
  append(run: JournalRun): void;
  close(): void;
}

/** Equal runs have equal keys. */
export function runKey({ balancer, values, seed }: Omit<JournalRun, "answer">): string {
  return `${seed} ${configurationKey({ balancer, values })}`;
}

/** A study that is kept nowhere. */
export function memoryJournal(): Journal {
  return { answers: new Map(), append() {}, close() {} };
}

/** As `openJournal`, in a folder that is made where it is missing. */
export async function openStudy(path: string, shown: string, head: JournalHead, resume: boolean): Promise<Journal> {
  await makeFolder(dirname(path)).catch((error: unknown) => {
    throw new UserError(fileProblem(shown, "a place for a study", error));
  });
  return openJournal(path, shown, head, resume);
}

/**
 * Opens the journal at `path`, called `shown` in messages. Throws a `UserError` where there is one and `resume` was not
 * asked for, where it is another study's, or where another process has it.
 */
export function openJournal(path: string, shown: string, head: JournalHead, resume: boolean): Journal {
  const unlock = lockStudy(path, shown);
  try {
    return opened(path, shown, head, resume, unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

function opened(path: string, shown: string, head: JournalHead, resume: boolean, unlock: () => void): Journal {
  const whole = wholeLines(path, shown);
  if (whole !== "" && !resume) {
    throw new UserError(`${shown}: expected a new file, got a study; --resume continues it, --study names another`);
  }
  const answers = whole === "" ? new Map<string, JournalAnswer>() : answersIn(whole, shown, head);
  const file = openSync(path, "a");
  ftruncateSync(file, Buffer.byteLength(whole));
  const write = (line: unknown): void => {
    writeAll(file, Buffer.from(`${JSON.stringify(line)}\n`));
    fsyncSync(file);
  };
  if (whole === "") write(head);
  return {
    answers,
    append(run) {
      write(run);
      answers.set(runKey(run), run.answer);
    },
    close() {
      closeSync(file);
      unlock();
    },
  };
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
}

/** Everything up to the last line's end; empty where there is no file. */
function wholeLines(path: string, shown: string): string {
  try {
    const text = readFileSync(path, "utf8");
    return text.slice(0, text.lastIndexOf("\n") + 1);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "";
    throw new UserError(fileProblem(shown, "a study", error));
  }
}

function answersIn(whole: string, shown: string, head: JournalHead): Map<string, JournalAnswer> {
  const [first, ...runs] = whole.trimEnd().split("\n");
  checkHead(parsed(first!, 1, shown), shown, head);
  const answers = new Map<string, JournalAnswer>();
  for (const [index, line] of runs.entries()) {
    const run = parsed(line, index + 2, shown) as JournalRun;
    if (typeof run.seed !== "number" || typeof run.balancer !== "string" || !isAnswer(run.answer, head)) {
      throw new UserError(`${shown}:${index + 2}:1: run: expected a run of this study, got ${line.slice(0, 40)}`);
    }
    answers.set(runKey(run), run.answer);
  }
  return answers;
}

function isAnswer(answer: JournalAnswer | undefined, { objectives, constraints }: JournalHead): boolean {
  if (answer?.kind === "failed") return true;
  const { objectives: seen, violations } = answer ?? { objectives: [], violations: [] };
  return answer?.kind === "done" && seen.length === objectives.length && violations.length === constraints.length;
}

function parsed(line: string, number: number, shown: string): unknown {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === "object" && value !== null) return value;
  } catch {
    // Told below.
  }
  throw new UserError(`${shown}:${number}:1: study: expected a line of JSON, got ${JSON.stringify(line.slice(0, 40))}`);
}

function checkHead(found: unknown, shown: string, head: JournalHead): void {
  const other = found as Partial<JournalHead>;
  if (other.study !== JOURNAL_VERSION) throw new UserError(`${shown}:1:1: study: expected a study, got another file`);
  const differing = (["version", "scenario", "objectives", "constraints"] as const).find(
    (key) => JSON.stringify(other[key]) !== JSON.stringify(head[key]),
  );
  if (differing !== undefined) {
    const [wanted, got] = [head[differing], other[differing]].map((value) => JSON.stringify(value ?? null));
    throw new UserError(`${shown}:1:1: ${differing}: expected a study of ${wanted}, got one of ${got}`);
  }
  if (other.identity !== head.identity) {
    throw new UserError(
      `${shown}:1:1: identity: expected a study of this scenario and these balancers, got one of others (something in them has changed)`,
    );
  }
}
