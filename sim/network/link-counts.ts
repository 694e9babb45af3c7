/** What went over the links of one kind, one way, as far as they do more than take time. */
import type { Ns } from "../core/time.ts";

export class LinkCounts {
  sent = 0;
  bytes = 0;
  lost = 0;
  /** Second copies, which are counted as sent, too. */
  duplicated = 0;
  /** Kept back by a clog. */
  held = 0;
  /** Summed over all that was sent: from sending until the wire was free for it. */
  wireWaitNs: Ns = 0;
  longestWireWaitNs: Ns = 0;

  waitedForWire(ns: Ns): void {
    this.wireWaitNs += ns;
    if (ns > this.longestWireWaitNs) this.longestWireWaitNs = ns;
  }
}
