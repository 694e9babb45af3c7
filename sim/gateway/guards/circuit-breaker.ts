/**
 * A circuit breaker for one node, as resilience4j has it with a count-based window: closed until too many of the last calls
 * have failed, open for a time, then half-open, where some calls are let through and judged like the window was.
 */
import type { BreakerSpec } from "../../scenario.ts";

export class CircuitBreaker {
  state: "closed" | "open" | "half-open" = "closed";
  readonly #spec: BreakerSpec;
  /** The last outcomes, around and around; 1: failure. */
  readonly #outcomes: Uint8Array;
  #recorded = 0;
  #failures = 0;
  /** Half-open: calls that may still go, and outcomes that are in. */
  #permits = 0;

  constructor(spec: BreakerSpec) {
    this.#spec = spec;
    this.#outcomes = new Uint8Array(spec.window);
  }

  /** Whether a call may go to the node. */
  get lets(): boolean {
    return this.state === "closed" || (this.state === "half-open" && this.#permits > 0);
  }

  /** A call goes. */
  begin(): void {
    if (this.state === "half-open") this.#permits--;
  }

  /** A call that had begun came to no end that says anything of the node: it was cancelled, or never sent. */
  release(): void {
    if (this.state === "half-open") this.#permits++;
  }

  /** A call has ended. Returns whether that opened the breaker. Who ends while it is open says nothing new. */
  record(ok: boolean): boolean {
    if (this.state === "open") return false;
    if (this.state === "half-open") return this.#judgeHalfOpen(ok);
    const { window, minimumCalls, failureFraction } = this.#spec;
    const place = this.#recorded % window;
    if (this.#recorded >= window) this.#failures -= this.#outcomes[place]!;
    this.#outcomes[place] = ok ? 0 : 1;
    this.#failures += ok ? 0 : 1;
    const calls = Math.min(++this.#recorded, window);
    if (calls < Math.min(minimumCalls, window) || this.#failures < failureFraction * calls) return false;
    return this.#open();
  }

  /** The time that it stays open is over. */
  halfOpen(): void {
    this.state = "half-open";
    this.#clear();
    this.#permits = this.#spec.halfOpenCalls;
  }

  #judgeHalfOpen(ok: boolean): boolean {
    this.#failures += ok ? 0 : 1;
    if (++this.#recorded < this.#spec.halfOpenCalls) return false;
    if (this.#failures >= this.#spec.failureFraction * this.#recorded) return this.#open();
    this.state = "closed";
    this.#clear();
    return false;
  }

  #open(): boolean {
    this.state = "open";
    this.#clear();
    return true;
  }

  #clear(): void {
    this.#recorded = 0;
    this.#failures = 0;
  }
}
