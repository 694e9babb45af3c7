/** HAProxy's balancers at a gateway without an engine, with the gateway's queue where a test wants one. */
import { findBalancer, NONE, type MessageView, type NodeConfig, type NodeId } from "../../../../sim/index.ts";
import { FakeGateway, type FakeOptions } from "../../../conformance/fake-gateway.ts";

export const SECOND = 1e9;

export function gatewayOf(
  name: string,
  servers: readonly Partial<NodeConfig>[],
  options: Partial<FakeOptions> = {},
): FakeGateway {
  const weights = servers.map((server) => server.weight ?? 1);
  return new FakeGateway(findBalancer(name)!, { nodes: servers.length, weights, servers, ...options });
}

export const weighted = (...weights: readonly number[]): Partial<NodeConfig>[] => weights.map((weight) => ({ weight }));

/** Another try of a message whose earlier ones went there. */
export function again(gateway: FakeGateway, ...tries: readonly NodeId[]): NodeId {
  return gateway.pick({ attempt: tries.length, previous: tries.at(-1)!, tries, tried: (node) => tries.includes(node) });
}

/** A gateway's queue: who stands at its head is asked for at every arrival and every end, as the engine does. */
export class Queue {
  readonly gateway: FakeGateway;
  /** Names in the order in which they were placed, each with its node: `m3>1`. */
  readonly placed: string[] = [];
  readonly #waiting: { readonly name: string; readonly message: Partial<MessageView> }[] = [];

  constructor(gateway: FakeGateway) {
    this.gateway = gateway;
  }

  get length(): number {
    return this.#waiting.length;
  }

  arrive(name: string, message: Partial<MessageView> = {}): this {
    this.#waiting.push({ name, message });
    return this.drain();
  }

  /** The message in flight at this place ends. */
  end(place = 0): this {
    this.gateway.settle(1e6, true, place);
    return this.drain();
  }

  drain(): this {
    while (this.#waiting.length > 0) {
      this.gateway.view.waiting = this.#waiting.length;
      const node = this.gateway.pick(this.#waiting[0]!.message);
      if (node === NONE) break;
      this.placed.push(`${this.#waiting.shift()!.name}>${node}`);
    }
    this.gateway.view.waiting = 0;
    return this;
  }
}
