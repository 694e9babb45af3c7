/** RabbitMQ's modulus-hash exchange, that of its sharding plugin. */
import {
  NONE,
  type Balancer,
  type BalancerContext,
  type BalancerDefinition,
  type ClusterView,
  type MessageView,
  type NodeId,
} from "../../contract.ts";
import { defineBalancer } from "../../define.ts";
import { KeyCache } from "../../shared/hash/key-cache.ts";
import { phash2 } from "../../shared/hash/phash2.ts";
import { utf8 } from "../../shared/hash/utf8.ts";
import { ABSENT, Bindings } from "./bindings.ts";

/** Nodes stand for queues. */
export const rabbitmqModulusHash: BalancerDefinition = defineBalancer(
  "rabbitmq-modulus-hash",
  {
    summary:
      "RabbitMQ's x-modulus-hash exchange: the routing key's hash modulo the bound queues, in the order of their names",
    how:
      "Hashes the list of the message's one routing key with phash2, and takes the queue at the remainder, counted in the order of " +
      "the binding keys as texts (a server's metadata bindingKey; shards all have the same one), then of the queues' names.",
    source:
      "RabbitMQ, rabbit_sharding_exchange_type_modulus_hash.erl. Version 3.10 takes the router's order, which is that of its table " +
      "of routes: by key, then by name. Since 2026 the destinations are sorted.",
    fails: "A queue more or less moves nearly all keys. Ignores weights. A hot key's queue gets it all.",
    parameters: { absent: ABSENT },
  },
  (context) => new ModulusHashExchange(context, context.parameters.absent),
);

class ModulusHashExchange implements Balancer {
  readonly #bindings: Bindings;
  /** By NodeId: what the table of routes is in the order of. */
  readonly #routes: readonly string[];
  readonly #hashes: KeyCache<number> = new KeyCache((text) => phash2({ list: [utf8(text)] }));
  #destinations: readonly NodeId[] = [];

  constructor({ nodes }: BalancerContext, absent: "unbind" | "refuse") {
    this.#bindings = new Bindings(nodes.length, absent);
    this.#routes = nodes.map(({ name, metadata }) => `${metadata["bindingKey"] ?? ""}\0${name}`);
  }

  pick(_view: ClusterView, message: MessageView): NodeId {
    if (this.#destinations.length === 0) return NONE;
    const queue = this.#destinations[this.#hashes.of(message) % this.#destinations.length]!;
    return this.#bindings.available.has(queue) ? queue : NONE;
  }

  onMembership(view: ClusterView): void {
    this.#bindings.refresh(view);
    this.#destinations = [...this.#bindings.bound].sort((a, b) => (this.#routes[a]! < this.#routes[b]! ? -1 : 1));
  }
}
