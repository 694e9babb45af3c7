/** Everything that a command touches beside its arguments, handed in so that tests can stand in for a terminal. */
import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileProblem } from "./errors.ts";
import { EXIT } from "./exit-codes.ts";

/** One way out: stdout or stderr. Writing to a closed pipe is quietly given up. */
export interface Outlet {
  write(text: string): void;
  readonly isTerminal: boolean;
  /** How wide lines may be. */
  readonly columns: number;
  readonly colour: boolean;
  /** Whether signs beyond ASCII can be shown. */
  readonly unicode: boolean;
}

export interface Surroundings {
  /** Data. */
  readonly out: Outlet;
  /** Progress and complaints. */
  readonly err: Outlet;
  /** Standard input to its end. */
  read(): Promise<string>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  /** Where relative paths start. */
  readonly directory: string;
  /** Calls `handler` at each Ctrl-C (and termination request) until the returned function is called. */
  onInterrupt(handler: () => void): () => void;
  /** Ends the process at once. */
  exitNow(code: number): void;
  /** Starts a program and forgets it; what it lacks is not our failure. */
  launch(program: string, words: readonly string[]): void;
}

/** The process as it is. */
export function processSurroundings(): Surroundings {
  return {
    out: outlet(process.stdout, process.env),
    err: outlet(process.stderr, process.env),
    read: () => text(process.stdin),
    environment: process.env,
    platform: process.platform,
    directory: process.cwd(),
    onInterrupt(handler) {
      const signals = ["SIGINT", "SIGTERM"] as const;
      for (const signal of signals) process.on(signal, handler);
      return () => signals.forEach((signal) => process.off(signal, handler));
    },
    exitNow: (code) => process.exit(code),
    launch(program, words) {
      const child = spawn(program, words, { detached: true, stdio: "ignore" });
      child.on("error", () => {});
      child.unref();
    },
  };
}

const DEFAULT_COLUMNS = 80;

function outlet(stream: NodeJS.WriteStream, environment: NodeJS.ProcessEnv): Outlet {
  let open = true;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (open && error.code !== "EPIPE") {
      process.stderr.write(`evenkeel: ${fileProblem("output", "a place to write to", error)}\n`);
      process.exitCode = EXIT.usersFault;
    }
    open = false;
  });
  const isTerminal = stream.isTTY === true;
  return {
    write: (written) => void (open && stream.write(written)),
    isTerminal,
    get columns() {
      return stream.columns || Number(environment["COLUMNS"]) || DEFAULT_COLUMNS;
    },
    colour: wantsColour(isTerminal, environment),
    unicode: showsUnicode(environment, process.platform),
  };
}

/** NO_COLOR forbids, FORCE_COLOR asks, else a terminal that is not dumb gets colour. */
export function wantsColour(isTerminal: boolean, environment: Readonly<Record<string, string | undefined>>): boolean {
  if (environment["NO_COLOR"]) return false;
  const forced = environment["FORCE_COLOR"];
  if (forced !== undefined) return forced !== "0";
  return isTerminal && environment["TERM"] !== "dumb";
}

/** By the locale, as C programs decide it; Windows and macOS terminals have long been Unicode. */
export function showsUnicode(environment: Readonly<Record<string, string | undefined>>, platform: string): boolean {
  if (platform === "win32" || platform === "darwin") return true;
  const locale = environment["LC_ALL"] || environment["LC_CTYPE"] || environment["LANG"] || "";
  return /utf-?8/i.test(locale);
}
