/** Commands that a reader can copy into a shell: what repeats a result, or a failure. */

/** What tells one run of a file from another. */
export interface RunWords {
  readonly file: string;
  readonly seed: number;
  readonly sets: readonly string[];
  readonly balancers: readonly string[];
}

/** `evenkeel run one-slow-node.yaml --seed 1`, quoted where a shell needs it. */
export function commandLine({ file, seed, sets, balancers }: RunWords): string {
  return shellLine([
    ...["evenkeel", "run", file, "--seed", String(seed)],
    ...sets.flatMap((set) => ["--set", set]),
    ...balancers.flatMap((balancer) => ["--balancer", balancer]),
  ]);
}

/** `evenkeel replay one-slow-node.yaml --seed 1 --balancer hash`: the command that repeats one balancer's run. */
export function replayCommand({
  file,
  seed,
  sets,
  balancer,
}: Omit<RunWords, "balancers"> & { balancer: string }): string {
  return shellLine([
    ...["evenkeel", "replay", file, "--seed", String(seed)],
    ...sets.flatMap((set) => ["--set", set]),
    ...["--balancer", balancer],
  ]);
}

/** Words as one line for a shell. */
export function shellLine(words: readonly string[]): string {
  return words.map(quoted).join(" ");
}

/** As a POSIX shell takes it: in single quotes where it holds anything but plain characters. */
function quoted(word: string): string {
  return /^[\w./:=,@%+#-]+$/.test(word) && !word.startsWith("#") ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
