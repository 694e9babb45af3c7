/**
 * What an access log's lines look like, as a list of literal texts and variables. Read from an nginx `log_format` or an
 * Apache `LogFormat`, as they stand in the server's configuration; either ends up with nginx's variable names.
 */

export type LogPart = { readonly literal: string } | { readonly variable: string };

/** Reads a format string; an empty list where it has no variable. */
export function parseLogFormat(text: string): LogPart[] {
  const format = unwrap(text);
  const parts = /%[>\w{!,<^%]/.test(format) && !format.includes("$") ? apacheParts(format) : nginxParts(format);
  return parts.some((part) => "variable" in part) ? joined(parts) : [];
}

/** Takes the format out of a pasted directive: `log_format name '…' '…';` or `LogFormat "…" name`. */
function unwrap(text: string): string {
  const directive = text.trim().replace(/^(?:log_format\s+\w+(?:\s+escape=\w+)?|LogFormat)\s+/i, "");
  const pieces = [...directive.matchAll(/'((?:[^'\\]|\\.)*)'/g)].map((match) => match[1]!);
  if (directive.startsWith("'") && pieces.length > 0) return pieces.join("");
  const whole = /^"((?:[^"\\]|\\.)*)"(?:\s+\w+)?$/.exec(directive);
  return (whole?.[1] ?? directive).replace(/\\"/g, '"');
}

function nginxParts(format: string): LogPart[] {
  return [...format.matchAll(/\$(?:\{(\w+)\}|(\w+))|[^$]+|\$/g)].map((match) => {
    const variable = match[1] ?? match[2];
    return variable === undefined ? { literal: match[0] } : { variable };
  });
}

/** Directives of mod_log_config that have a counterpart; `%t` brings its own brackets. */
const APACHE: Readonly<Record<string, string>> = {
  a: "remote_addr",
  h: "remote_addr",
  l: "remote_logname",
  u: "remote_user",
  r: "request",
  s: "status",
  b: "body_bytes_sent",
  B: "body_bytes_sent",
  O: "bytes_sent",
  I: "request_length",
  D: "request_time_us",
  T: "request_time",
  v: "server_name",
  V: "server_name",
  p: "server_port",
  m: "request_method",
  U: "uri",
  q: "query_string",
  H: "server_protocol",
};

function apacheParts(format: string): LogPart[] {
  const directives = /%(%)|%[!,\d]*[<>]?(?:\{([^}]*)\})?(\^[a-zA-Z]{2}|[a-zA-Z])|[^%]+|%/g;
  return [...format.matchAll(directives)].flatMap((match): LogPart[] => {
    if (match[1] !== undefined) return [{ literal: "%" }];
    return match[3] === undefined ? [{ literal: match[0] }] : apacheDirective(match[3], match[2]);
  });
}

function apacheDirective(letter: string, argument: string | undefined): LogPart[] {
  if (letter === "t" && argument === undefined) return [{ literal: "[" }, { variable: "time_local" }, { literal: "]" }];
  return [{ variable: apacheVariable(letter, argument) }];
}

function apacheVariable(letter: string, argument: string | undefined): string {
  const header = argument?.toLowerCase().replace(/\W/g, "_");
  if (letter === "t") return header === "msec" ? "time_ms" : header === "usec" ? "time_us" : "time_local";
  if (letter === "T" && header !== undefined) return header === "s" ? "request_time" : `request_time_${header}`;
  if (letter === "i") return `http_${header}`;
  if (letter === "o") return `sent_http_${header}`;
  return APACHE[letter] ?? `apache_${letter.replace("^", "")}${header === undefined ? "" : `_${header}`}`;
}

/** Neighbouring literals as one, so that a matcher sees the whole text between two variables. */
function joined(parts: readonly LogPart[]): LogPart[] {
  const result: LogPart[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if ("literal" in part && last !== undefined && "literal" in last) {
      result[result.length - 1] = { literal: last.literal + part.literal };
    } else result.push(part);
  }
  return result;
}
