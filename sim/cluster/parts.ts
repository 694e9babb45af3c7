/** What the pieces of the cluster have in common. */
import type { EventLoop } from "../core/event-loop.ts";
import type { NodeSpec } from "../scenario.ts";
import type { MessageId, MessageTable } from "../traffic/message-table.ts";
import type { NodeTable } from "./node-table.ts";
import type { WaitingQueues } from "./queues.ts";
import type { Services } from "./services.ts";
import type { SharedNodes } from "./shared-nodes.ts";
import type { ClusterWatch } from "./watch.ts";

export interface ClusterParts {
  readonly specs: readonly NodeSpec[];
  readonly nodes: NodeTable;
  readonly watch: ClusterWatch | null;
  readonly queues: WaitingQueues;
  readonly services: Services;
  readonly shared: SharedNodes;
  readonly loop: EventLoop;
  readonly messages: MessageTable;
}

/** What a piece asks the cluster to do. */
export interface ClusterMoves {
  /** The message will not be served by its node: the gateway hears of it. */
  lost(id: MessageId, cause: number): void;
  /** The message leaves the node unserved; the node counts it no longer. */
  gone(node: number, id: MessageId): void;
  /** The message comes in, to wait or to be served at once. */
  admit(node: number, id: MessageId, waits: boolean): void;
  /** A worker that serves one message at a time is done, and goes on with the next one or rests. */
  goOn(node: number): void;
  /** A worker takes this message. */
  start(node: number, id: MessageId): void;
  /** A worker takes what waits first, if anything does. */
  startNext(node: number): void;
  /** All messages at the node are served at once, and this one joins them. */
  share(node: number, id: MessageId): void;
  /** A worker has begun to serve the message. */
  begun(id: MessageId): void;
  /** The node has gone down. Returns what it had promised to answer with errors, and forgets all that it holds unless that is kept. */
  fallen(node: number, keeps: boolean): readonly MessageId[];
  /** The node serves again. */
  woken(node: number): void;
}
