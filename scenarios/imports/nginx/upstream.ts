/** One `upstream NAME { … }` block. */
import { oneOf, quoted } from "../../wording.ts";
import type { Directive } from "./directives.ts";
import { DEFAULT_METHOD, isMethod, readMethod, type NginxMethod } from "./method.ts";
import type { Notes, Place } from "../notes.ts";
import { readServer, type NginxServer } from "./server-line.ts";

export type NginxProtocol = "http" | "stream";

export interface NginxUpstream extends Place {
  readonly name: string;
  readonly protocol: NginxProtocol;
  readonly method: NginxMethod;
  /** The shared memory zone, in which all workers keep one state; null: every worker has its own. */
  readonly zone: string | null;
  /** In the order of the file. */
  readonly servers: readonly NginxServer[];
}

/** Change how connections are kept or found, and with that no pick. */
const WITHOUT_PICKS = [
  "keepalive",
  "keepalive_time",
  "keepalive_timeout",
  "keepalive_requests",
  "ntlm",
  "resolver",
  "resolver_timeout",
  "state",
];
/** Change picks, and are not modelled. */
const NOT_MODELLED = ["sticky", "queue"];
const KNOWN = ["server", "zone", "hash", "ip_hash", "least_conn", "random", "least_time", ...WITHOUT_PICKS];

/** AMQP's registered ports, plain and over TLS. */
const AMQP_PORTS = /:567[12]$/;

/** The upstream of a block; what is wrong in it, or passed over, goes to the notes. */
export function readUpstream(block: Directive, protocol: NginxProtocol, notes: Notes): NginxUpstream {
  const name = block.parameters[0]?.text ?? "";
  const path = `${protocol}.upstream ${name}`;
  if (block.parameters.length !== 1) notes.fault(block, path, "one name", `${block.parameters.length} words`);
  const reader = new UpstreamReader(path, protocol, notes);
  for (const directive of block.block ?? []) reader.read(directive);
  if (reader.servers.length === 0) notes.fault(block, path, "at least one server", "none");
  else if (reader.servers.every((server) => server.backup)) {
    notes.fault(block, path, "at least one server that is no backup", "backups only");
  }
  const { method, zone, servers } = reader;
  return { name, protocol, method, zone, servers, line: block.line, column: block.column };
}

class UpstreamReader {
  method: NginxMethod = DEFAULT_METHOD;
  zone: string | null = null;
  readonly servers: NginxServer[] = [];
  readonly #path: string;
  readonly #protocol: NginxProtocol;
  readonly #notes: Notes;
  #hasKeepalive = false;

  constructor(path: string, protocol: NginxProtocol, notes: Notes) {
    this.#path = path;
    this.#protocol = protocol;
    this.#notes = notes;
  }

  read(directive: Directive): void {
    const { name, block } = directive;
    const path = `${this.#path}.${name}`;
    if (block !== null) this.#notes.fault(directive, path, '";"', '"{"');
    else if (name === "server") this.#server(directive);
    else if (isMethod(name)) this.#choose(directive, path);
    else if (name === "zone") this.#share(directive, path);
    else if (NOT_MODELLED.includes(name)) this.#notes.warn(directive, path, "is not modelled, and left out");
    else if (!WITHOUT_PICKS.includes(name)) this.#notes.fault(directive, path, oneOf(KNOWN, name), quoted(name));
    else if (name === "keepalive") this.#hasKeepalive = true;
  }

  #server(directive: Directive): void {
    const path = `${this.#path}.server[${this.servers.length}]`;
    const server = readServer(directive, path, this.method, this.#notes);
    if (server === null) return;
    if (this.#protocol === "stream" && !/^unix:|:\d+$/i.test(server.address)) {
      this.#notes.fault(server, path, "an address with a port, as stream needs", quoted(server.address));
    }
    if (this.#protocol === "http" && AMQP_PORTS.test(server.address)) {
      this.#notes.warn(server, path, "is AMQP's port, but AMQP is not HTTP: it needs a stream block");
    }
    this.servers.push(server);
  }

  /** The last method of a block counts. */
  #choose(directive: Directive, path: string): void {
    if (this.method !== DEFAULT_METHOD || this.#hasKeepalive) {
      this.#notes.warn(directive, path, "load balancing method redefined: the last one counts");
    }
    this.method = readMethod(directive, path, this.#notes) ?? this.method;
  }

  #share(directive: Directive, path: string): void {
    const [name, size, ...rest] = directive.parameters;
    if (name === undefined) return this.#notes.fault(directive, path, "a name", "nothing");
    if (size !== undefined && !/^\d+[kKmM]?$/.test(size.text)) {
      this.#notes.fault(size, path, "a size such as 64k", quoted(size.text));
    }
    if (rest.length > 0) this.#notes.fault(rest[0]!, path, '";"', quoted(rest[0]!.text));
    this.zone = name.text;
  }
}
