/** HAProxy's balancers at a gateway without an engine, with the gateway's queue where a test wants one. */
import {
  findBalancer,
  LATER,
  NONE,
  REFUSE,
  type MessageView,
  type NodeConfig,
  type NodeId,
} from "../../../../sim/index.ts";
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

interface Waiting {
  readonly name: string;
  readonly message: Partial<MessageView>;
}

/** A gateway with a queue: who is resumed is asked for first, then the head, at every arrival and every end, as the engine does. */
export class Queue {
  readonly gateway: FakeGateway;
  /** Names in the order in which they were placed, each with its node: `m3>1`. */
  readonly placed: string[] = [];
  /** Names of those that were refused. */
  readonly refused: string[] = [];
  readonly #waiting: Waiting[] = [];
  /** By ticket. */
  readonly #aside: Map<number, Waiting> = new Map();
  #tickets = 0;

  constructor(gateway: FakeGateway) {
    this.gateway = gateway;
  }

  get length(): number {
    return this.#waiting.length + this.#aside.size;
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
    while (this.#askForResumed() || this.#askForHead());
    this.gateway.view.waiting = 0;
    return this;
  }

  #askForResumed(): boolean {
    const ticket = this.gateway.resumed.shift();
    if (ticket === undefined) return false;
    const waiting = this.#aside.get(ticket)!;
    this.#ask(waiting, ticket);
    return true;
  }

  #askForHead(): boolean {
    const [head] = this.#waiting;
    if (head === undefined || this.#ask(head, this.#tickets++) === NONE) return this.gateway.resumed.length > 0;
    this.#waiting.shift();
    return true;
  }

  #ask(waiting: Waiting, ticket: number): NodeId {
    const { name, message } = waiting;
    this.gateway.view.waiting = this.length;
    const node = this.gateway.ask({ ...message, ticket });
    this.#aside.delete(ticket);
    if (node === LATER) this.#aside.set(ticket, waiting);
    else if (node === REFUSE) this.refused.push(name);
    else if (node !== NONE) this.placed.push(`${name}>${node}`);
    return node;
  }
}
