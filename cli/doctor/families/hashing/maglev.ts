/** Maglev's tables: `{backends, table_size, weights, algorithm?, change?}`, or weights by name. */
import { maglevAddress } from "../../../../sim/balancers/hashing/maglev.ts";
import { maglevTable } from "../../../../sim/balancers/shared/maglev-table.ts";
import { isPrime } from "../../../../sim/balancers/shared/prime.ts";
import { NotCovered, type Setup } from "../../setup.ts";
import type { Calculation, Family } from "../family.ts";
import { namesOf } from "./desk.ts";
import { peak } from "./loads.ts";

export const maglevHashing: Family = {
  name: "Maglev hashing",
  plan(setup, { measure }) {
    const size = setup.count("table_size");
    if (!isPrime(size)) throw new NotCovered(`setup.table_size: ${size} is no prime`);
    setup.expectText("algorithm", /^Maglev populate \(offset\/skip permutations\)$/);
    if (!setup.isText("weights") && setup.has("weights")) return byWeight(setup, size, measure);
    setup.expectText("weights", /^equal$/);
    const backends = setup.count("backends");
    if (/^max table share \/ average$/.test(measure)) {
      return { compute: (seed) => [peak(entriesOf(equalTable(namesOf(backends, seed), size), backends))] };
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
  const removed = Number(/^remove (\d+) backends?, rebuild$/.exec(text)?.[1]);
  if (!(removed > 0 && removed < backends)) {
    throw new NotCovered(`setup.change: ${JSON.stringify(text)} is not understood`);
  }
  return {
    compute(seed) {
      const names = namesOf(backends, seed);
      const before = equalTable(names, size);
      const weights = names.map((_, index) => (index < backends - removed ? 1 : 0));
      const after = table(names, weights, size);
      return [before.filter((id, entry) => id !== after[entry]).length / size];
    },
  };
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

function entriesOf(ids: Int32Array, backends: number): Int32Array {
  const entries = new Int32Array(backends);
  for (const id of ids) entries[id]!++;
  return entries;
}
