/** What copies of messages need around them: the gateway that sends them, and the rooms that they pass. */
import type { Cluster } from "../cluster/cluster.ts";
import type { EventLoop } from "../core/event-loop.ts";
import type { Recorder } from "../measure/recorder.ts";
import type { Links } from "../network/links.ts";
import type { MessageId, MessageTable } from "../traffic/message-table.ts";
import type { Attempts } from "./attempts.ts";

/** The gateway that sends copies, as far as they concern it. */
export interface CopyGateway {
  dispatch(message: MessageId): void;
  /** Whether the try goes to its node now. Else it waits at the gateway, which sends it on, or has been turned away. */
  lets(id: MessageId): boolean;
  /** The try's answer has come back, or the news of its loss; `cancelled`: the gateway gives it up. */
  settleTry(id: MessageId, outcome: "ok" | "failed" | "cancelled"): void;
}

export interface RedundancyParts {
  readonly messages: MessageTable;
  readonly loop: EventLoop;
  readonly cluster: Cluster;
  readonly recorder: Recorder;
  readonly attempts: Attempts;
  readonly links: Links;
  readonly gatewayOf: (id: MessageId) => CopyGateway;
  /** How often all copies are sent again after all have failed. */
  readonly retries: number;
  /** The gateway answers the producer. */
  readonly reply: (message: MessageId) => void;
}
