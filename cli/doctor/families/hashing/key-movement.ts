/** Keys that move when nodes are added or removed at the end: `{scheme, change: "10->11"}`. */
import type { ParameterValue } from "../../../../sim/index.ts";
import { NotCovered, type Setup } from "../../setup.ts";
import type { Family } from "../family.ts";
import { Desk, keyOf, namesOf } from "./desk.ts";

interface Scheme {
  readonly algorithm: string;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
}

interface Change {
  readonly before: number;
  readonly after: number;
}

/** Keys per run. */
const KEYS = 100_000;
/** Points per node where the case does not ask for more. */
const VIRTUAL_NODES = 200;

const SCHEMES: readonly (readonly [RegExp, (match: RegExpExecArray) => Scheme])[] = [
  [/^(?:hash )?mod(?:ulo)?(?: N)?$/i, () => ({ algorithm: "hash", parameters: {} })],
  [/^(?:rendezvous(?: hash(?:ing)?)?(?: \(HRW\))?|HRW)$/i, () => ({ algorithm: "rendezvous", parameters: {} })],
  [/^jump(?: (?:consistent )?hash(?:ing)?)?$/i, () => ({ algorithm: "jump-hash", parameters: {} })],
  [/^multi-probe(?: (?:consistent )?hash(?:ing)?)?$/i, () => ({ algorithm: "multi-probe", parameters: {} })],
  [/^maglev(?: hash(?:ing)?| table)?$/i, () => ({ algorithm: "maglev", parameters: {} })],
  [
    /^(?:consistent[ -]hash(?:ing)?(?: ring)?|ring)(?:,? \(?(?:>= ?)?(\d+) v(?:irtual )?nodes\)?)?$/i,
    ([, vnodes]) => ({
      algorithm: "consistent-hash-ring",
      parameters: { virtualNodes: Number(vnodes ?? VIRTUAL_NODES) },
    }),
  ],
];

/** A case that names several schemes expects the same of each of them. */
export const keyMovement: Family = {
  name: "key movement",
  plan(setup, { measure, value }) {
    const schemes = schemesOf(setup);
    const change = changeOf(setup);
    const counts = counterOf(measure, change);
    if (typeof value !== "number") throw new NotCovered("value: expected a number");
    const fraction = counts.isFraction ? KEYS : 1;
    return {
      expected: schemes.map(() => value),
      compute: (seed) => schemes.map((scheme) => moved(scheme, change, seed, counts.counts) / fraction),
    };
  },
};

function schemesOf(setup: Setup): readonly Scheme[] {
  const text = setup.text("scheme");
  return text.split(/, (?:or |and )?| or | and /).map((part) => {
    for (const [pattern, read] of SCHEMES) {
      const match = pattern.exec(part.trim());
      if (match !== null) return read(match);
    }
    throw new NotCovered(`setup.scheme: ${JSON.stringify(part)} is not understood`);
  });
}

function changeOf(setup: Setup): Change {
  const text = setup.text("change");
  const match = /^(\d+) ?-> ?(\d+)(?: nodes)?(?: \([a-z ]+\))?$/.exec(text);
  const step = /^(add|remove) (\d+) (?:node )?(?:to|of|from) (\d+)(?: nodes)?$/.exec(text);
  const before = Number(step?.[3] ?? match?.[1]);
  const after = step === null ? Number(match?.[2]) : before + (step[1] === "add" ? 1 : -1) * Number(step[2]);
  if (!(before > 0 && after > 0)) throw new NotCovered(`setup.change: ${JSON.stringify(text)} is not understood`);
  return { before, after };
}

type Counts = (before: number, after: number) => boolean;

/** Which keys count, by where they were and where they are. */
function counterOf(measure: string, change: Change): { readonly counts: Counts; readonly isFraction: boolean } {
  const remaining = Math.min(change.before, change.after);
  if (/^(?:expected )?fraction of keys (?:that move|moved)$/.test(measure)) {
    return { counts: (before, after) => before !== after, isFraction: true };
  }
  if (/^keys that move between two (?:old|remaining|surviving) nodes$/i.test(measure)) {
    const counts: Counts = (before, after) => before !== after && before < remaining && after < remaining;
    return { counts, isFraction: false };
  }
  throw new NotCovered(`measure ${JSON.stringify(measure)} is not understood`);
}

/** Keys of this seed that count. */
function moved({ algorithm, parameters }: Scheme, { before, after }: Change, seed: number, counts: Counts): number {
  const desk = (nodes: number): Desk => new Desk({ algorithm, names: namesOf(nodes, seed), parameters, seed });
  const [old, now] = [desk(before), desk(after)];
  let count = 0;
  for (let i = 1; i <= KEYS; i++) if (counts(old.where(keyOf(i, seed)), now.where(keyOf(i, seed)))) count++;
  return count;
}
