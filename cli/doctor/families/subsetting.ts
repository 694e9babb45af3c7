/** Subsetting: `{clients, backends, subset, algorithm}`, and how many clients the backends have. */
import { deterministicSubset, randomSubset } from "../../../sim/balancers/shared/subsetting.ts";
import { Stream } from "../../../sim/core/random.ts";
import { mean, peak, relativeVariance } from "./hashing/loads.ts";
import { NotCovered } from "../setup.ts";
import type { Family } from "./family.ts";

const RANDOM = /^random(?: (?:shuffle per client|subsetting|subset per client))?$/;
const DETERMINISTIC =
  /^deterministic(?: subsetting)?(?: \(rounds of backends\/subset clients, per-round seeded shuffle, slice client_id % subset_count\))?$/;

/** The clients that each backend has. */
type Loads = readonly number[];
const most = (loads: Loads): number => loads.reduce((one, other) => Math.max(one, other));
const least = (loads: Loads): number => loads.reduce((one, other) => Math.min(one, other));

const MEASURES: readonly (readonly [RegExp, (loads: Loads) => readonly number[]])[] = [
  [/^most loaded backend, connections$/, (loads) => [most(loads)]],
  [/^least loaded backend, connections$/, (loads) => [least(loads)]],
  [/^\[least, ?most\] loaded backend, connections$/, (loads) => [least(loads), most(loads)]],
  [/^mean (?:backend )?(?:load|connections per backend)(?:, connections)?$/, (loads) => [mean(loads)]],
  [/^most\/average(?: backend)? load$|^most loaded backend \/ average$/, (loads) => [peak(loads)]],
  [/^relative std dev of (?:backend load|connections per backend)$/, (loads) => [Math.sqrt(relativeVariance(loads))]],
  // One figure stands for all backends; where they differ no figure can.
  [/^connections per backend \(all equal\)$/, (loads) => [least(loads) === most(loads) ? most(loads) : NaN]],
];

export const subsetting: Family = {
  name: "subsetting",
  plan(setup, { measure }) {
    const [clients, backends, size] = [setup.count("clients"), setup.count("backends"), setup.count("subset")];
    const algorithm = setup.text("algorithm");
    const isRandom = RANDOM.test(algorithm);
    if (!isRandom && !DETERMINISTIC.test(algorithm)) {
      throw new NotCovered(`setup.algorithm: ${JSON.stringify(algorithm)} is not understood`);
    }
    if (size > backends) throw new NotCovered(`setup.subset: expected at most ${backends} backends, got ${size}`);
    const figures = MEASURES.find(([pattern]) => pattern.test(measure))?.[1];
    if (figures === undefined) throw new NotCovered(`measure ${JSON.stringify(measure)} is not understood`);
    const subsets = isRandom ? randomSubsets(backends, size) : dealtSubsets(backends, size);
    return { compute: (seed) => figures(loadsOf(clients, backends, subsets(seed))) };
  },
};

type SubsetOf = (client: number) => readonly number[];

function randomSubsets(backends: number, size: number): (seed: number) => SubsetOf {
  return (seed) => {
    const random = new Stream(seed, "subsetting");
    return () => randomSubset(backends, size, random);
  };
}

function dealtSubsets(backends: number, size: number): (seed: number) => SubsetOf {
  return (seed) => (client) =>
    deterministicSubset(client, backends, size, (round) => new Stream(seed, `subsetting/${round}`));
}

function loadsOf(clients: number, backends: number, subsetOf: SubsetOf): Loads {
  const loads = Array<number>(backends).fill(0);
  for (let client = 0; client < clients; client++) for (const backend of subsetOf(client)) loads[backend]!++;
  return loads;
}
