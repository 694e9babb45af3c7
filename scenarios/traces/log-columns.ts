/** The columns of an access log: its variables, cleaned up, and a few that are worked out from them. */

/** A column as texts of variables put together. */
export interface LogColumn {
  /** The variables it is made from, present in the format. The first one is where messages point. */
  readonly sources: readonly string[];
  /** Their texts, in that order, to the column's; "" where the record has none. */
  read(texts: readonly string[]): string;
}

/** All columns of a format with these variables. */
export function logColumnNames(variables: readonly string[]): string[] {
  const derived = ["method", "path", "service_time"].filter((name) => logColumn(name, variables) !== null);
  return [...new Set([...variables, ...derived])];
}

/** The column of this name; `null` where a format with these variables has none. */
export function logColumn(name: string, variables: readonly string[]): LogColumn | null {
  if (variables.includes(name)) return { sources: [name], read: ([text]) => cleaned(name, text!) };
  if (name === "method") return fromRequest(variables, ["request_method"], methodOf);
  if (name === "path") return fromRequest(variables, ["request_uri", "uri"], pathOf);
  return name === "service_time" ? serviceTime(variables) : null;
}

function fromRequest(
  variables: readonly string[],
  direct: readonly string[],
  read: (text: string) => string,
): LogColumn | null {
  const source = [...direct, "request"].find((name) => variables.includes(name));
  if (source === undefined) return null;
  return { sources: [source], read: ([text]) => cleaned(source, read(text!)) };
}

/** The method alone, of a whole request line too. */
function methodOf(request: string): string {
  return request.split(" ", 1)[0]!;
}

/** The address asked for, without its query; the whole text where it is no request line. */
function pathOf(request: string): string {
  const words = request.split(" ");
  const address = words.length > 1 ? words[1]! : request;
  return address.split(/[?#]/, 1)[0]!;
}

/** From the most telling to the least; how many of each make a second. */
const SERVICE_TIMES: readonly (readonly [variable: string, perSecond: number])[] = [
  ["upstream_response_time", 1],
  ["request_time_us", 1e6],
  ["request_time_ms", 1e3],
  ["request_time", 1],
];

/** What the request cost in seconds: the first of these that the line has, so that `-` upstream falls back to the whole. */
function serviceTime(variables: readonly string[]): LogColumn | null {
  const present = SERVICE_TIMES.filter(([variable]) => variables.includes(variable));
  if (present.length === 0) return null;
  return { sources: present.map(([variable]) => variable), read: (texts) => firstTime(present, texts) };
}

function firstTime(present: typeof SERVICE_TIMES, texts: readonly string[]): string {
  const index = texts.findIndex((text, at) => cleaned(present[at]![0], text) !== "");
  if (index < 0) return "";
  const [variable, perSecond] = present[index]!;
  const text = cleaned(variable, texts[index]!);
  const seconds = Number(text) / perSecond;
  return perSecond === 1 || !Number.isFinite(seconds) ? text : String(seconds);
}

/** `-` stands for nothing, for sizes (`%b`) for 0; the times of several upstream servers are added up. */
function cleaned(variable: string, text: string): string {
  if (/^upstream_\w*time$/.test(variable)) return sumOf(text);
  if (text !== "-") return text;
  return variable === "body_bytes_sent" || variable === "bytes_sent" ? "0" : "";
}

/** `0.001, 0.003 : -` is 0.004; a text with a part that is no number stays as it is, for the message. */
function sumOf(text: string): string {
  const parts = text.split(/, | : /).filter((part) => part !== "-" && part !== "");
  if (parts.length <= 1) return parts[0] ?? "";
  const sum = parts.reduce((total, part) => total + Number(part), 0);
  return Number.isFinite(sum) ? String(sum) : text;
}
