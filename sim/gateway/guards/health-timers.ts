/** The timers of all gateways' health: each kind has one delay, and so a lane of its own. They name a gateway's process. */
import type { NodeId } from "../../balancers/contract.ts";
import * as Kind from "../../core/event-kinds.ts";
import type { EventLoop } from "../../core/event-loop.ts";
import type { GatewaysSpec } from "../../scenario.ts";
import { slowStartStepNs } from "./slow-start.ts";

/** Stands for the lane of something that a scenario does not have. */
const NO_LANE = -1;

export class HealthTimers {
  readonly #loop: EventLoop;
  readonly #due: number;
  readonly #timeOut: number;
  readonly #sweep: number;
  readonly #breaker: number;
  readonly #growth: number;

  constructor({ health, breaker }: GatewaysSpec, loop: EventLoop) {
    const lane = (delayNs: number | undefined, kind: number): number =>
      delayNs === undefined ? NO_LANE : loop.lane(delayNs, kind);
    this.#loop = loop;
    this.#timeOut = lane(health?.active?.timeoutNs, Kind.CHECK_TIMED_OUT);
    this.#due = lane(health?.active?.intervalNs, Kind.CHECK_DUE);
    this.#sweep = lane(health?.outliers?.intervalNs, Kind.OUTLIER_SWEEP);
    this.#breaker = lane(breaker?.openNs, Kind.BREAKER_WAITED);
    this.#growth = lane(health?.slowStart && slowStartStepNs(health.slowStart.windowNs), Kind.SLOW_START_STEP);
  }

  /** A probe goes out now: it times out, and the next one goes. One that may take the whole interval times out first. */
  checkLater(process: number, node: NodeId): void {
    this.#loop.arm(this.#timeOut, process, node);
    this.#loop.arm(this.#due, process, node);
  }

  sweepLater(process: number): void {
    this.#loop.arm(this.#sweep, process, 0);
  }

  breakerOpens(process: number, node: NodeId): void {
    this.#loop.arm(this.#breaker, process, node);
  }

  growLater(process: number, node: NodeId): void {
    this.#loop.arm(this.#growth, process, node);
  }
}
