/** What a scenario's runs depend on beside the scenario itself, by content: the simulator, the traces, the user's balancers. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { fileHash } from "../../runners/cache/file-hash.ts";
import { canonical, type Fingerprints } from "../../runners/cache/job-key.ts";
import type { LoadedScenario } from "../../scenarios/index.ts";
import { packageVersion } from "../package.ts";

/** Reads all of it. `folder` is where the hashes of traces are remembered. Rejects where a trace cannot be read. */
export async function fingerprintsOf(
  { traces, balancerPaths }: Pick<LoadedScenario, "traces" | "balancerPaths">,
  folder: string,
): Promise<Fingerprints> {
  const prints: Record<string, string> = {};
  for (const [name, { file, baseDir, ...reading }] of Object.entries(traces)) {
    // Its name is part of how it is read: the format may be told by it.
    prints[name] = canonical([basename(file), reading, await fileHash(resolve(baseDir, file), folder)]);
  }
  const balancers: Record<string, string | null> = {};
  for (const [algorithm, path] of Object.entries(balancerPaths)) {
    const text = await readFile(path, "utf8");
    balancers[algorithm] = dependsOnNothing(text) ? text : null;
  }
  return { version: simulatorVersion(), traces: prints, balancers };
}

const OWN_IMPORT = /\bimport\s+(?:type\s+)?(?:[\w$]+|\*\s+as\s+[\w$]+|\{[^}]*\})\s+from\s+["']evenkeel["']/g;
/** Ways to other files, to time, to chance, to the machine; even where they stand in a comment only. */
const WAYS_OUT: readonly RegExp[] = [
  /\b(?:import|require|process|Date|performance|crypto|globalThis|global|fetch|eval|Function|constructor|env)\b/,
  /\bfrom\s*["']/,
  /\bMath\b(?!\s*\.\s*(?!random\b)\w)/,
  // What a module holds, one run may leave to the next.
  /^(?:export\s+)?(?:let|var)\s/m,
  /^(?:export\s+)?const\s[^=]*=\s*(?:new\b|\[|\{)/m,
];

/** Whether a balancer's file says all there is to know of it: it imports `evenkeel` alone, asks nobody and keeps nothing. */
export function dependsOnNothing(text: string): boolean {
  const rest = text.replaceAll(OWN_IMPORT, "");
  return !WAYS_OUT.some((way) => way.test(rest));
}

let version: string | null = null;

/** The package's version with a hash over what simulates, which changes from one build to the next while it is worked on. */
function simulatorVersion(): string {
  version ??= `${packageVersion()}-${codeHash()}`;
  return version;
}

function codeHash(): string {
  const root = fileURLToPath(new URL("../../", import.meta.url));
  const hash = createHash("sha256");
  for (const folder of ["sim", join("scenarios", "traces")]) {
    const names = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
    for (const name of names.filter((each) => /(?<!\.d)\.[jt]s$/.test(each)).sort()) {
      hash.update(name).update(readFileSync(join(root, folder, name)));
    }
  }
  return hash.digest("hex");
}
