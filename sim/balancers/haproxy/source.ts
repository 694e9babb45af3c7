/** HAProxy's `balance source`: the client's address decides. */
import type { BalancerDefinition } from "../contract.ts";
import { defineBalancer } from "../define.ts";
import { COMMON_PARAMETERS } from "./balancer.ts";
import { hashOfAddress } from "./hash-input.ts";
import { HASH_PARAMETERS, hashing } from "./hashing.ts";

/** The address itself is the hash: hash-type's function is not applied to it, only its avalanche. */
export const haproxySource: BalancerDefinition = defineBalancer(
  "haproxy-source",
  {
    withoutNode: "refuse",
    summary: "HAProxy's balance source: the client's address on a map of slots, or on a consistent ring",
    how:
      "Takes an IPv4 address as a number, an IPv6 address as its four words xored, avalanched where hash-type says so, and looks it " +
      "up as haproxy-hash does: map-based modulo the sum of weights, consistent at the nearest point of the ring.",
    source: "HAProxy 2.6, backend.c (get_server_sh), lb_map.c, lb_chash.c.",
    fails:
      "Clients behind one address are one client. Few clients spread badly. map-based: a server that goes or comes moves most " +
      "clients, and neighbouring addresses go to neighbouring slots.",
    parameters: { ...HASH_PARAMETERS, ...COMMON_PARAMETERS },
  },
  (context) => hashing(context, true, (message) => hashOfAddress(message.clientAddress)),
);
