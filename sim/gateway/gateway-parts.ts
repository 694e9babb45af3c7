/** What all gateways of a run have in common. */
import type { NodeId, WithoutNode } from "../balancers/contract.ts";
import type { EventLoop } from "../core/event-loop.ts";
import type { ProducerSpec } from "../scenario.ts";
import type { MessageId, MessageTable } from "../traffic/message-table.ts";
import type { NodeLists } from "./node-lists.ts";
import type { Exchange } from "./exchange/exchange.ts";
import type { Membership } from "./membership.ts";

/** Where a gateway sends messages. */
export interface Destination {
  offer(node: NodeId, id: MessageId): void;
}

export interface GatewayParts {
  readonly membership: Membership;
  readonly queueCapacity: number;
  /** What becomes of a message that no node is there for. */
  readonly withoutNode: WithoutNode;
  readonly traffic: readonly ProducerSpec[];
  readonly loop: EventLoop;
  readonly messages: MessageTable;
  readonly attempts: NodeLists;
  readonly nodes: Destination;
  /** Sends several tries of a message; null where each goes to one node at a time. */
  readonly exchange: Exchange | null;
  /** The message gets neither a node nor a place in the gateway's queue, for this cause. */
  readonly refuse: (id: MessageId, cause: number) => void;
  /** A try fails at its gateway, for this cause: the node that was picked for it never hears of it. */
  readonly turnAway: (id: MessageId, cause: number) => void;
}
