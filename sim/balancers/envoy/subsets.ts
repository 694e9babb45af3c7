/** `lb_subset_config` with one selector, the metadata key `shard`: which hosts a message may go to. */
import type { MessageView, NodeConfig, NodeId } from "../contract.ts";
import { groupedBy } from "../shared/grouped.ts";
import { KeyCache } from "../shared/hash/key-cache.ts";
import { utf8 } from "../shared/hash/utf8.ts";
import { xxh64 } from "../shared/hash/xxh64.ts";

/** What happens to a message that asks for a shard that nobody has: `fallback_policy`. */
export const SUBSET_FALLBACKS = ["no-fallback", "any-endpoint", "default-subset"] as const;
export type SubsetFallback = (typeof SUBSET_FALLBACKS)[number];

const SHARD = "shard";
const DEFAULT = "default";

/** Says whose hosts a message may go to; `T` is what is kept for each subset. */
export class Subsets<T> {
  readonly #byShard: ReadonlyMap<string, T>;
  readonly #fallback: T | null;
  readonly #shards: KeyCache<string> | null;

  /** `shards` 0: no subsets, everybody may go anywhere. `make` is called once for each subset that can be asked for. */
  constructor(
    hosts: readonly NodeId[],
    nodes: readonly NodeConfig[],
    options: { readonly shards: number; readonly fallback: SubsetFallback },
    make: (hosts: readonly NodeId[], name: string) => T,
  ) {
    const labelled = hosts.filter((host) => nodes[host]!.metadata[SHARD] !== undefined);
    const members = groupedBy(options.shards === 0 ? [] : labelled, (host) => nodes[host]!.metadata[SHARD]!);
    this.#byShard = new Map([...members].map(([shard, some]) => [shard, make(some, shard)]));
    const everybody = options.shards === 0 || options.fallback === "any-endpoint";
    const byDefault = options.fallback === "default-subset" ? this.#byShard.get(DEFAULT) : undefined;
    this.#fallback = everybody ? make(hosts, "") : (byDefault ?? null);
    this.#shards =
      options.shards === 0 ? null : new KeyCache((text) => String(xxh64(utf8(text)).modulo(options.shards)));
  }

  /** Every subset. */
  get all(): readonly T[] {
    return [...new Set([...this.#byShard.values(), ...(this.#fallback === null ? [] : [this.#fallback])])];
  }

  /** The subset of a message; null where it may go nowhere. */
  of(message: MessageView): T | null {
    if (this.#shards === null) return this.#fallback;
    return this.#byShard.get(this.#shards.of(message)) ?? this.#fallback;
  }
}
