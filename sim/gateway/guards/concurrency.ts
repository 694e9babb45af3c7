/** How many tries a gateway has out altogether, held below a limit that is found by itself. */
import type { TryOutcome } from "../../balancers/contract.ts";
import type { Ns } from "../../core/time.ts";
import type { ConcurrencySpec } from "../../scenario.ts";
import type { MessageId } from "../../traffic/message-table.ts";
import { AimdLimit } from "./aimd-limit.ts";
import { GradientLimit } from "./gradient-limit.ts";
import type { RowCells } from "./row-cells.ts";

/** The rule that finds the limit, a whole number. */
interface LimitRule {
  readonly limit: number;
  /** A try has ended that began as the `out`-th of those that were out at once. */
  sample(latencyNs: Ns, out: number, outcome: TryOutcome): void;
}

export class Concurrency {
  readonly #rule: LimitRule;
  /** By try: how many were out when it began, itself among them. */
  readonly #outAtStart: RowCells;
  out = 0;

  /** `outAtStart` may be shared by gateways, whose tries have rows of their own. */
  constructor(spec: ConcurrencySpec, outAtStart: RowCells) {
    this.#rule = spec.kind === "aimd" ? new AimdLimit(spec) : new GradientLimit(spec);
    this.#outAtStart = outAtStart;
  }

  get limit(): number {
    return this.#rule.limit;
  }

  /** Whether one more try may go out. */
  get hasRoom(): boolean {
    return this.out < this.#rule.limit;
  }

  begin(id: MessageId): void {
    this.#outAtStart.set(id, ++this.out);
  }

  /** The try has ended, and says something of how long tries take. */
  end(id: MessageId, latencyNs: Ns, outcome: TryOutcome): void {
    this.out--;
    this.#rule.sample(latencyNs, this.#outAtStart.get(id), outcome);
  }

  /** The try has ended and says nothing: it was cancelled, or never sent. */
  ignore(): void {
    this.out--;
  }
}
