/** HAProxy's `balance uri`, `url_param`, `hdr`, `rdp-cookie` and `hash`: a key of the message decides. */
import type { BalancerDefinition, MessageView } from "../contract.ts";
import { defineBalancer } from "../define.ts";
import { byteText, textBytes } from "../shared/hash/byte-text.ts";
import { KeyCache } from "../shared/hash/key-cache.ts";
import { utf8 } from "../shared/hash/utf8.ts";
import { COMMON_PARAMETERS } from "./balancer.ts";
import { HASH_FUNCTIONS, hashOf, uriInput } from "./hash-input.ts";
import { HASH_PARAMETERS, hashing } from "./hashing.ts";

const INPUTS = ["key", "uri", "address"] as const;

/**
 * `hash-type map-based` takes the slot at hash modulo the number of slots, of the same map that static-rr walks. `consistent`
 * takes the nearest of 16 points per unit of weight on a ring. A message without a key takes its turn on the same structure.
 */
export const haproxyHash: BalancerDefinition = defineBalancer(
  "haproxy-hash",
  {
    withoutNode: "refuse",
    summary: "HAProxy's balance uri, url_param, hdr and hash: the key's hash on a map, or on a consistent ring",
    how:
      "Hashes the key's bytes (sdbm, djb2, wt6 or crc32, then an avalanche where hash-type has one). map-based: the slot at hash " +
      "modulo the sum of weights. consistent: the nearest of 16 points per unit of weight, which lie where the server's id and " +
      "the point's number hash to; with hash-balance-factor on to the next point whose server is below its share. A full server's " +
      "messages wait for it.",
    source: "HAProxy 2.6, backend.c, lb_map.c, lb_chash.c, hash.c.",
    fails:
      "map-based: a server that goes or comes moves most keys. consistent with sdbm and no avalanche: similar keys lie side by side " +
      "and meet at few servers. A ring's identity is the server's position in the file: inserting one in the middle moves keys. " +
      "A hot key is one server's, unless loads are bounded.",
    parameters: {
      ...HASH_PARAMETERS,
      function: {
        type: "choice",
        choices: HASH_FUNCTIONS,
        default: "sdbm",
        help: "hash-type's function; none reads the key as a decimal number",
      },
      input: {
        type: "choice",
        choices: INPUTS,
        default: "key",
        help: "what is hashed: the whole key (url_param, hdr, hash), the key cut as balance uri does, or the client's address (hash src)",
      },
      uriLength: {
        type: "integer",
        min: 0,
        max: 65_535,
        default: 0,
        help: "balance uri len N: bytes that count; 0: all",
      },
      uriDepth: {
        type: "integer",
        min: 0,
        max: 1000,
        default: 0,
        help: "balance uri depth N: directories that count; 0: all",
      },
      uriWhole: { type: "boolean", default: false, help: "balance uri whole: the query counts too" },
      ...COMMON_PARAMETERS,
    },
  },
  (context) => {
    const { function: hashFunction, input, uriLength, uriDepth, uriWhole } = context.parameters;
    const rule = { length: uriLength, depth: uriDepth, whole: uriWhole };
    const bytesOf: Readonly<Record<(typeof INPUTS)[number], (text: string) => Uint8Array>> = {
      key: utf8,
      uri: (text) => utf8(uriInput(text, rule)),
      address: textBytes,
    };
    const textOf = ({ keyText, clientAddress }: MessageView): string =>
      input === "address" ? byteText(clientAddress) : keyText;
    const cache = new KeyCache((text) => (text === "" ? null : hashOf(bytesOf[input](text), hashFunction)), textOf);
    return hashing(context, hashFunction === "sdbm", (message) => cache.of(message));
  },
);
