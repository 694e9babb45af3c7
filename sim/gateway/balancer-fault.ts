/** A balancer that broke its contract, or threw. `message` names it and the simulated time. */
export class BalancerFault extends Error {
  override readonly name = "BalancerFault";
  readonly atSeconds: number;

  constructor(what: string, atSeconds: number, options?: { cause: unknown }) {
    super(`${what} (at ${atSeconds} s of simulated time)`);
    this.atSeconds = atSeconds;
    if (options !== undefined) this.cause = options.cause;
  }
  declare cause?: unknown;
}

/** What a balancer threw, or what was wrong with its answer, as a fault of the balancer. */
export function faultOf(reason: unknown, atSeconds: number): BalancerFault {
  if (!(reason instanceof Error)) return new BalancerFault(String(reason), atSeconds);
  return new BalancerFault(`threw ${reason.name}: ${reason.message}`, atSeconds, { cause: reason });
}
