/** `server NAME ADDRESS [option…]`, `server-template` and `default-server`. */
import { oneOf, quoted } from "../../wording.ts";
import type { Notes, Place } from "../notes.ts";
import { haproxyNumber, haproxySeconds } from "./values.ts";
import { FLAGS, WITH_VALUE } from "./server-options.ts";
import type { Word } from "./words.ts";

/** What options say, HAProxy's defaults filled in. */
export interface ServerOptions {
  /** 0 to 256. */
  readonly weight: number;
  /** `maxconn`; `Infinity` without one. */
  readonly maxConnections: number;
  /** `minconn`; 0 without one. */
  readonly minConnections: number;
  /** `maxqueue`; 0: no bound. */
  readonly maxQueue: number;
  readonly backup: boolean;
  /** `disabled`. */
  readonly down: boolean;
  readonly slowStartSeconds: number;
  /** Health checks: whether, how often, and after how many of one kind the server goes up or down. */
  readonly check: boolean;
  readonly interSeconds: number;
  readonly rise: number;
  readonly fall: number;
  /** `id`; 0: by position. */
  readonly id: number;
}

export interface HaproxyServer extends ServerOptions, Place {
  readonly name: string;
  readonly address: string;
}

export const DEFAULT_OPTIONS: ServerOptions = {
  weight: 1,
  maxConnections: Infinity,
  minConnections: 0,
  maxQueue: 0,
  backup: false,
  down: false,
  slowStartSeconds: 0,
  check: false,
  interSeconds: 2,
  rise: 2,
  fall: 3,
  id: 0,
};

type Fields = { -readonly [K in keyof ServerOptions]: ServerOptions[K] };

/** Takes a value over; returns what would have been expected, or null. */
type Reader = (fields: Fields, value: string) => string | null;

const READERS: Readonly<Record<string, Reader>> = {
  weight: number("weight", 0, 256),
  maxconn: (fields, value) => number("maxConnections", 0)(fields, value) ?? unlimited(fields),
  minconn: number("minConnections", 0),
  maxqueue: number("maxQueue", 0),
  slowstart: time("slowStartSeconds"),
  inter: time("interSeconds"),
  rise: number("rise", 1),
  fall: number("fall", 1),
  id: number("id", 1),
};

const SWITCHES: Readonly<Record<string, (fields: Fields) => void>> = {
  backup: (fields) => void (fields.backup = true),
  "no-backup": (fields) => void (fields.backup = false),
  disabled: (fields) => void (fields.down = true),
  enabled: (fields) => void (fields.down = false),
  "no-disabled": (fields) => void (fields.down = false),
  check: (fields) => void (fields.check = true),
  "no-check": (fields) => void (fields.check = false),
};

const KNOWN = [...Object.keys(READERS), ...Object.keys(SWITCHES), ...WITH_VALUE, ...FLAGS];

/** The options after a server's address, on top of those that hold already. */
export function readOptions(words: readonly Word[], given: ServerOptions, path: string, notes: Notes): ServerOptions {
  const fields: Fields = { ...given };
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    const { text } = word;
    if (Object.hasOwn(SWITCHES, text)) SWITCHES[text]!(fields);
    else if (Object.hasOwn(READERS, text)) readValue(word, words[++at], fields, path, notes);
    else if (WITH_VALUE.includes(text.replace(/\(.*\)$/, ""))) at++;
    else if (!FLAGS.includes(text)) notes.fault(word, path, oneOf(KNOWN, text), quoted(text));
  }
  return fields;
}

function readValue(word: Word, value: Word | undefined, fields: Fields, path: string, notes: Notes): void {
  const { text: name } = word;
  if (value === undefined) return notes.fault(word, `${path}.${name}`, `a value after ${name}`, "the end of the line");
  const expected = READERS[name]!(fields, value.text);
  if (expected !== null) notes.fault(value, `${path}.${name}`, expected, quoted(value.text));
}

/** `server NAME ADDRESS [option…]`; null where name or address is missing. */
export function readServer(
  words: readonly [Word, ...Word[]],
  given: ServerOptions,
  path: string,
  notes: Notes,
): HaproxyServer | null {
  const [line, name, address, ...options] = words;
  if (name === undefined || address === undefined) {
    notes.fault(line, path, "a name and an address", name === undefined ? "nothing" : quoted(name.text));
    return null;
  }
  const { line: atLine, column } = name;
  return { name: name.text, address: address.text, line: atLine, column, ...readOptions(options, given, path, notes) };
}

const MOST_OF_A_TEMPLATE = 100_000;

/** `server-template PREFIX COUNT|FROM-TO ADDRESS [option…]`: servers PREFIXn of one address. */
export function readTemplate(
  words: readonly [Word, ...Word[]],
  given: ServerOptions,
  path: string,
  notes: Notes,
): HaproxyServer[] {
  const [line, prefix, range, address, ...options] = words;
  if (prefix === undefined || range === undefined || address === undefined) {
    notes.fault(line, path, "a prefix, a number or range, and an address", `${words.length - 1} words`);
    return [];
  }
  const [, from, to] = /^(?:(\d{1,9})-)?(\d{1,9})$/.exec(range.text) ?? [];
  const [first, last] = [Number(from ?? 1), Number(to ?? 0)];
  if (last < first || last - first >= MOST_OF_A_TEMPLATE) {
    notes.fault(range, path, "a number of servers such as 3, or a range such as 1-3", quoted(range.text));
    return [];
  }
  const all = readOptions(options, given, path, notes);
  const { line: atLine, column } = prefix;
  return Array.from({ length: last - first + 1 }, (_, index) => {
    // One id cannot be everybody's: it is the first one's, and the others are numbered as if there were none.
    const id = index === 0 ? all.id : 0;
    return { name: `${prefix.text}${first + index}`, address: address.text, line: atLine, column, ...all, id };
  });
}

type NumberField = { [K in keyof ServerOptions]: ServerOptions[K] extends number ? K : never }[keyof ServerOptions];

function number(field: NumberField, min: number, max?: number): Reader {
  return (fields, text) => {
    const value = haproxyNumber(text, min, max);
    if (value === null)
      return max === undefined ? `a whole number of at least ${min}` : `a whole number from ${min} to ${max}`;
    fields[field] = value;
    return null;
  };
}

function time(field: NumberField): Reader {
  return (fields, text) => {
    const value = haproxySeconds(text);
    if (value === null) return "a time such as 500ms or 10s";
    fields[field] = value;
    return null;
  };
}

function unlimited(fields: Fields): null {
  if (fields.maxConnections === 0) fields.maxConnections = Infinity;
  return null;
}
