/**
 * A lock file beside a study, so that two processes never write to one journal. It names its holder: process, host, and when
 * that process began, as process numbers come again. A holder that is gone holds nothing.
 */
import { closeSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import { hostname } from "node:os";
import { fileProblem, UserError } from "../../errors.ts";

/** Who holds a lock. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  /** null where the system does not tell. */
  readonly began: string | null;
}

/** How often a lock that is being taken from the dead by somebody else is tried again. */
const ATTEMPTS = 10;

/** Takes the lock of `path`; the returned function gives it back. Throws a `UserError` where another process holds it. */
export function lockStudy(path: string, shown: string): () => void {
  const lock = `${path}.lock`;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (tryCreate(lock, shown)) return () => rmSync(lock, { force: true });
    const text = readIfThere(lock);
    if (text === null) continue;
    const holder = holderOf(text);
    if (holder !== null && isAlive(holder)) {
      throw new UserError(
        `${shown}: expected a study that nobody is running, got one that ${words(holder)} is running`,
      );
    }
    takeAway(lock, text);
  }
  throw new UserError(`${shown}: expected a study that nobody is running, got a lock that comes again: ${lock}`);
}

/** True where it was not there: the system lets only one process make it. */
function tryCreate(lock: string, shown: string): boolean {
  try {
    const file = openSync(lock, "wx");
    writeSync(
      file,
      JSON.stringify({ pid: process.pid, host: hostname(), began: beganOf(process.pid) } satisfies Holder),
    );
    closeSync(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw new UserError(fileProblem(shown, "a place for a study", error));
  }
}

function readIfThere(lock: string): string | null {
  try {
    return readFileSync(lock, "utf8");
  } catch {
    return null;
  }
}

/**
 * Removes the lock of a process that is gone. It is renamed first, which only one process can do; one that turns out to be
 * another's by then, who was quicker, is put back.
 */
function takeAway(lock: string, stale: string): void {
  const aside = `${lock}.${process.pid}`;
  try {
    renameSync(lock, aside);
  } catch {
    return;
  }
  if (readIfThere(aside) === stale) rmSync(aside, { force: true });
  else renameSync(aside, lock);
}

/** null where the lock was cut off while it was written: its writer died at once. */
function holderOf(text: string): Holder | null {
  try {
    const { pid, host, began } = JSON.parse(text) as Holder;
    return Number.isInteger(pid) && typeof host === "string" ? { pid, host, began: began ?? null } : null;
  } catch {
    return null;
  }
}

/** Of another machine nobody can tell from here, and its lock is respected. */
function isAlive({ pid, host, began }: Holder): boolean {
  if (host !== hostname()) return true;
  if (pid === process.pid) return began === beganOf(pid);
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  return began === null || began === beganOf(pid);
}

/** When the process began, in the kernel's ticks; null where there is no /proc. */
function beganOf(pid: number): string | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The program's name stands in brackets and may hold anything; the start is the 20th field after it.
    return text.slice(text.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}

function words({ pid, host }: Holder): string {
  return host === hostname() ? `process ${pid}` : `process ${pid} on ${host}`;
}
