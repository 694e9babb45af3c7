/**
 * One direction of a link between two ends, as whoever sends over it sees it. `null` stands for a path that takes no time
 * and loses nothing: the sender goes on at once, and nothing is counted.
 */
export interface Path {
  /**
   * Schedules the arrival at the other end as an event of `kind`. False: lost on the way, nothing will arrive.
   * `sizeBytes` is what it takes of the wire: a message's own size; 0 for answers, probes and cancellations.
   */
  travel(kind: number, a: number, b: number, sizeBytes: number): boolean;
  /** Whether what is sent now is sent a second time; the sender lets the second copy `travel` by itself. */
  duplicates(): boolean;
}
