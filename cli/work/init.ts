/** What `evenkeel init` does: writes the scenario that scenarios/ keeps as a start, never over another file unasked. */
import { existsSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { farmScenario, initTemplate, SCHEMA } from "../../scenarios/index.ts";
import { UserError } from "../errors.ts";
import { EXIT } from "../exit-codes.ts";
import type { ExitCode } from "../exit-codes.ts";
import { writeWhole } from "../output-files.ts";
import { packageFolder } from "../package.ts";
import type { Surroundings } from "../surroundings.ts";
import { chosenFarm } from "./chosen-farm.ts";

/** The options of `init` as commander reads them. */
export interface InitOptions {
  readonly force?: true;
  /** A product's configuration, with `#NAME` where it has several farms. */
  readonly from?: string;
}

/** Writes the template to `file`, relative to where we are; `-` is standard output. */
export async function init(surroundings: Surroundings, file: string, options: InitOptions): Promise<ExitCode> {
  const { out, directory } = surroundings;
  const begin = options.from === undefined ? initTemplate : beginningFrom(options.from, surroundings);
  if (file === "-") {
    out.write(begin());
    return EXIT.fine;
  }
  const path = resolve(directory, file);
  if (existsSync(path) && options.force !== true) {
    throw new UserError(`${file}: expected a new file, got one that exists; --force replaces it`);
  }
  await writeWhole(path, begin(schemaFor(path, directory)), file);
  out.write(`Wrote ${file}. Next: evenkeel run ${file}\n`);
  return EXIT.fine;
}

/** The farm's scenario, as a function of the schema's path; says on standard error what of the configuration was passed over. */
function beginningFrom(from: string, { directory, err }: Surroundings): typeof initTemplate {
  const { farm, source, passedOver } = chosenFarm(from, directory);
  for (const line of passedOver) err.write(`${line}\n`);
  return (schema = SCHEMA) => farmScenario(farm, source, schema);
}

/** The schema's path from the file, where the package stands below us; elsewhere the file must not name this machine. */
function schemaFor(path: string, directory: string): string | undefined {
  const schema = join(packageFolder(), "scenarios", "scenario.schema.json");
  if (relative(directory, schema).startsWith("..")) return undefined;
  return relative(dirname(path), schema).split(sep).join("/");
}
