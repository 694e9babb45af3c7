/** Who takes in every message of a run for a figure that results do not carry. */
import type { MessageRecord } from "../../sim/index.ts";

export interface Collector {
  add(record: Readonly<MessageRecord>): void;
  figures(): readonly number[];
}
