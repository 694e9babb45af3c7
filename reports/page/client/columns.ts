/** Lists of values, packed where they repeat: the places and times of a chart's rows mostly go round in circles. */

export type Value = number | string | null;

/** Value i is `cycle[floor(i / each) % cycle.length]`. */
export interface Cycle {
  readonly length: number;
  readonly each: number;
  readonly cycle: readonly Value[];
}

export type Packed = Cycle | readonly Value[];

/** Packs a list that goes round in circles; any other stays as it is. */
export function pack(values: readonly Value[]): Packed {
  const each = leadingRun(values);
  const heads = values.filter((_, index) => index % each === 0);
  const period = periodOf(heads);
  const cycle = heads.slice(0, period);
  const packed = { length: values.length, each, cycle };
  const same = values.every((value, index) => value === valueAt(packed, index));
  return same && cycle.length * 2 < values.length ? packed : values;
}

/** The list that was packed. */
export function unpack(packed: Packed): readonly Value[] {
  if (!("cycle" in packed)) return packed;
  return Array.from({ length: packed.length }, (_, index) => valueAt(packed, index));
}

function valueAt({ each, cycle }: Cycle, index: number): Value {
  return cycle[Math.floor(index / each) % cycle.length]!;
}

function leadingRun(values: readonly Value[]): number {
  const other = values.findIndex((value) => value !== values[0]);
  return other <= 0 ? Math.max(1, values.length) : other;
}

/** Where the first value comes again and everything from there on is as it was. */
function periodOf(values: readonly Value[]): number {
  for (let period = 1; period < values.length; period++) {
    if (values[period] === values[0] && values.every((value, index) => value === values[index % period])) return period;
  }
  return values.length;
}
