/** How messages get from their producer to a node and back: the short way, or through the gateways' exchange. */
import type { MessageId } from "../traffic/message-table.ts";
import type { Producer } from "../traffic/producer.ts";

export interface Way {
  /** The producer has made the message, and does not know its gateway yet. */
  published(id: MessageId, producer: Producer): void;
  /** The message leaves its producer for its gateway. */
  setOff(id: MessageId, gateway: number): void;
  /** A node has served it, or a try of it. */
  served(id: MessageId): void;
  /** A try has failed at its node. */
  lost(id: MessageId, cause: number): void;
  /** The message gets neither a node nor a place in its gateway's queue. */
  refused(id: MessageId, cause: number): void;
  /** A try fails at its gateway, and its node never hears of it. */
  turnedAway(id: MessageId, cause: number): void;
}
