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
