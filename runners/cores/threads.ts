/**
 * Worker threads that answer requests, each thread one at a time: piscina's pool, with what it leaves to its users. A
 * thread that dies is replaced and its request made again, and no failure of one request reaches another.
 */
import { Piscina } from "piscina";
import { Interrupted } from "../../sim/index.ts";
import { ThreadDied } from "./thread-died.ts";
import { unpacked, type ErrorKind } from "./wire.ts";

/** What a thread is sent. */
export interface Request {
  readonly number: number;
  readonly task: unknown;
}

/** What a thread tells before it answers. */
export interface Note {
  readonly number: number;
  readonly note: unknown;
}

export interface ThreadsSettings {
  /** The module that runs in each thread: it exports `perform`, made by `performer`. An absolute `file:` URL. */
  readonly module: string;
  /** How many threads. */
  readonly width: number;
  /** Classes of errors that are recognised as such when they come from a thread. */
  readonly errors: readonly ErrorKind[];
}

/** A thread may die by accident, of what ran in it before; beyond so many repeats it is the request that kills it. */
const MOST_REPEATS = 2;

export class Threads {
  readonly width: number;
  readonly #pool: Piscina<Request, Uint8Array>;
  readonly #errors: readonly ErrorKind[];
  readonly #listeners = new Map<number, (note: unknown) => void>();
  #requests = 0;
  /** Set once no request is answered any more: the error that all are then rejected with. */
  #end: Error | null = null;

  constructor({ module, width, errors }: ThreadsSettings) {
    this.width = width;
    this.#errors = errors;
    this.#pool = new Piscina({
      ...entryOf(module),
      name: "perform",
      minThreads: width,
      maxThreads: width,
      // A thread that waits for its next request sleeps as any other; blocking waits are for tasks of microseconds.
      atomics: "disabled",
      recordTiming: false,
    });
    this.#pool.on("message", ({ number, note }: Note) => this.#listeners.get(number)?.(note));
    // A thread that died while it had nothing to do. Without any left nobody would be answered.
    this.#pool.on("error", (error: Error) => void (this.#pool.threads.length === 0 && this.#close(error)));
  }

  /** Whether no request is answered any more. */
  get closed(): boolean {
    return this.#end !== null;
  }

  /**
   * Has a thread perform a task; `onNote` hears what it tells meanwhile. Resolves to what unpacks the answer, or throws the
   * error of the task: that takes a while, in which the thread may be given its next one. Rejects with `ThreadDied`, or with
   * `Interrupted` where the threads were closed.
   */
  async ask(task: unknown, onNote: (note: unknown) => void = () => {}): Promise<() => unknown> {
    const number = this.#requests++;
    this.#listeners.set(number, onNote);
    try {
      const answer = await this.#answerTo({ number, task });
      return () => unpacked(answer, this.#errors);
    } finally {
      this.#listeners.delete(number);
    }
  }

  /** Ends all threads at once, whatever they are doing. */
  async close(): Promise<void> {
    await this.#close(new Interrupted());
  }

  async #answerTo(request: Request): Promise<Uint8Array> {
    for (let deaths = 0; ;) {
      if (this.#end !== null) throw this.#end;
      try {
        return await this.#pool.run(request);
      } catch (error) {
        // Errors of tasks come as answers.
        if (this.#end === null && ++deaths > MOST_REPEATS) throw new ThreadDied(deaths, error);
      }
    }
  }

  async #close(end: Error): Promise<void> {
    this.#end ??= end;
    await this.#pool.destroy();
  }
}

/** The module `name` that lies beside the one at `url`, in the same form: source or built. */
export function moduleBeside(name: string, url: string): string {
  return new URL(`${name}${url.slice(url.lastIndexOf("."))}`, url).href;
}

/** Sources need a loader, which a thread does not have of itself. */
function entryOf(module: string): { filename: string; workerData?: { module: string } } {
  if (!module.endsWith(".ts")) return { filename: module };
  return { filename: new URL("from-source.mjs", import.meta.url).href, workerData: { module } };
}
