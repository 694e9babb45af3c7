/** Who proxies to an upstream, and what is done when a server fails: `proxy_pass`, `proxy_next_upstream` and its kin. */
import { oneOf, quoted } from "../../wording.ts";
import type { Directive } from "./directives.ts";
import type { Notes, Place } from "../notes.ts";
import type { NginxProtocol } from "./upstream.ts";
import { nginxNumber, nginxSeconds } from "./values.ts";

/** When and how often the next server is tried. */
export interface NextUpstream {
  /** `error`, `timeout`, `http_503`, … in the order of the file; empty where it is `off`. */
  readonly conditions: readonly string[];
  /** 0: as many as there are servers. */
  readonly tries: number;
  /** 0: without end. */
  readonly timeoutSeconds: number;
  readonly connectTimeoutSeconds: number;
  /** Between two reads: `proxy_read_timeout`; of a stream: `proxy_timeout`. */
  readonly readTimeoutSeconds: number;
}

export interface NginxProxy extends Place {
  /** What is passed to, without scheme and path: an upstream's name or an address. */
  readonly target: string;
  readonly protocol: NginxProtocol;
  readonly next: NextUpstream;
}

/** Modules that proxy; each has its own `…_pass` and `…_next_upstream`. */
const MODULES = ["proxy", "grpc", "fastcgi", "uwsgi", "scgi", "memcached"];

const CONDITIONS = [
  "error",
  "timeout",
  "invalid_header",
  "http_500",
  "http_502",
  "http_503",
  "http_504",
  "http_403",
  "http_404",
  "http_429",
  "non_idempotent",
  "off",
];

/** What nginx does where nothing is said of it. */
export const NEXT_UPSTREAM: Readonly<Record<NginxProtocol, NextUpstream>> = {
  http: {
    conditions: ["error", "timeout"],
    tries: 0,
    timeoutSeconds: 0,
    connectTimeoutSeconds: 60,
    readTimeoutSeconds: 60,
  },
  stream: {
    conditions: ["error", "timeout"],
    tries: 0,
    timeoutSeconds: 0,
    connectTimeoutSeconds: 60,
    readTimeoutSeconds: 600,
  },
};

/** Every proxy in a block and the blocks within; settings are inherited from block to block. */
export function readProxies(block: readonly Directive[], protocol: NginxProtocol, notes: Notes): NginxProxy[] {
  return MODULES.flatMap((module) => proxiesOf(block, protocol, module, NEXT_UPSTREAM[protocol], notes));
}

function proxiesOf(
  block: readonly Directive[],
  protocol: NginxProtocol,
  module: string,
  inherited: NextUpstream,
  notes: Notes,
): NginxProxy[] {
  const next = block.reduce((settings, line) => setting(line, protocol, module, settings, notes), inherited);
  return block.flatMap((line): NginxProxy[] => {
    if (line.block !== null) {
      return line.name === "upstream" ? [] : proxiesOf(line.block, protocol, module, next, notes);
    }
    const target = line.name === `${module}_pass` ? line.parameters[0]?.text : undefined;
    if (target === undefined) return [];
    return [{ target: bare(target), protocol, next, line: line.line, column: line.column }];
  });
}

/** `http://u/path` is `u`. */
function bare(target: string): string {
  return target.replace(/^\w+:\/\//, "").replace(/\/.*$/, "");
}

function setting(
  line: Directive,
  protocol: NginxProtocol,
  module: string,
  settings: NextUpstream,
  notes: Notes,
): NextUpstream {
  const path = `${protocol}.${line.name}`;
  const [first] = line.parameters;
  const time = (field: keyof NextUpstream): NextUpstream => {
    const seconds = first === undefined ? null : nginxSeconds(first.text);
    if (seconds !== null) return { ...settings, [field]: seconds };
    notes.fault(first ?? line, path, "a time such as 60s", quoted(first?.text ?? ""));
    return settings;
  };
  switch (line.name) {
    case `${module}_next_upstream`:
      return { ...settings, conditions: conditionsOf(line, protocol, path, notes) };
    case `${module}_next_upstream_tries`: {
      const tries = nginxNumber(first?.text ?? "");
      if (tries === null) notes.fault(first ?? line, path, "a whole number", quoted(first?.text ?? ""));
      return { ...settings, tries: tries ?? settings.tries };
    }
    case `${module}_next_upstream_timeout`:
      return time("timeoutSeconds");
    case `${module}_connect_timeout`:
      return time("connectTimeoutSeconds");
    case protocol === "stream" ? "proxy_timeout" : `${module}_read_timeout`:
      return time("readTimeoutSeconds");
    default:
      return settings;
  }
}

/** A stream only says `on` or `off`. */
function conditionsOf(line: Directive, protocol: NginxProtocol, path: string, notes: Notes): readonly string[] {
  const allowed = protocol === "stream" ? ["on", "off"] : CONDITIONS;
  for (const token of line.parameters) {
    if (!allowed.includes(token.text)) notes.fault(token, path, oneOf(allowed, token.text), quoted(token.text));
  }
  const words = line.parameters.map((token) => token.text).filter((word) => allowed.includes(word));
  if (words.includes("off")) return [];
  return protocol === "stream" ? NEXT_UPSTREAM.stream.conditions : words;
}
