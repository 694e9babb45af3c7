/** RabbitMQ's consistent-hash exchange: which of the bound queues gets a message. */
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
import { erlangJump } from "../../shared/hash/erlang-jump.ts";
import { KeyCache } from "../../shared/hash/key-cache.ts";
import { phash2 } from "../../shared/hash/phash2.ts";
import { utf8 } from "../../shared/hash/utf8.ts";
import { ABSENT, Bindings } from "./bindings.ts";

/** The most that a binding key may ask for. */
const MOST_BUCKETS = 10_000;

/** Nodes stand for queues, in the order in which they were bound; a node's weight is its binding key. */
export const rabbitmqConsistentHash: BalancerDefinition = defineBalancer(
  "rabbitmq-consistent-hash",
  {
    summary:
      "RabbitMQ's x-consistent-hash exchange: a jump hash of its own over buckets, as many per queue as its weight",
    how:
      "Every bound queue has as many buckets as its binding key says, in binding order. A message's routing key is hashed with " +
      "phash2, which seeds an exs1024 generator that draws the walk of a jump hash over the buckets. Unbinding a queue removes its " +
      "buckets and shifts the higher ones down.",
    source:
      "RabbitMQ 3.10, rabbit_exchange_type_consistent_hash.erl; OTP 25, rand.erl and erl_term_hashing.c. Recorded.",
    fails:
      "Only the last bucket goes without moving others: when an earlier queue is unbound most keys move, and when it is bound again " +
      "it comes last, so they move once more. Hashes only 21 bits of phash2. Messages without the hashed header all share a queue.",
    parameters: {
      hashOn: {
        type: "choice",
        choices: ["value", "header-before-4"],
        default: "value",
        help: "value: routing key, property, or a header from 4.0 on; header-before-4: hash-header in 3.x, the pair {longstr, Value}",
      },
      absent: ABSENT,
    },
  },
  (context) => new ConsistentHashExchange(context, context.parameters),
);

class ConsistentHashExchange implements Balancer {
  readonly #bindings: Bindings;
  /** By NodeId. */
  readonly #weights: readonly number[];
  #buckets: Int32Array = new Int32Array(0);
  readonly #queues: KeyCache<NodeId>;

  constructor(context: BalancerContext, { hashOn, absent }: { hashOn: string; absent: "unbind" | "refuse" }) {
    this.#bindings = new Bindings(context.nodeCount, absent);
    this.#weights = context.nodes.map(({ weight }) => bucketsOf(weight));
    this.#queues = new KeyCache((text) => {
      const value = utf8(text);
      const hash = phash2(hashOn === "value" ? value : { tuple: [{ atom: "longstr" }, value] });
      return this.#buckets[erlangJump(hash, this.#buckets.length)]!;
    });
  }

  pick(_view: ClusterView, message: MessageView): NodeId {
    if (this.#buckets.length === 0) return NONE;
    const queue = this.#queues.of(message);
    return this.#bindings.available.has(queue) ? queue : NONE;
  }

  onMembership(view: ClusterView): void {
    this.#bindings.refresh(view);
    const { bound } = this.#bindings;
    this.#buckets = new Int32Array(bound.reduce((sum, queue) => sum + this.#weights[queue]!, 0));
    let next = 0;
    for (const queue of bound) this.#buckets.fill(queue, next, (next += this.#weights[queue]!));
    this.#queues.clear();
  }
}

/** Binding keys are whole numbers of at least 1; a queue of weight 0 is not bound. */
function bucketsOf(weight: number): number {
  return weight > 0 ? Math.min(MOST_BUCKETS, Math.max(1, Math.round(weight))) : 0;
}
