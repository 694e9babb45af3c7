/** What Envoy's ring and Maglev have in common (thread_aware_lb_impl.cc): the message's hash, the level it chooses, the bound. */
import type { Random } from "../../core/random.ts";
import {
  NONE,
  type BalancerContext,
  type ClusterView,
  type MessageView,
  type NodeId,
  type ParameterDeclaration,
  type ParameterValues,
} from "../contract.ts";
import { KeyCache } from "../shared/hash/key-cache.ts";
import { utf8 } from "../shared/hash/utf8.ts";
import { Word64 } from "../shared/hash/word64.ts";
import { xxh64 } from "../shared/hash/xxh64.ts";
import { EnvoyBalancer } from "./balancer.ts";
import { BoundedLoad } from "./bounded-load.ts";
import type { HostPolicy, HostSource, PolicyFamily } from "./host-policy.ts";
import type { PipelineParameters } from "./parameters.ts";
import { hostShares, type HostShare } from "./shares.ts";

type BalanceDeclarations = {
  readonly hashBalanceFactor: Extract<ParameterDeclaration, { readonly default: number }>;
};

export const BALANCE_PARAMETERS: BalanceDeclarations = {
  hashBalanceFactor: {
    type: "integer",
    min: 0,
    max: 10_000,
    default: 0,
    help: "hash_balance_factor: the most that a host may have in percent of the average, 100 and more; 0: no bound",
  },
};

/** Finds the host of a hash in a table; `attempt`: how often it was turned down. */
export type TableLookup = (hash: Word64, attempt: number) => NodeId;
/** Makes the table of some hosts, at least one. */
export type TableMaker = (shares: readonly HostShare[]) => TableLookup;

/** A balancer over tables of this kind. */
export function hashingBalancer(
  context: BalancerContext,
  parameters: PipelineParameters & ParameterValues<BalanceDeclarations>,
  table: TableMaker,
): EnvoyBalancer {
  const family = new HashingFamily(context, parameters.localityWeighted, parameters.hashBalanceFactor, table);
  return new EnvoyBalancer(context, parameters, { localityTurns: false, zoneRouting: null, seed: 0 }, family);
}

class HashingFamily implements PolicyFamily {
  readonly knowsDegraded = false;
  /** This gateway's messages in flight, all of them. */
  active = 0;
  readonly #context: BalancerContext;
  readonly #localityWeighted: boolean;
  readonly #factor: number;
  readonly #table: TableMaker;
  readonly #random: Random;
  readonly #hashes = new KeyCache((text) => xxh64(utf8(text)));
  readonly #drawn = new Word64();
  #hash = this.#drawn;
  #inFlight = new Int32Array();

  constructor(context: BalancerContext, localityWeighted: boolean, factor: number, table: TableMaker) {
    this.#context = context;
    this.#localityWeighted = localityWeighted;
    this.#factor = factor;
    this.#table = table;
    this.#random = context.random;
  }

  get inFlight(): Int32Array {
    return this.#inFlight;
  }

  /** Messages without a key get a random hash. The hash decides over the level too. */
  draw(message: MessageView, attempt: number): number {
    if (attempt === 0) {
      const keyless = message.keyText === "";
      this.#hash = keyless ? this.#drawn.set(this.#random.u32(), this.#random.u32()) : this.#hashes.of(message);
    }
    return this.#hash.modulo(100);
  }

  refresh(view: ClusterView): void {
    this.#inFlight = view.inFlight as Int32Array<ArrayBuffer>;
  }

  make({ hosts }: HostSource): HostPolicy {
    const shares = hostShares(hosts, this.#context.nodes, this.#localityWeighted);
    if (shares.length === 0) return { choose: () => NONE };
    const find = this.#table(shares);
    const bound = new BoundedLoad(this.#factor, shares);
    return { choose: (attempt) => bound.choose(find(this.#hash, attempt), this.#hash.low, this) };
  }

  picked(): void {
    this.active++;
  }

  settled(): void {
    this.active--;
  }
}
