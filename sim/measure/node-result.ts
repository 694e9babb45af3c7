/** What a result says of one node. */

export interface NodeResult {
  readonly name: string;
  readonly zone: string;
  /** null: unlimited. */
  readonly workers: number | null;
  readonly speed: number;
  readonly weight: number;
  /** Busy workers / workers, averaged over measured time (a node that is down or stands still is not busy); 0 where they are unlimited. */
  readonly utilisation: number;
  /** Messages that reached the node in measured time, refused ones among them. */
  readonly arrivals: number;
  readonly completed: number;
  /** Time average of messages at the node, the one in service among them. */
  readonly meanQueue: number;
  readonly maxQueue: number;
  /** Of measured time, how much it served: neither down nor paused, nor replaying what it kept over a crash. */
  readonly upFraction: number;
  /** Messages that it turned away to protect itself: by controlled delay, or for want of a token. */
  readonly shed: number;
  /** Messages that it dropped since their deadline had passed. */
  readonly expired: number;
  /** Messages that it answered with an error. */
  readonly errors: number;
  /** Of the confirmed messages that this node served; null where it served none. */
  readonly meanResponseTime: number | null;
}
