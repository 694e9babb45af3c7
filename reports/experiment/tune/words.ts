/** Configurations in words. */
import type { TuneFile } from "../../../sim/index.ts";
import { shortName } from "../../names.ts";
import { tunedValue } from "../../tune-verdict.ts";

/** Parameters beyond these are left to the table. */
const MOST_WORDS = 4;

/** `power-of-two-choices: choices 3, weight 4.2`; the default as such. */
export function configurationWords(file: TuneFile, index: number): string {
  const configuration = file.configurations[index];
  if (configuration === undefined) return "–";
  const paths = Object.keys(configuration.values);
  const words = paths.slice(0, MOST_WORDS).map((path) => `${path} ${tunedValue(path, configuration, file)}`);
  const more = paths.length > MOST_WORDS ? ", …" : "";
  const name = `${configuration.balancer}${index === 0 ? " by default" : ""}`;
  return shortName(words.length === 0 ? name : `${name}: ${words.join(", ")}${more}`, 120);
}
