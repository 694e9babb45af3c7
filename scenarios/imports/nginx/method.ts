/** The directive of an `upstream` block that names its balancing method. */
import type { ParameterValue } from "../../../sim/index.ts";
import { listed, quoted } from "../../wording.ts";
import type { Directive } from "./directives.ts";
import type { Notes } from "../notes.ts";

export interface NginxMethod {
  /** The directive's name; empty where the block names none. */
  readonly directive: string;
  /** The balancer of the catalogue that behaves so, and the parameters that make it do so. */
  readonly algorithm: string;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** The expression after `hash`; empty for the others. */
  readonly key: string;
  /** Parameters of `server` that may not follow this method in the block. */
  readonly refuses: readonly string[];
}

/** Smooth weighted round robin: what a block without a method has. */
export const DEFAULT_METHOD: NginxMethod = method("", "nginx-round-robin");

type MethodReader = (line: Directive, path: string, notes: Notes) => NginxMethod | null;

const READERS: Readonly<Record<string, MethodReader>> = {
  hash: readHash,
  ip_hash: plain("ip_hash", "nginx-ip-hash", ["backup", "slow_start"]),
  least_conn: plain("least_conn", "nginx-least-conn", []),
  random: readRandom,
  least_time: readLeastTime,
};

export function isMethod(name: string): boolean {
  return Object.hasOwn(READERS, name);
}

/** The method of one of these directives; null where its arguments are wrong. */
export function readMethod(line: Directive, path: string, notes: Notes): NginxMethod | null {
  return READERS[line.name]!(line, path, notes);
}

function method(
  directive: string,
  algorithm: string,
  rest: Partial<Pick<NginxMethod, "parameters" | "key" | "refuses">> = {},
): NginxMethod {
  return { directive, algorithm, parameters: {}, key: "", refuses: [], ...rest };
}

function plain(directive: string, algorithm: string, refuses: readonly string[]): MethodReader {
  return (line, path, notes) => (follows(line, path, notes, []) ? method(directive, algorithm, { refuses }) : null);
}

/** Which of the messages' properties a key's expression is; any other text stands for the message's key. */
const KEY_PARAMETERS: Readonly<Record<string, string>> = {
  $remote_addr: "remote-address",
  $binary_remote_addr: "binary-remote-address",
};

function readHash(line: Directive, path: string, notes: Notes): NginxMethod | null {
  const key = line.parameters[0]?.text;
  if (key === undefined) {
    notes.fault(line, path, "a key such as $remote_addr", "nothing");
    return null;
  }
  if (!follows({ ...line, parameters: line.parameters.slice(1) }, path, notes, [["consistent"]])) return null;
  const algorithm = line.parameters.length > 1 ? "nginx-hash-consistent" : "nginx-hash";
  const bare = key.replace(/^\$\{(\w+)\}$/, "$$$1");
  const parameter = KEY_PARAMETERS[bare];
  const parameters: Readonly<Record<string, ParameterValue>> = parameter === undefined ? {} : { key: parameter };
  return method("hash", algorithm, { key, parameters, refuses: ["backup", "slow_start"] });
}

function readRandom(line: Directive, path: string, notes: Notes): NginxMethod | null {
  const choices = [["two"], ["least_conn", "least_time=header", "least_time=last_byte"]];
  if (!follows(line, path, notes, choices)) return null;
  const [two, by] = line.parameters;
  const refuses = ["backup", "slow_start"];
  if (two === undefined) return method("random", "nginx-random", { refuses });
  const parameters: Readonly<Record<string, ParameterValue>> = by?.text.startsWith("least_time")
    ? { method: "least_time" }
    : {};
  return method("random", "nginx-random-two", { parameters, refuses });
}

/** `header`, `last_byte` (http), `connect`, `first_byte` (stream): replies arrive whole here, so they all measure the same. */
function readLeastTime(line: Directive, path: string, notes: Notes): NginxMethod | null {
  const measures = ["header", "last_byte", "connect", "first_byte"];
  if (line.parameters.length === 0) {
    notes.fault(line, path, listed(measures, "or"), "nothing");
    return null;
  }
  if (!follows(line, path, notes, [measures, ["inflight"]])) return null;
  const parameters: Readonly<Record<string, ParameterValue>> = line.parameters.length > 1 ? { inflight: true } : {};
  return method("least_time", "nginx-least-time", { parameters });
}

/** Whether each argument is one of its choices, and no more follow. */
function follows(line: Directive, path: string, notes: Notes, choices: readonly (readonly string[])[]): boolean {
  const place = line.parameters.findIndex(({ text }, index) => !(choices[index] ?? []).includes(text));
  if (place < 0) return true;
  const allowed = choices[place];
  const token = line.parameters[place]!;
  notes.fault(token, path, allowed === undefined ? '";"' : listed(allowed, "or"), quoted(token.text));
  return false;
}
