/** Whether a retry asks the algorithm again or stays with its server: `option redispatch`. */
import type { MessageView } from "../contract.ts";
import { ACTIVE, type Servers } from "./servers.ts";

export interface RedispatchRule {
  readonly option: boolean;
  /** Every Nth retry; below 0, counted from the last one; 0: none. */
  readonly interval: number;
  /** `retries`: how many there are at most. */
  readonly retries: number;
  readonly roundRobinKind: boolean;
}

/**
 * HAProxy 2.6, `stream_choose_redispatch`. Algorithms of the round-robin kind redispatch every retry while more than one active
 * server is usable. A retry in place waits there for the lesser of a second and `timeout connect`; here retries are at once.
 */
export function redispatches(rule: RedispatchRule, servers: Servers, { attempt, previous }: MessageView): boolean {
  if (!rule.option) return false;
  if (servers.isUp[previous] === 0) return true;
  if (rule.roundRobinKind && servers.up[ACTIVE] > 1) return true;
  if (rule.interval === 0) return false;
  const period = rule.interval > 0 ? rule.interval : rule.retries + 1 + rule.interval;
  return period > 0 && attempt % period === 0;
}
