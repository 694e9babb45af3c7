/** What a node's workers are who have more messages begun than they are many: they share them, or lay some down for others. */
import type { MessageId } from "../traffic/message-table.ts";

/** Told of a message that a worker serves for the first time. */
export type OnBegun = (id: MessageId) => void;
export type OnTaken = (id: MessageId, workedNs: number) => void;

export interface SharedWorkers {
  /** Messages at the node. */
  readonly length: number;
  /** Brings what is served to now. Call before every change. */
  advance(nowNs: number): void;
  add(id: MessageId, workNs: number, priority: number): void;
  /** Work that one worker does per unit of time. */
  setSpeed(speed: number): void;
  /** Nanoseconds until the next message is done, were nothing else to come; rounded, so that it is done then. */
  untilNextNs(): number;
  /** Takes the message that is done first. */
  take(): MessageId;
  /** Takes a message that is not done; returns how long a worker has served it. */
  remove(id: MessageId): number;
  /** Takes all, in the order in which they came; says how long a worker has served each. */
  clear(onTaken: OnTaken): void;
}
