/**
 * Plays RabbitMQ's recordings: what an exchange does with keys. What queues do with consumers, overflow and leaders is recorded
 * too; that is not the choice of a queue, and waits for the message cluster.
 */
import { findBalancer, NONE, type ParameterValue } from "../../../../sim/index.ts";
import { FakeGateway } from "../../fake-gateway.ts";
import type { Played, Player, Recording } from "../recording.ts";
import { queueBehaviour } from "./rabbitmq-queues.ts";

interface Binding {
  readonly queue: string;
  /** The binding's own; for a consistent-hash exchange the weight. */
  readonly routingKey: string;
}

const EXCHANGES: Readonly<Record<string, string>> = {
  "x-consistent-hash": "rabbitmq-consistent-hash",
  "x-modulus-hash": "rabbitmq-modulus-hash",
};

export const rabbitmq: Player = {
  play(recording): Played {
    if (recording.byKey === undefined) throw new Error(`${recording.file}: nothing is routed by key`);
    const queues = bindingsOf(recording);
    const gateway = gatewayOf(recording, queues);
    const unbound = (recording["thenUnbound"] as readonly string[] | undefined) ?? [];
    for (const [node, { queue }] of queues.entries()) if (unbound.includes(queue)) gateway.leave(node);
    const actual = recording.byKey.map(([keyText]) => {
      const node = gateway.pick({ key: 0, keyText });
      gateway.settle();
      return [keyText, node === NONE ? null : queues[node]!.queue];
    });
    return { expected: recording.byKey, actual };
  },
  behaviour(recording) {
    if (recording.byKey !== undefined) return null;
    return (
      queueBehaviour(recording) ??
      "consumers, overflow and leaders of queues are no choice of a queue: for the message cluster"
    );
  },
};

/** In the order of binding; a second binding of a queue is ignored by the consistent hash (since 3.10.6), and counts in the modulus. */
function bindingsOf(recording: Recording): readonly Binding[] {
  const bindings = recording["bindingsInOrder"] as readonly Binding[];
  if (recording["exchangeType"] === "x-modulus-hash") return bindings;
  return bindings.filter(({ queue }, place) => bindings.findIndex((other) => other.queue === queue) === place);
}

function gatewayOf(recording: Recording, queues: readonly Binding[]): FakeGateway {
  const type = recording["exchangeType"] as string;
  const definition = findBalancer(EXCHANGES[type] ?? "");
  if (definition === undefined) throw new Error(`${recording.file}: exchange type ${type} is not known`);
  return new FakeGateway(definition, {
    nodes: queues.length,
    weights: queues.map(({ routingKey }) => Number(routingKey)),
    servers: queues.map(({ queue, routingKey }) => ({ name: queue, metadata: { bindingKey: routingKey } })),
    parameters: type === "x-consistent-hash" ? { hashOn: hashOnOf(recording) } : {},
  });
}

/** Up to 3.x a header's value is hashed together with its type. */
function hashOnOf(recording: Recording): ParameterValue {
  const { "hash-header": header } = recording["exchangeArguments"] as Readonly<Record<string, unknown>>;
  const major = Number(/(\d+)\.\d+/.exec(recording.version ?? "")?.[1]);
  return header !== undefined && major < 4 ? "header-before-4" : "value";
}
