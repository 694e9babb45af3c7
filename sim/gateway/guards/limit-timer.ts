/** How long tries wait for their nodes at most. */
import { LIMIT_WAITED } from "../../core/event-kinds.ts";
import type { EventLoop } from "../../core/event-loop.ts";
import { NEVER, type Ns } from "../../core/time.ts";
import type { MessageId } from "../../traffic/message-table.ts";

export class LimitTimer {
  readonly #loop: EventLoop;
  /** Null: they wait for as long as it takes. */
  readonly #lane: number | null;

  constructor(queueTimeoutNs: Ns, loop: EventLoop) {
    this.#loop = loop;
    this.#lane = queueTimeoutNs === NEVER ? null : loop.lane(queueTimeoutNs, LIMIT_WAITED);
  }

  start(id: MessageId, ticket: number): void {
    if (this.#lane !== null) this.#loop.arm(this.#lane, id, ticket);
  }
}
