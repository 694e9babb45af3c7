/** What the pieces of the exchange work with. */
import type { Cluster } from "../../cluster/cluster.ts";
import type { EventLoop } from "../../core/event-loop.ts";
import type { Random } from "../../core/random.ts";
import type { Recorder } from "../../measure/recorder.ts";
import type { Links } from "../../network/links.ts";
import type { GatewaysSpec, ProducerSpec } from "../../scenario.ts";
import type { MessageId, MessageTable } from "../../traffic/message-table.ts";
import type { NodeLists } from "../node-lists.ts";
import type { LifeObserver } from "./observer.ts";

/** How a gateway sees the end of a try. */
export type TryEnd = "ok" | "failed" | "timeout" | "cancelled";

/** The gateway that sends tries, as far as they concern it. */
export interface TryGateway {
  dispatch(message: MessageId): void;
  /** Sends one more try while others are out. False: there is no node for it. */
  sendOneMore(message: MessageId, origin: number): boolean;
  /** A message that may wait here for a node waits no longer. */
  withdraw(message: MessageId): void;
  /** `answer`: the try itself, or the second copy of it whose answer says how it ended. */
  settleTry(id: MessageId, end: TryEnd, answer: MessageId): void;
  /** Whether the try goes to its node now. Else it waits at the gateway, which sends it on, or has been turned away. */
  lets(id: MessageId): boolean;
}

export interface ExchangeParts {
  readonly gateways: GatewaysSpec;
  readonly traffic: readonly ProducerSpec[];
  readonly messages: MessageTable;
  readonly loop: EventLoop;
  readonly cluster: Cluster;
  readonly recorder: Recorder;
  readonly attempts: NodeLists;
  readonly links: Links;
  readonly stream: (name: string) => Random;
  readonly gatewayOf: (id: MessageId) => TryGateway;
  /** The producer knows what became of the message, or waits no longer; `hears`: it can go on now. */
  readonly onTold: (message: MessageId, hears: boolean, told: number) => void;
  /** A message of which its producer was told before has its fate now. */
  readonly onLateFate: () => void;
  /** Null where nobody follows single lives. */
  readonly observer: LifeObserver | null;
}
