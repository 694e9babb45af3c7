/** Maglev's tables: `{backends, table_size, weights, algorithm?, change?}`, or weights by name; others beside them: `table_sizes`. */
import { maglevAddress } from "../../../../sim/balancers/hashing/maglev.ts";
import { virtualNodeRing } from "../../../../sim/balancers/hashing/virtual-node-ring.ts";
import type { Ring } from "../../../../sim/balancers/shared/ring.ts";
import { maglevTable } from "../../../../sim/balancers/shared/maglev-table.ts";
import { isPrime } from "../../../../sim/balancers/shared/prime.ts";
import { NotCovered, type Setup } from "../../setup.ts";
import type { Calculation, Family } from "../family.ts";
import { Desk, keyOf, namesOf } from "./desk.ts";
import { mean, peak } from "./loads.ts";

export const maglevHashing: Family = {
  name: "Maglev hashing",
  plan(setup, { measure }) {
    if (setup.has("table_sizes")) return overProvision(setup, measure);
    const size = setup.count("table_size");
    if (!isPrime(size)) throw new NotCovered(`setup.table_size: ${size} is no prime`);
    setup.expectText("algorithm", /^Maglev populate \(offset\/skip permutations\)$/);
    if (!setup.isText("weights") && setup.has("weights")) return byWeight(setup, size, measure);
    setup.expectText("weights", /^equal$/);
    const backends = setup.count("backends");
    if (/^max table share \/ average$/.test(measure)) {
      return { compute: (seed) => [peak(entriesOf(equalTable(namesOf(backends, seed), size), backends))] };
    }
    if (/^min table share \/ average$/.test(measure)) {
      return { compute: (seed) => [lowest(entriesOf(equalTable(namesOf(backends, seed), size), backends))] };
    }
    if (/^fraction of table entries that change$/.test(measure)) return change(setup, backends, size);
    throw new NotCovered(`measure ${JSON.stringify(measure)} is not understood`);
  },
};

/** The entries of every backend, in the order of the set-up. */
function byWeight(setup: Setup, size: number, measure: string): Calculation {
  const weights = setup.numbersByName("weights");
  const wanted = `table entries ${[...weights.keys()].join(",")}`;
  if (measure.replaceAll(", ", ",") !== wanted)
    throw new NotCovered(`measure ${JSON.stringify(measure)} is not understood`);
  const names = [...weights.keys()];
  setup.expectNumber("backends", names.length);
  return { compute: () => [...entriesOf(table(names, [...weights.values()], size), names.length)] };
}

function change(setup: Setup, backends: number, size: number): Calculation {
  const text = setup.text("change");
  const match = /^(add|remove) (\d+)(%(?: of)?)?(?:(?: the)? backends?)?, rebuild$/.exec(text);
  const count = match?.[3] === undefined ? Number(match?.[2]) : Math.round((Number(match[2]) * backends) / 100);
  const remaining = match?.[1] === "add" ? backends + count : backends - count;
  if (!(count > 0 && remaining > 0)) throw new NotCovered(`setup.change: ${JSON.stringify(text)} is not understood`);
  return {
    compute(seed) {
      const names = namesOf(Math.max(backends, remaining), seed);
      const of = (present: number): Int32Array =>
        table(
          names,
          names.map((_, i) => (i < present ? 1 : 0)),
          size,
        );
      const [before, after] = [of(backends), of(remaining)];
      return [before.filter((id, entry) => id !== after[entry]).length / size];
    },
  };
}

/** Points of each backend on Karger's ring, which the paper calls views. */
const VIEWS = 1000;
/** A ring is made sooner than rendezvous hashing has met every backend for every entry. */
const RINGS_PER_RUN = 5;

/**
 * Section 5.3 of the paper: by how much the fullest backend exceeds the average where every entry of a table is given to a backend
 * by a ring or by rendezvous hashing. On the ring an entry stands at its part of the circle.
 */
function overProvision(setup: Setup, measure: string): Calculation {
  const backends = setup.count("backends");
  const sizes = setup.numbers("table_sizes");
  if (measure !== "over-provision needed: Karger small/large, Rendezvous small/large" || sizes.length !== 2) {
    throw new NotCovered(`measure ${JSON.stringify(measure)} is not understood`);
  }
  return {
    compute(seed) {
      const rings = Array.from({ length: RINGS_PER_RUN }, (_, ring) =>
        virtualNodeRing(
          namesOf(backends, seed * RINGS_PER_RUN + ring),
          Array<number>(backends).fill(VIEWS),
          "xxhash64",
        ),
      );
      const karger = (size: number): number => mean(rings.map((ring) => peak(ringEntries(ring, size, backends)) - 1));
      const parameters = { weighted: false };
      const desk = new Desk({ algorithm: "rendezvous", names: namesOf(backends, seed), parameters, seed });
      const rendezvous = (size: number): number => peak(counted(desk, size, backends, seed)) - 1;
      return [...sizes.map(karger), ...sizes.map(rendezvous)];
    },
  };
}

/** By backend: how many of so many keys are its own. */
function counted(desk: Desk, keys: number, backends: number, seed: number): Int32Array {
  const loads = new Int32Array(backends);
  for (let number = 1; number <= keys; number++) loads[desk.where(keyOf(number, seed))]!++;
  return loads;
}

function ringEntries(ring: Ring, size: number, backends: number): Int32Array {
  const loads = new Int32Array(backends);
  for (let entry = 0; entry < size; entry++) {
    const position = (entry / size) * 0x1_0000_0000;
    const high = Math.floor(position);
    loads[ring.owner[ring.successor(high, Math.floor((position - high) * 0x1_0000_0000))]!]!++;
  }
  return loads;
}

function equalTable(names: readonly string[], size: number): Int32Array {
  return table(
    names,
    names.map(() => 1),
    size,
  );
}

/** The balancer's own table: the same permutations, in the same turns. */
function table(names: readonly string[], weights: readonly number[], size: number): Int32Array {
  const members = names.map((name, id) => ({ id, ...maglevAddress(name, size), weight: weights[id]! }));
  return maglevTable(members, size);
}

/** The smallest share over the average. */
function lowest(entries: Int32Array): number {
  return entries.reduce((one, other) => Math.min(one, other)) / mean(entries);
}

function entriesOf(ids: Int32Array, backends: number): Int32Array {
  const entries = new Int32Array(backends);
  for (const id of ids) entries[id]!++;
  return entries;
}
