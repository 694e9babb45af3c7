/** What gateways did to protect themselves and nodes, as a result says it. */

/** All gateways together, from the warm-up's end to the end of the run. */
export interface GuardsResult {
  readonly nodes: readonly GuardedNodeResult[];
  /** Tries that a gateway refused or gave up, by which of its guards. */
  readonly refused: {
    /** Adaptive throttling. */
    readonly throttling: number;
    /** The adaptive limit of all tries. */
    readonly concurrency: number;
    /** No node was left but those whose circuit breaker was open. */
    readonly breaker: number;
    /** The node's limit was reached, and its queue at the gateway was full. */
    readonly queueFull: number;
    /** It waited there for too long. */
    readonly queueTimeout: number;
  };
  /** Tries that waited at a gateway for their node; null where none did. */
  readonly queue: { readonly waited: number; readonly meanSeconds: number | null; readonly maxSeconds: number | null };
  /** Of the time, on average over gateways, in which too few nodes were healthy and all were used. */
  readonly panicFraction: number;
  /** The adaptive limit over time and gateways; null where there is none. */
  readonly concurrencyLimit: { readonly least: number; readonly mean: number; readonly greatest: number } | null;
}

/** Summed over gateways. */
export interface GuardedNodeResult {
  readonly name: string;
  /** Active checks sent. */
  readonly probes: number;
  /** How often active checks took it out. */
  readonly healthDowns: number;
  readonly ejections: number;
  /** How often a circuit breaker opened. */
  readonly breakerOpenings: number;
}
