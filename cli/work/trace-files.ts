/** Traces are files of the user's as the scenario is: their faults are told in the same way. */
import { relative } from "node:path";
import { TraceError } from "../../scenarios/traces/trace-error.ts";
import type { RunnableScenario } from "./runnable-scenario.ts";

/** What is wrong with the beginning of the scenario's traces, as sentences; no more of them is read than a run would first. */
export async function traceProblems(loaded: RunnableScenario, directory: string): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const name of Object.keys(loaded.traces)) {
    const source = loaded.openTrace(name);
    try {
      await source.next();
    } catch (error) {
      if (!(error instanceof TraceError)) throw error;
      problems.push(traceSentence(error, directory));
    } finally {
      await source.close();
    }
  }
  return problems;
}

/** A trace's fault with its file as seen from where we are, as every other file is named. */
export function traceSentence({ file, message }: TraceError, directory: string): string {
  const path = relative(directory, file);
  return path.startsWith("..") ? message : path + message.slice(file.length);
}
