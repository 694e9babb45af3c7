/** `server ADDRESS [parameter…];` of an `upstream` block. */
import type { ServerSpec } from "../../../sim/index.ts";
import { oneOf, quoted } from "../../wording.ts";
import type { Directive } from "./directives.ts";
import type { NginxMethod } from "./method.ts";
import type { Notes, Place } from "../notes.ts";
import type { Token } from "./tokens.ts";
import { nginxNumber, nginxWholeSeconds } from "./values.ts";

/** A server as it is configured, nginx's defaults filled in. `address` is the text after `server`, which rings hash. */
export interface NginxServer
  extends Omit<ServerSpec, "priority" | "metadata" | "minConnections" | "maxQueue" | "degraded">, Place {
  readonly weight: number;
  /** Takes no new clients but sticky ones: as good as `down` here. */
  readonly drain: boolean;
  /** As sticky cookies have it; empty without one. */
  readonly route: string;
}

type Fields = { -readonly [K in keyof NginxServer]: NginxServer[K] };

/** Reads one parameter's value into the fields; returns what would have been expected, or null. */
type Reader = (fields: Fields, value: string) => string | null;

const READERS: Readonly<Record<string, Reader>> = {
  weight: number("weight", 1),
  max_conns: (fields, value) => number("maxConnections", 0)(fields, value) ?? unlimited(fields),
  max_fails: number("maxFails", 0),
  fail_timeout: time("failTimeoutSeconds"),
  slow_start: time("slowStartSeconds"),
  route: (fields, value) => {
    fields.route = value;
    return null;
  },
  service: () => null,
};

const FLAGS: Readonly<Record<string, (fields: Fields) => void>> = {
  backup: (fields) => void (fields.backup = true),
  down: (fields) => void (fields.down = true),
  drain: (fields) => void (fields.down = fields.drain = true),
  resolve: () => undefined,
};

const KNOWN = [...Object.keys(READERS).map((name) => `${name}=`), ...Object.keys(FLAGS)];

/** The server of a line, whose parameters are checked against the method that the block has named so far; null without an address. */
export function readServer(line: Directive, path: string, method: NginxMethod, notes: Notes): NginxServer | null {
  const [address, ...parameters] = line.parameters;
  if (address === undefined) {
    notes.fault(line, path, "an address", "nothing");
    return null;
  }
  const fields = blank(address);
  for (const parameter of parameters) readParameter(parameter, path, fields, method, notes);
  return fields;
}

function readParameter(token: Token, path: string, fields: Fields, method: NginxMethod, notes: Notes): void {
  const { text } = token;
  const equals = text.indexOf("=");
  const name = equals < 0 ? text : text.slice(0, equals);
  const known = equals < 0 ? FLAGS[name] : READERS[name];
  if (known === undefined) return notes.fault(token, path, oneOf(KNOWN, text), quoted(text));
  if (method.refuses.includes(name)) {
    const expected = `no ${name}, which the balancing method ${method.directive} does not support`;
    return notes.fault(token, `${path}.${name}`, expected, quoted(text));
  }
  if (equals < 0) return FLAGS[name]!(fields);
  const value = text.slice(equals + 1);
  const expected = READERS[name]!(fields, value);
  if (expected !== null) notes.fault(token, `${path}.${name}`, expected, quoted(value));
}

function blank({ text, line, column }: Token): Fields {
  return {
    address: text,
    weight: 1,
    maxConnections: Infinity,
    maxFails: 1,
    failTimeoutSeconds: 10,
    slowStartSeconds: 0,
    backup: false,
    down: false,
    drain: false,
    route: "",
    line,
    column,
  };
}

function number(field: "weight" | "maxConnections" | "maxFails", least: number): Reader {
  return (fields, text) => {
    const value = nginxNumber(text);
    if (value === null || value < least) return `a whole number of at least ${least}`;
    fields[field] = value;
    return null;
  };
}

function unlimited(fields: Fields): null {
  if (fields.maxConnections === 0) fields.maxConnections = Infinity;
  return null;
}

function time(field: "failTimeoutSeconds" | "slowStartSeconds"): Reader {
  return (fields, text) => {
    const value = nginxWholeSeconds(text);
    if (value === null) return "a time in whole seconds such as 10s or 1m30s";
    fields[field] = value;
    return null;
  };
}
