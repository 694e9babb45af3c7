/** Surroundings for tests: what was written is kept, the terminal is whatever the test says, Ctrl-C is a call. */
import { runCommandLine } from "../../../cli/program.ts";
import type { ExitCode } from "../../../cli/exit-codes.ts";
import type { Outlet, Surroundings } from "../../../cli/surroundings.ts";

/** How the fake differs from a pipe of 80 columns that shows Unicode. */
export interface FakeOptions {
  readonly directory?: string;
  /** What stands on standard input. */
  readonly input?: string;
  readonly outIsTerminal?: boolean;
  readonly errIsTerminal?: boolean;
  readonly columns?: number;
  readonly colour?: boolean;
  readonly unicode?: boolean;
  readonly platform?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

export class FakeSurroundings implements Surroundings {
  readonly out: Outlet;
  readonly err: Outlet;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  readonly directory: string;
  readonly #input: string;
  readonly launched: (readonly string[])[] = [];
  readonly exits: number[] = [];
  readonly #written = { out: "", err: "" };
  readonly #handlers = new Set<() => void>();

  constructor(options: FakeOptions = {}) {
    const outlet = (name: "out" | "err", isTerminal: boolean): Outlet => ({
      write: (text) => void (this.#written[name] += text),
      isTerminal,
      columns: options.columns ?? 80,
      colour: options.colour ?? false,
      unicode: options.unicode ?? true,
    });
    this.out = outlet("out", options.outIsTerminal ?? false);
    this.err = outlet("err", options.errIsTerminal ?? false);
    this.environment = { EVENKEEL_CACHE: process.env["EVENKEEL_CACHE"], ...options.environment };
    this.platform = options.platform ?? "linux";
    this.directory = options.directory ?? ".";
    this.#input = options.input ?? "";
  }

  get outText(): string {
    return this.#written.out;
  }

  get errText(): string {
    return this.#written.err;
  }

  async read(): Promise<string> {
    return this.#input;
  }

  onInterrupt(handler: () => void): () => void {
    this.#handlers.add(handler);
    return () => this.#handlers.delete(handler);
  }

  exitNow(code: number): void {
    this.exits.push(code);
  }

  launch(program: string, words: readonly string[]): void {
    this.launched.push([program, ...words]);
  }

  /** Ctrl-C. */
  interrupt(): void {
    for (const handler of [...this.#handlers]) handler();
  }

  get isWatched(): boolean {
    return this.#handlers.size > 0;
  }
}

/** What a command line did. */
export interface Done {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
  readonly surroundings: FakeSurroundings;
}

/** Runs a command line in this process. */
export async function evenkeel(words: readonly string[], options: FakeOptions = {}): Promise<Done> {
  const surroundings = new FakeSurroundings(options);
  const code = await runCommandLine(words, surroundings);
  return { code, out: surroundings.outText, err: surroundings.errText, surroundings };
}
