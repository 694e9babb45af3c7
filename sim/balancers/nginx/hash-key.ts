/** What `hash KEY` hashes: the text of an expression with variables, of which these three have a meaning here. */
import type { MessageView, ParameterDeclaration } from "../contract.ts";
import { byteText, textBytes } from "../shared/hash/byte-text.ts";
import { KeyCache } from "../shared/hash/key-cache.ts";
import { utf8 } from "../shared/hash/utf8.ts";
import { addressText } from "./address-text.ts";

const SOURCES = ["key", "remote-address", "binary-remote-address"] as const;

/** The parameter `key` of `nginx-hash` and `nginx-hash-consistent`. */
export const KEY_PARAMETER: ParameterDeclaration & { type: "choice"; choices: typeof SOURCES } = {
  type: "choice",
  choices: SOURCES,
  default: "key",
  help: "hash KEY: the message's key ($arg_k), the client's address as text ($remote_addr) or as bytes ($binary_remote_addr)",
};

export type KeySource = (typeof SOURCES)[number];

const TEXT_OF: Readonly<Record<KeySource, (message: MessageView) => string>> = {
  key: (message) => message.keyText,
  "remote-address": (message) => addressText(message.clientAddress),
  "binary-remote-address": (message) => byteText(message.clientAddress),
};

/** The bytes of a text that `TEXT_OF` has made. */
export function keyBytes(source: KeySource, text: string): Uint8Array {
  return source === "binary-remote-address" ? textBytes(text) : utf8(text);
}

/** What `make` makes of the messages' hash keys, remembered for those seen last. */
export function keyCache<T>(source: KeySource, make: (bytes: Uint8Array) => T): KeyCache<T> {
  return new KeyCache((text) => make(keyBytes(source, text)), TEXT_OF[source]);
}
