/** `--balancer` on the command line: which of the scenario's balancers a word means, or which further one. */
import { isAbsolute, relative, resolve, sep } from "node:path";
import { isBalancerFile, splitBalancerFile } from "../../scenarios/index.ts";
import type { ParsedScenario } from "../../scenarios/index.ts";
import { catalogue } from "../../sim/index.ts";

/** What the words choose, in the one order that does not depend on theirs: the scenario's own first, in its order. */
export interface ChosenBalancers {
  /** The `balancers` section that they amount to. */
  readonly entries: readonly unknown[];
  /** A word for each entry, without machine's paths. */
  readonly words: readonly string[];
  /** The fewest words that mean them: what a canonical command repeats. */
  readonly canonical: readonly string[];
}

/** On the command line: every balancer of the catalogue. */
const ALL = "all";

interface Choice {
  readonly place: number;
  readonly entry: unknown;
  readonly word: string;
}

/**
 * Looks the words up among the scenario's own balancers (by label, or by name) and makes entries of the others. Files are
 * named from `directory` on the command line, and from `baseDir`, the scenario's folder, in the entries.
 */
export function chooseBalancers(
  words: readonly string[],
  own: Pick<ParsedScenario, "scenario" | "document">,
  directory: string,
  baseDir: string,
): ChosenBalancers {
  const choiceOf = (word: string): Choice => ownChoice(word, own) ?? furtherChoice(word, directory, baseDir);
  const isAll = (word: string): boolean => word === ALL && ownChoice(word, own) === null;
  const every = words.some(isAll) ? catalogue.map(({ name }) => choiceOf(name)) : [];
  const named = words.filter((word) => !isAll(word)).map(choiceOf);
  const byWord = new Map([...every, ...named].map((choice) => [choice.word, choice]));
  const sorted = [...byWord.values()].sort((a, b) => a.place - b.place || (a.word < b.word ? -1 : 1));
  const sortedWords = sorted.map(({ word }) => word);
  const meant = new Set(every.map(({ word }) => word));
  const canonical = every.length === 0 ? [] : [ALL];
  return {
    entries: sorted.map(({ entry }) => entry),
    words: sortedWords,
    canonical: [...canonical, ...sortedWords.filter((word) => !meant.has(word))],
  };
}

/** The scenario's own balancer of this label, else of this name; with its parameters, and its label kept. */
function ownChoice(word: string, { scenario, document }: Pick<ParsedScenario, "scenario" | "document">): Choice | null {
  const { balancers } = scenario;
  const labelled = balancers.findIndex(({ label }) => label === word);
  const place = labelled >= 0 ? labelled : balancers.findIndex(({ algorithm }) => algorithm === word);
  if (place < 0) return null;
  const { label } = balancers[place]!;
  const written = (document["balancers"] as readonly unknown[])[place];
  if (typeof written === "string") return { place, entry: written, word: label };
  const [[name, body]] = Object.entries(written as object) as [[string, object]];
  return { place, entry: { [name]: { ...body, as: label } }, word: label };
}

const PARAMETERS = /^(.*?):([A-Za-z]\w*=.*)$/;

/** `name`, `name:key=value,key=value`, `./mine.ts`, `./mine.ts#best:key=value`. */
function furtherChoice(word: string, directory: string, baseDir: string): Choice {
  const [, before = word, after] = PARAMETERS.exec(word) ?? [];
  const name = (from: string): string => (isBalancerFile(before) ? fileFrom(from, before, directory) : before);
  const entry = after === undefined ? name(baseDir) : { [name(baseDir)]: parametersOf(after) };
  return { place: Infinity, entry, word: name(directory) + (after === undefined ? "" : `:${after}`) };
}

/** The file as named from a folder; whatever the command line says, no entry and no canonical word is absolute. */
function fileFrom(from: string, written: string, directory: string): string {
  const { file, name } = splitBalancerFile(written);
  const path = relative(from, resolve(directory, file));
  const shown = path.startsWith("..") || isAbsolute(path) ? path : `./${path}`;
  return shown.split(sep).join("/") + (name === null ? "" : `#${name}`);
}

function parametersOf(text: string): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    text.split(",").map((part) => {
      const [key, ...value] = part.split("=");
      return [key!.trim(), valueOf(value.join("=").trim())];
    }),
  );
}

/** A number and a truth value are read as such; everything else (`10s`, a choice) is text for the schema to read. */
function valueOf(text: string): number | boolean | string {
  if (text === "true" || text === "false") return text === "true";
  return text !== "" && Number.isFinite(Number(text)) ? Number(text) : text;
}
