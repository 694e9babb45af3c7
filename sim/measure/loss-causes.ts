/** Why messages are lost. The place of a cause in the list is its number. */
export type LossCause =
  | "rejected"
  | "dropped"
  | "refused"
  | "node-down"
  | "node-crash"
  | "network"
  | "error"
  | "expired"
  | "shed"
  | "throttled"
  | "gateway-crash"
  | "timed-out";
/**
 * rejected: the node's queue was full. dropped: pushed out by a newer message (`drop-oldest`). refused: the balancer named
 * no node and no gateway queue had room. node-down: sent to a node that was down. node-crash: lost with the node. network:
 * lost on a link. error: the node answered with an error. expired: its deadline passed before a worker took it. shed: the
 * node turned it away to protect itself. throttled: its gateway did. gateway-crash: lost with the gateway. timed-out: given
 * up by its gateway, which cancelled what was still to be served. A message of several tries has the cause of its last one.
 */
export const LOSS_CAUSES: readonly LossCause[] = [
  ...(["rejected", "dropped", "refused", "node-down", "node-crash"] as const),
  ...(["network", "error", "expired", "shed", "throttled", "gateway-crash", "timed-out"] as const),
];
