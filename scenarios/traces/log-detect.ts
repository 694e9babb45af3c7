/**
 * Recognises an access log's format from one line and writes it down as an nginx `log_format`: common, combined, and
 * combined followed by what servers are told to add, such as `0.012 0.010` or `rt=0.012 urt="0.010"`.
 */

const NAME = String.raw`[^\s"[\]]+`;
const TEXT = String.raw`"[^"\\]*(?:\\.[^"\\]*)*"`;
const COMMON = new RegExp(
  `^(${NAME} )?${NAME} (${NAME}) .{1,256}? \\[[^\\]]+\\] ${TEXT} (?:\\d{3}|-) (?:\\d+|-)(?= |$)`,
);
const COMBINED = new RegExp(`^ ${TEXT} "`);
const REST_OF_COMBINED = new RegExp(`^ ${TEXT} ${TEXT}`);
const EXTRA = new RegExp(`^(\\s*)(?:([A-Za-z_][\\w.-]*)=)?(?:"([^"]*)"|([^\\s",]*(?:(?:, | : )[^\\s",]+)*))`);

/** The format as an nginx `log_format`; `null` where the line is in none of them. */
export function detectLogFormat(line: string): string | null {
  const common = COMMON.exec(line);
  if (common === null) return null;
  const host = common[1] === undefined ? "" : "$server_name ";
  const start = `${host}$remote_addr $remote_logname $remote_user [$time_local] "$request" $status $body_bytes_sent`;
  const rest = line.slice(common[0].length);
  if (!COMBINED.test(rest)) return start + extras(rest);
  const combined = REST_OF_COMBINED.exec(rest);
  // A first line whose user agent is cut off tells nothing about what follows; it is combined all the same.
  const tail = combined === null ? "" : extras(rest.slice(combined[0].length));
  return `${start} "$http_referer" "$http_user_agent"${tail}`;
}

/** True where a line begins like an access log's. */
export function looksLikeAccessLog(line: string): boolean {
  return COMMON.test(line);
}

function extras(text: string): string {
  const used = new Set<string>();
  let format = "";
  let rest = text;
  while (rest.trim() !== "") {
    const match = EXTRA.exec(rest);
    if (match === null || match[0].trim() === "") break;
    const [whole, space, key, inQuotes, bare] = match;
    const name = extraName(key, inQuotes ?? bare ?? "", used);
    const label = key === undefined ? "" : whole.slice(space!.length, space!.length + key.length + 1);
    format += `${space}${label}${inQuotes === undefined ? `\${${name}}` : `"\${${name}}"`}`;
    rest = rest.slice(whole.length);
  }
  return format;
}

const SHORT_NAMES: Readonly<Record<string, string>> = {
  rt: "request_time",
  urt: "upstream_response_time",
  uct: "upstream_connect_time",
  uht: "upstream_header_time",
};

/** nginx writes times with three decimals, which nothing else in such a line has; other numbers stay unnamed. */
const NGINX_TIMES = /^(?:-|\d+\.\d{3})(?:(?:, | : )(?:-|\d+\.\d{3}))*$/;

function extraName(key: string | undefined, value: string, used: Set<string>): string {
  const name = key === undefined ? nameOfValue(value, used) : (SHORT_NAMES[key] ?? key.replace(/\W/g, "_"));
  const unused = name === null || used.has(name) ? `extra_${used.size + 1}` : name;
  used.add(unused);
  return unused;
}

function nameOfValue(value: string, used: ReadonlySet<string>): string | null {
  if (!NGINX_TIMES.test(value)) return null;
  if (used.has("request_time")) return used.has("upstream_response_time") ? null : "upstream_response_time";
  // Only an upstream's time can be missing or a list, and it may be the only time there is.
  return /^\d+\.\d{3}$/.test(value) ? "request_time" : value === "-" ? null : "upstream_response_time";
}
