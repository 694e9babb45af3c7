/** The examples of every command's help, run as they stand there on a small scenario, with less to do. */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { evenkeel } from "./fake-surroundings.ts";

const SHOP = `\
name: Shop
duration: 70s
warmup: 2s
traffic:
  - name: web
    arrivals: {poisson: 20/s}
    keys: {uniform: 50}
    work: {exponential: 20ms}
nodes: {name: n, count: 4, queue: {capacity: 50}}
balancers: [round-robin, hash, {power-of-two-choices: {choices: 2}}]
expect:
  - lost(*) < 50
`;

const UNEQUAL = SHOP.replace(
  /^nodes: .*$/m,
  "nodes: [{name: old, count: 2}, {name: new, count: 2, speed: 4, weight: 4}]",
);

const OWN = `\
import { defineBalancer } from "evenkeel";
export const first = defineBalancer("first", () => ({ pick: (view) => view.candidates[0] }));
`;

const directory = temporaryFolder({
  "shop.yaml": SHOP,
  "one-slow-node.yaml": SHOP,
  "unequal-nodes.yaml": UNEQUAL,
  "mine.ts": OWN,
  "nginx.conf": "upstream api { least_conn; server 10.0.0.1:8080; server 10.0.0.2:8080; }\n",
});

/** What is added, so that an example takes a second at most; what is said last counts. */
const LESS: Readonly<Record<string, readonly string[]>> = {
  run: ["--set", "duration=40s"],
  compare: ["--set", "duration=20s", "--max-replications", "2"],
  sweep: ["--set", "duration=5s", "--replications", "2"],
  tune: ["--set", "duration=5s", "--budget", "20", "--out", "tuned"],
};

/** Examples that need a file or a time of their own, and have their like in the tests of these options. */
const ELSEWHERE =
  /^doctor(?! --family)|--resume|--message 4711|scenarios\/\*|report result\.json|^run .* \| evenkeel|--find-limit|sobol:64|capacity=1/;

/** The examples of a command's help, one line each, without what other programs do with them. */
async function examplesOf(command: string): Promise<readonly string[]> {
  const { out } = await evenkeel([command, "--help"]);
  const text = /^Examples:\n((?: .*\n)+)/m.exec(out)![1]!.replace(/(?:\\|(\|))\n +/g, "$1");
  return text
    .split("\n")
    .flatMap((line) => line.replace(/^ +\$ evenkeel /, "").split(" && evenkeel "))
    .map((line) => line.replace(/ {2,}.*$/, "").trim())
    .filter((line) => line !== "" && !ELSEWHERE.test(line))
    .map((line) => line.replace(/ *\| *(?:jq|less).*$/, ""));
}

/** As a shell would take them apart. */
function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/'([^']*)'|\S+/g)].map(([word, quoted]) => quoted ?? word);
}

async function runExample(line: string): Promise<number> {
  const [call, file] = line.split(" > ") as [string, string?];
  const words = wordsOf(call);
  const quiet = ["run", "compare", "sweep", "tune"].includes(words[0]!) ? ["--no-open", "--workers", "1"] : [];
  // Of a study of the same name the second run would be a continuation.
  rmSync(join(directory, "tuned"), { recursive: true, force: true });
  const { code, out, err } = await evenkeel([...words, ...(LESS[words[0]!] ?? []), ...quiet], { directory });
  if (file !== undefined) writeFileSync(join(directory, file), out);
  expect(err).not.toMatch(/expected|at .*\.ts:/);
  return code;
}

describe("the examples of", () => {
  it.each(["run", "compare", "sweep", "tune", "check", "balancers", "report", "replay", "init", "doctor"])(
    "%s run",
    async (command) => {
      const examples = await examplesOf(command);
      expect(examples.length).toBeGreaterThan(0);
      // What cannot be told by so few runs, or becomes worse by chance, is an answer, too.
      for (const line of examples) expect([line, [0, 3, 4].includes(await runExample(line))]).toEqual([line, true]);
    },
    60_000,
  );
});
