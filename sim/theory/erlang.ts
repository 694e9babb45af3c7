/** Erlang's loss and delay formulas. A. K. Erlang 1917; the recursion is the one of every teletraffic handbook. */
import { requireCount, requirePositive, requireStable } from "./domain.ts";

/**
 * Erlang B: the fraction of calls blocked when `offered` erlangs meet `servers` servers without waiting places
 * (M/G/m/m: it holds for any service distribution of the same mean). Any positive load; stable for thousands of servers.
 */
export function erlangB(servers: number, offered: number): number {
  requireCount("servers", servers, 0);
  requirePositive("offered", offered);
  let blocking = 1;
  for (let m = 1; m <= servers; m++) blocking = (offered * blocking) / (m + offered * blocking);
  return blocking;
}

/**
 * Erlang C: the probability that an arrival at M/M/m with unlimited waiting places has to wait.
 * Throws an UnstableError where offered >= servers.
 */
export function erlangC(servers: number, offered: number): number {
  requireCount("servers", servers);
  requireStable("Erlang C", offered / servers);
  const blocking = erlangB(servers, offered);
  return blocking / (1 - (offered / servers) * (1 - blocking));
}
