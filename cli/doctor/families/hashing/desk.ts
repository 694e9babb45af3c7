/** A gateway without a cluster: asks a balancer of the catalogue for one key after the other. */
import { Stream } from "../../../../sim/core/random.ts";
import { nodeConfig } from "../../../../sim/gateway/balancer-context.ts";
import {
  findBalancer,
  NONE,
  resolveParameters,
  type Balancer,
  type BalancerContext,
  type ClusterView,
  type MessageView,
  type NodeId,
  type ParameterValue,
} from "../../../../sim/index.ts";
import { NotCovered } from "../../setup.ts";

const MOST_NODES = 2_000_000;

export interface DeskOptions {
  readonly algorithm: string;
  readonly names: readonly string[];
  readonly parameters?: Readonly<Record<string, ParameterValue>>;
  /** By node; 1 each unless given. */
  readonly weights?: readonly number[];
  readonly seed: number;
}

/** `count` names, others for every seed: hashed, they are as good as drawn. */
export function namesOf(count: number, seed: number): string[] {
  if (count > MOST_NODES) throw new NotCovered(`${count} nodes are more than can be hashed`);
  return Array.from({ length: count }, (_, index) => `node-${seed}-${index}`);
}

export class Desk {
  readonly #balancer: Balancer;
  readonly #view: ClusterView;
  readonly #message: KeyCursor = new KeyCursor();

  constructor({ algorithm, names, parameters = {}, weights = names.map(() => 1), seed }: DeskOptions) {
    const definition = findBalancer(algorithm);
    if (definition === undefined) throw new NotCovered(`balancer ${algorithm} is not in the catalogue`);
    const { values, problems } = resolveParameters(definition, parameters);
    for (const { parameter, message } of problems) throw new NotCovered(`${algorithm}: ${parameter}: ${message}`);
    this.#view = viewOf(weights);
    this.#balancer = definition.create(contextOf(names, weights, values, seed));
    this.#balancer.onMembership?.(this.#view);
  }

  /** By node: what it was given and still holds. */
  get loads(): Int32Array {
    return this.#view.inFlight;
  }

  /** The node of a key, a positive whole number. Only for balancers that do not look at loads. */
  where(key: number): NodeId {
    this.#message.key = key;
    return this.#balancer.pick(this.#view, this.#message);
  }

  /** The loads after `count` keys, one after the other, none of which is ever settled; every seed has keys of its own. */
  give(count: number, seed: number): Int32Array {
    for (let i = 1; i <= count; i++) this.#view.inFlight[this.where(keyOf(i, seed))]!++;
    return this.loads;
  }
}

/** The key with this number, from 1 on, of a seed. */
export function keyOf(number: number, seed: number): number {
  return seed * 0x1_0000_0000 + number;
}

/** A first try of a key. */
class KeyCursor implements MessageView {
  key = 0;
  readonly clientAddress: Uint8Array = new Uint8Array(4);
  readonly attempt = 0;
  readonly previous = NONE;
  readonly tries: readonly NodeId[] = [];
  readonly sizeBytes = 0;
  readonly priority = 0;
  readonly ticket = NONE;

  get keyText(): string {
    return `key-${this.key}`;
  }

  tried(): boolean {
    return false;
  }
}

function viewOf(weights: readonly number[]): ClusterView {
  const count = weights.length;
  return {
    nowNs: 0,
    count,
    nodeCount: count,
    candidates: Int32Array.from({ length: count }, (_, id) => id),
    inFlight: new Int32Array(count),
    weight: Float64Array.from(weights),
    waiting: 0,
    membershipEpoch: 0,
    degraded: new Uint8Array(count),
    truth: null,
  };
}

const NODE = {
  group: "",
  zone: "",
  workers: 1,
  speed: 1,
  weight: 1,
  queueCapacity: Infinity,
  discipline: "fifo",
  overflow: "reject",
  durable: false,
} as const;

function contextOf(
  names: readonly string[],
  weights: readonly number[],
  parameters: Readonly<Record<string, ParameterValue>>,
  seed: number,
): BalancerContext {
  return {
    random: new Stream(seed, "desk"),
    parameters,
    nodeCount: names.length,
    nodeNames: names,
    nodeWorkers: names.map(() => 1),
    // A million bins need no configuration unless somebody reads it.
    get nodes() {
      return names.map((name, id) => nodeConfig({ ...NODE, name, weight: weights[id]! }));
    },
    gateway: 0,
    gatewayCount: 1,
    zone: "",
    gatewayZones: [""],
    retries: 0,
    startEpochMs: 0,
    shared: (_name, make) => make(),
    signals: { probe: () => {}, watchIdle: () => {}, resume: () => {}, after: () => {} },
  };
}
