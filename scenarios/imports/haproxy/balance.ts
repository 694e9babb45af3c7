/** `balance` and `hash-type`: which algorithm, and with what parameters. */
import type { ParameterValue } from "../../../sim/index.ts";
import { oneOf, quoted } from "../../wording.ts";
import type { Notes } from "../notes.ts";
import { haproxyNumber } from "./values.ts";
import type { Word } from "./words.ts";

type Parameters = Readonly<Record<string, ParameterValue>>;

export interface HaproxyBalance {
  /** The line's words after `balance`. */
  readonly text: string;
  /** The name in the catalogue. */
  readonly algorithm: string;
  readonly parameters: Parameters;
  /** What a hash is taken of: `url_param k`, `hdr(host)`, `uri`; empty where nothing of the message is. */
  readonly key: string;
}

/** Up to 3.2. From 3.3 on HAProxy takes `random`. */
export const DEFAULT_BALANCE: HaproxyBalance = plain("roundrobin", "haproxy-roundrobin");

function plain(text: string, algorithm: string, parameters: Parameters = {}, key = ""): HaproxyBalance {
  return { text, algorithm, parameters, key };
}

const PLAIN: Readonly<Record<string, HaproxyBalance>> = {
  roundrobin: DEFAULT_BALANCE,
  "static-rr": plain("static-rr", "haproxy-static-rr"),
  leastconn: plain("leastconn", "haproxy-leastconn"),
  first: plain("first", "haproxy-first"),
  source: plain("source", "haproxy-source"),
};
const KNOWN = [...Object.keys(PLAIN), "uri", "url_param", "hdr", "random", "rdp-cookie", "hash"];

/** The algorithm of `balance WORD…`; null where the line is wrong. */
export function readBalance(line: Word, words: readonly Word[], path: string, notes: Notes): HaproxyBalance | null {
  const [first, ...rest] = words;
  if (first === undefined) {
    notes.fault(line, path, oneOf(KNOWN, ""), "nothing");
    return null;
  }
  const text = words.map((word) => word.text).join(" ");
  const [, name, argument] = /^([a-z_-]+)(?:\((.*)\))?$/.exec(first.text) ?? [];
  if (Object.hasOwn(PLAIN, first.text)) return atEnd(rest, path, notes) ? PLAIN[first.text]! : null;
  if (name === "random") return atEnd(rest, path, notes) ? random(first, text, argument, path, notes) : null;
  if (first.text === "uri") return uri(text, rest, path, notes);
  if (first.text === "url_param" || first.text === "hash") return keyed(first, text, rest, path, notes);
  if (name === "hdr" && argument !== undefined) return header(first, text, rest, path, notes);
  if (name === "rdp-cookie") return atEnd(rest, path, notes) ? plain(text, "haproxy-hash", {}, text) : null;
  notes.fault(first, path, oneOf(KNOWN, first.text), quoted(first.text));
  return null;
}

function atEnd(rest: readonly Word[], path: string, notes: Notes): boolean {
  if (rest.length > 0) notes.fault(rest[0]!, path, "the end of the line", quoted(rest[0]!.text));
  return rest.length === 0;
}

function random(
  word: Word,
  text: string,
  argument: string | undefined,
  path: string,
  notes: Notes,
): HaproxyBalance | null {
  if (argument === undefined || argument === "") return plain(text, "haproxy-random");
  const draws = haproxyNumber(argument, 1, 100);
  if (draws === null) notes.fault(word, path, "random(N) with N from 1 to 100", quoted(word.text));
  return draws === null ? null : plain(text, "haproxy-random", { draws });
}

/** `url_param NAME [check_post [N]]`, `hash EXPRESSION`. */
function keyed(word: Word, text: string, rest: readonly Word[], path: string, notes: Notes): HaproxyBalance | null {
  const [name, ...more] = rest;
  if (name === undefined) {
    notes.fault(
      word,
      path,
      word.text === "hash" ? "an expression such as req.hdr(host)" : "a parameter's name",
      "nothing",
    );
    return null;
  }
  if (word.text === "url_param" && more.length > 0 && more[0]!.text !== "check_post") {
    notes.fault(more[0]!, path, "check_post or the end of the line", quoted(more[0]!.text));
    return null;
  }
  const key = word.text === "hash" ? rest.map((one) => one.text).join(" ") : `url_param ${name.text}`;
  // Unlike `source` it hashes the address's bytes; any other expression stands for the message's key.
  return plain(text, "haproxy-hash", text === "hash src" ? { input: "address" } : {}, key);
}

function header(word: Word, text: string, rest: readonly Word[], path: string, notes: Notes): HaproxyBalance | null {
  if (rest[0]?.text === "use_domain_only") {
    notes.warn(rest[0], path, "use_domain_only is not modelled: the whole header is hashed");
    return atEnd(rest.slice(1), path, notes) ? plain(text, "haproxy-hash", {}, word.text) : null;
  }
  return atEnd(rest, path, notes) ? plain(text, "haproxy-hash", {}, word.text) : null;
}

/** `uri [len N] [depth N] [whole] [path-only]`. */
function uri(text: string, rest: readonly Word[], path: string, notes: Notes): HaproxyBalance | null {
  const parameters: Record<string, ParameterValue> = { input: "uri" };
  for (let at = 0; at < rest.length; at++) {
    const { text: name } = rest[at]!;
    if (name === "whole") parameters["uriWhole"] = true;
    else if (name === "len" || name === "depth") {
      const given = rest[++at];
      const value = haproxyNumber(given?.text ?? "", 1, name === "len" ? 65_535 : 1000);
      if (value === null) {
        notes.fault(
          given ?? rest[at - 1]!,
          path,
          `a number after ${name}`,
          given === undefined ? "nothing" : quoted(given.text),
        );
        return null;
      }
      parameters[name === "len" ? "uriLength" : "uriDepth"] = value;
    } else if (name !== "path-only") {
      notes.fault(rest[at]!, path, oneOf(["len", "depth", "whole", "path-only"], name), quoted(name));
      return null;
    }
  }
  return plain(text, "haproxy-hash", parameters, "uri");
}

const FUNCTIONS = ["sdbm", "djb2", "wt6", "crc32", "none"];

/** The parameters that `hash-type METHOD [FUNCTION [avalanche]]` stands for; null where the line is wrong. */
export function readHashType(line: Word, words: readonly Word[], path: string, notes: Notes): Parameters | null {
  const [method, hashFunction, modifier, ...rest] = words;
  const choices: readonly (readonly [Word | undefined, readonly string[]])[] = [
    [method, ["map-based", "consistent"]],
    [hashFunction, FUNCTIONS],
    [modifier, ["avalanche"]],
  ];
  if (method === undefined) {
    notes.fault(line, path, "map-based or consistent", "nothing");
    return null;
  }
  for (const [word, known] of choices) {
    if (word === undefined || known.includes(word.text)) continue;
    notes.fault(word, path, oneOf(known, word.text), quoted(word.text));
    return null;
  }
  if (!atEnd(rest, path, notes)) return null;
  if (hashFunction === undefined) return { hashType: method.text };
  return { hashType: method.text, function: hashFunction.text, avalanche: modifier === undefined ? "off" : "on" };
}
