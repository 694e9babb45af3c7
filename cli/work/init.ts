/** What `evenkeel init` does: writes the scenario that scenarios/ keeps as a start, never over another file unasked. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { initTemplate } from "../../scenarios/index.ts";
import { UserError } from "../errors.ts";
import { EXIT } from "../exit-codes.ts";
import type { ExitCode } from "../exit-codes.ts";
import { writeWhole } from "../output-files.ts";
import type { Surroundings } from "../surroundings.ts";

/** The options of `init` as commander reads them. */
export interface InitOptions {
  readonly force?: true;
}

/** Writes the template to `file`, relative to where we are; `-` is standard output. */
export async function init(surroundings: Surroundings, file: string, options: InitOptions): Promise<ExitCode> {
  if (file === "-") {
    surroundings.out.write(initTemplate());
    return EXIT.fine;
  }
  const path = resolve(surroundings.directory, file);
  if (existsSync(path) && options.force !== true) {
    throw new UserError(`${file}: expected a new file, got one that exists; --force replaces it`);
  }
  await writeWhole(path, initTemplate(), file);
  surroundings.out.write(`Wrote ${file}. Next: evenkeel run ${file}\n`);
  return EXIT.fine;
}
