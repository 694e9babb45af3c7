/** Redis Cluster: which master has a key. */
import {
  NONE,
  type Balancer,
  type BalancerDefinition,
  type ClusterView,
  type MessageView,
  type NodeId,
} from "../contract.ts";
import { defineBalancer } from "../define.ts";
import { REDIS_SLOTS, redisSlot } from "../shared/hash/crc16.ts";
import { utf8 } from "../shared/hash/utf8.ts";
import { KeyedPartitions } from "./keyed-partitions.ts";

/** Nodes stand for masters, each of which has an even range of the slots. */
export const redisSlots: BalancerDefinition = defineBalancer(
  "redis-slots",
  {
    summary: "Redis Cluster: CRC16 of the key, or of its {tag}, names one of 16,384 slots, and the slot a master",
    how:
      "Takes the text between the key's first braces, if there is any, or else the whole key; its CRC16 modulo 16384 is the slot. " +
      "The masters have even ranges of slots, as redis-cli --cluster create deals them out. Redis then refuses everything while " +
      "any slot is without a master, unless cluster-require-full-coverage is no.",
    source: "Redis 7.0, keyHashSlot in cluster.c and clusterManagerCommandCreate in redis-cli.c. Slots recorded.",
    fails:
      "One tag for everything puts everything into one slot. One master that is away stops the whole cluster, by default. Failover " +
      "to replicas is not part of the choice: a master counts as there again when its replica has taken over.",
    parameters: {
      requireFullCoverage: {
        type: "boolean",
        default: true,
        help: "cluster-require-full-coverage: refuse every key while any master is away; off: only the absent master's",
      },
    },
  },
  ({ nodeCount, parameters }) => new RedisCluster(nodeCount, parameters.requireFullCoverage),
);

/** By slot, its master: even ranges, as `redis-cli --cluster create` deals them out. */
export function evenSlots(masters: number): Int32Array {
  const owners = new Int32Array(REDIS_SLOTS);
  const perMaster = REDIS_SLOTS / masters;
  let first = 0;
  for (let master = 0; master < masters && first < REDIS_SLOTS; master++) {
    const rounded = Math.floor((master + 1) * perMaster - 1 + 0.5);
    const last = master === masters - 1 ? REDIS_SLOTS - 1 : Math.max(first, rounded);
    owners.fill(master, first, last + 1);
    first = last + 1;
  }
  return owners;
}

class RedisCluster implements Balancer {
  readonly #requireFullCoverage: boolean;
  readonly #masters: KeyedPartitions;

  constructor(nodeCount: number, requireFullCoverage: boolean) {
    const owners = evenSlots(Math.max(1, nodeCount));
    this.#requireFullCoverage = requireFullCoverage;
    this.#masters = new KeyedPartitions(nodeCount, (text) => owners[redisSlot(utf8(text))]!);
  }

  pick(view: ClusterView, message: MessageView): NodeId {
    if (this.#requireFullCoverage && view.count < view.nodeCount) return NONE;
    return this.#masters.pick(view, message);
  }

  onMembership(view: ClusterView): void {
    this.#masters.onMembership(view);
  }
}
