/** Erlang's `erlang:phash2/1` over the terms that RabbitMQ hashes: binaries, lists, tuples and atoms. */
import { partialWordAt, wordAt } from "./little-endian.ts";

/** An Erlang term: bytes are a binary. */
export type ErlangTerm =
  | Uint8Array
  | { readonly list: readonly ErlangTerm[] }
  | { readonly tuple: readonly ErlangTerm[] }
  | { readonly atom: string };

const GOLDEN = 0x9e3779b9 | 0;
const BINARY = 0x08d12e65;
const TUPLE = 0x8ff34781 | 0;
const LIST = 0x3c6ef372;
const ATOM = 0xdaa66d2b | 0;

/** What stands for the empty list where nothing was hashed before. */
const EMPTY_LIST = 3468870702 | 0;

/** In [0, 2^27). OTP 25, `make_hash2` in `erts/emulator/beam/erl_term_hashing.c`. */
export function phash2(term: ErlangTerm): number {
  return hashed(term, 0) & 0x7ffffff;
}

function hashed(term: ErlangTerm, hash: number): number {
  if (term instanceof Uint8Array) return term.length === 0 ? (BINARY + hash) | 0 : binary(term, hash);
  if ("atom" in term) return hash === 0 ? atomHash(term.atom) : mix((ATOM + atomHash(term.atom)) | 0, ATOM, hash);
  if ("tuple" in term) return inTurn(term.tuple, mix((TUPLE + term.tuple.length) | 0, TUPLE, hash));
  // A list is hashed cell by cell, and its end is a term of its own.
  const elements = inTurn(term.list, hash);
  return elements === 0 ? EMPTY_LIST : mix(LIST + 2, LIST, elements);
}

function inTurn(terms: readonly ErlangTerm[], hash: number): number {
  return terms.reduce((before, term) => hashed(term, before), hash);
}

/** Jenkins' lookup2 (Dr. Dobb's, 1997), continued from `hash`. */
function binary(bytes: Uint8Array, hash: number): number {
  let [a, b, c] = [GOLDEN, GOLDEN, (BINARY + hash) | 0];
  const whole = bytes.length - (bytes.length % 12);
  for (let at = 0; at < whole; at += 12) {
    a = (a + wordAt(bytes, at)) | 0;
    b = (b + wordAt(bytes, at + 4)) | 0;
    c = (c + wordAt(bytes, at + 8)) | 0;
    [a, b, c] = mixed(a, b, c);
  }
  // The last word's lowest byte belongs to the length.
  const last = partialWordAt(bytes, whole + 8) << 8;
  return mix(
    (a + partialWordAt(bytes, whole)) | 0,
    (b + partialWordAt(bytes, whole + 4)) | 0,
    (c + bytes.length + last) | 0,
  );
}

/** What the mixing of three words leaves in the third. */
function mix(a: number, b: number, c: number): number {
  return mixed(a, b, c)[2];
}

function mixed(first: number, second: number, third: number): [number, number, number] {
  let [a, b, c] = [first, second, third];
  for (const [one, two, three] of SHIFTS) {
    a = ((a - b - c) | 0) ^ (c >>> one);
    b = ((b - c - a) | 0) ^ (a << two);
    c = ((c - a - b) | 0) ^ (b >>> three);
  }
  return [a, b, c];
}

const SHIFTS: readonly (readonly [number, number, number])[] = [
  [13, 8, 13],
  [12, 16, 5],
  [3, 10, 15],
];

/** The hash of ELF's symbol tables (P. J. Weinberger's), over the Latin-1 or UTF-8 bytes of an ASCII atom. */
function atomHash(name: string): number {
  let hash = 0;
  for (let i = 0; i < name.length; i++) {
    hash = ((hash << 4) + name.charCodeAt(i)) | 0;
    const overflow = hash & 0xf0000000;
    if (overflow !== 0) hash = (hash ^ (overflow >>> 24) ^ overflow) | 0;
  }
  return hash;
}
