/** A scenario on its way to the threads: written once, into memory that all of them see, and read once by each of them. */
import { deserialize, serialize } from "node:v8";
import type { BalancerSpec, Scenario } from "../../sim/index.ts";

/** What all jobs of a scenario have in common. */
export interface Shipped {
  readonly scenario: Scenario;
  /** For the worker host's `hostFor`. */
  readonly settings: unknown;
}

/** A job as a thread is sent it. */
export interface JobTask {
  /** The module that exports `hostFor`. */
  readonly hostModule: string;
  readonly shipment: Shipment;
  readonly balancer: BalancerSpec;
  readonly seed: number;
  readonly keep: "figures" | "sections" | "all";
}

export interface Shipment {
  readonly number: number;
  readonly bytes: SharedArrayBuffer;
}

/** Ships each scenario once, as long as somebody holds it. */
export class Shipments {
  readonly #known = new WeakMap<Scenario, Shipment>();
  readonly #settingsFor: (scenario: Scenario) => unknown;
  #count = 0;

  constructor(settingsFor: (scenario: Scenario) => unknown) {
    this.#settingsFor = settingsFor;
  }

  of(scenario: Scenario): Shipment {
    const known = this.#known.get(scenario);
    if (known !== undefined) return known;
    const shipment = { number: this.#count++, bytes: written({ scenario, settings: this.#settingsFor(scenario) }) };
    this.#known.set(scenario, shipment);
    return shipment;
  }
}

function written(shipped: Shipped): SharedArrayBuffer {
  const bytes = serialize(shipped);
  const shared = new SharedArrayBuffer(bytes.length);
  new Uint8Array(shared).set(bytes);
  return shared;
}

/** What was shipped. */
export function read({ bytes }: Shipment): Shipped {
  // Copied, since the reader of V8 takes no shared memory.
  return deserialize(new Uint8Array(bytes).slice()) as Shipped;
}
