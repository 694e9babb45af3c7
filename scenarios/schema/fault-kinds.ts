/** The kinds of faults, and which of a fault's keys each of them takes. */
import type { FaultKind } from "../../sim/index.ts";

/** Keys that only some kinds take. */
export type FaultOption =
  | "recovery"
  | "factor"
  | "shape"
  | "probability"
  | "latency"
  | "gilbertElliott"
  | "bandwidth"
  | "down"
  | "up"
  | "drain"
  | "gap"
  | "batch"
  | "for"
  | "every"
  | "until"
  | "together"
  | "fraction"
  | "cascade";

interface KindAbout {
  /** Of what its targets are. */
  readonly hits: "nodes" | "zone" | "links";
  readonly required: readonly FaultOption[];
  readonly optional: readonly FaultOption[];
}

/** Of any fault that has an end and may come again. */
const TIMES = ["for", "every", "until"] as const;
/** Of any that hits some of several targets. */
const CHOICE = ["together", "fraction"] as const;

export type FaultKindWord = FaultKind;

const FAULT_KINDS: Readonly<Record<FaultKindWord, KindAbout>> = {
  crash: { hits: "nodes", required: [], optional: ["recovery", ...TIMES, ...CHOICE, "cascade"] },
  pause: { hits: "nodes", required: [], optional: [...TIMES, ...CHOICE, "cascade"] },
  slow: { hits: "nodes", required: ["factor"], optional: ["shape", ...TIMES, ...CHOICE, "cascade"] },
  errors: { hits: "nodes", required: ["probability"], optional: ["latency", ...TIMES, ...CHOICE, "cascade"] },
  degrade: { hits: "nodes", required: [], optional: [...TIMES, ...CHOICE, "cascade"] },
  flap: { hits: "nodes", required: ["down", "up"], optional: [...TIMES, ...CHOICE, "cascade"] },
  "zone-outage": { hits: "zone", required: [], optional: TIMES },
  "rolling-restart": { hits: "nodes", required: ["down"], optional: ["drain", "gap", "batch", "every", "until"] },
  "scale-out": { hits: "nodes", required: [], optional: [] },
  "scale-in": { hits: "nodes", required: [], optional: ["drain", ...TIMES, ...CHOICE] },
  partition: { hits: "links", required: [], optional: TIMES },
  clog: { hits: "links", required: [], optional: TIMES },
  loss: { hits: "links", required: [], optional: ["probability", "gilbertElliott", ...TIMES] },
  delay: { hits: "links", required: ["latency"], optional: TIMES },
  duplicate: { hits: "links", required: ["probability"], optional: TIMES },
  throttle: { hits: "links", required: ["bandwidth"], optional: TIMES },
};

export const FAULT_WORDS = Object.keys(FAULT_KINDS) as readonly FaultKindWord[];

export function aboutKind(kind: FaultKindWord): KindAbout {
  return FAULT_KINDS[kind];
}

/** The kinds that take an option. */
export function kindsWith(option: FaultOption): readonly FaultKindWord[] {
  return FAULT_WORDS.filter((kind) => {
    const { required, optional } = aboutKind(kind);
    return required.includes(option) || optional.includes(option);
  });
}
