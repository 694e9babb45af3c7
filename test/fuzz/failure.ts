/** What is left of a scenario that breaks a rule: a file as small as can be, and how to run it again. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { checkDocument } from "./check.ts";
import { randomDocument } from "./scenario.ts";
import { shrink } from "./shrink.ts";

export interface Failure {
  readonly seed: number;
  readonly violation: string;
  /** The shrunken scenario. */
  readonly file: string;
  /** How to run it again, by this tool and by evenkeel itself. */
  readonly replay: string;
}

/** Shrinks the seed's scenario and writes it into the folder. */
export async function keepFailure(seed: number, violation: string, folder: string): Promise<Failure> {
  const smallest = await shrink(randomDocument(seed), async (document) => (await checkDocument(document)).violation);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `fuzz-${seed}.yaml`);
  writeFileSync(file, `# ${violation.split("\n")[0]!}\n${stringify(smallest)}`);
  return { seed, violation, file, replay: `npm run fuzz -- --file ${file}   (and: evenkeel run ${file})` };
}

export function describeFailure({ seed, violation, file, replay }: Failure): string {
  return `seed ${seed}: ${violation}\n  shrunken: ${file}\n  again:    ${replay}`;
}
