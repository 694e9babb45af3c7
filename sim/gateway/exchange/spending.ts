/** What each gateway learns from its tries, and what it may spend on more of them: retry policy, budget and hedging. */
import type { Ns } from "../../core/time.ts";
import { WHOLE, type MessageId } from "../../traffic/message-table.ts";
import { Hedging } from "./hedging.ts";
import type { ExchangeParts, TryEnd } from "./parts.ts";
import { RetryPolicy } from "./retry-policy.ts";
import { RETRY } from "./cells.ts";

/** Of the gateway of a message or try. */
export type Spending = (id: MessageId) => GatewaySpending;

export function spendingOf(parts: ExchangeParts): Spending {
  const { gateways, messages } = parts;
  const all = Array.from({ length: gateways.count }, (_, gateway) => new GatewaySpending(parts, gateway));
  return (id) => all[messages.whole[id | WHOLE.GATEWAY]!]!;
}

export class GatewaySpending {
  readonly policy: RetryPolicy;
  readonly hedging: Hedging | null;
  readonly #loop: ExchangeParts["loop"];
  /** By row: what the message's last retry waited. */
  readonly #lastNs: Map<MessageId, Ns> = new Map();
  readonly #remembers: boolean;
  #inFlight = 0;
  /** Retries out, and retries due. */
  #retries = 0;
  #due = 0;

  constructor({ gateways, loop, stream }: ExchangeParts, gateway: number) {
    this.policy = new RetryPolicy(gateways, () => stream(`gateway/${gateway}/backoff`));
    this.hedging = gateways.hedging === undefined ? null : new Hedging(gateways.hedging);
    this.#loop = loop;
    const backoff = gateways.retries?.backoff;
    this.#remembers = backoff?.kind === "exponential" && backoff.jitter === "decorrelated";
  }

  /** A message has come to the gateway. */
  published(nowNs: Ns): void {
    this.policy.budget?.published(nowNs);
    this.hedging?.published();
  }

  /** So many tries of the origin are sent. */
  sent(origin: number, count: number): void {
    this.#inFlight += count;
    if (origin !== RETRY) return;
    this.#retries += count;
    this.#due--;
  }

  /** A retry that was due is not sent after all. */
  dropped(): void {
    this.#due--;
  }

  ended(origin: number, end: TryEnd, latencyNs: Ns): void {
    this.#inFlight--;
    if (origin === RETRY) this.#retries--;
    if (end === "ok") this.hedging?.answered(latencyNs);
    if (end !== "cancelled") this.policy.budget?.ended(end === "ok");
  }

  /** Whether the budget, if there is one, has room for a retry, which then is as good as out. */
  take(): boolean {
    const { budget } = this.policy;
    if (budget !== null && !budget.take(this.#loop.nowNs, this.#inFlight, this.#retries + this.#due)) return false;
    this.#due++;
    return true;
  }

  /** How long the message's retry number `retry`, from 0, waits. */
  delayNs(message: MessageId, retry: number): Ns {
    const lastNs = retry === 0 ? 0 : (this.#lastNs.get(message) ?? 0);
    const delayNs = this.policy.delayNs(retry, lastNs);
    if (this.#remembers) this.#lastNs.set(message, delayNs);
    return delayNs;
  }
}
