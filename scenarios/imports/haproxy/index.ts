/**
 * haproxy.cfg read for what its load balancing is: backends and listens with their servers, and what they inherit from
 * `defaults` and `default-server`. Semantics: HAProxy 2.6.
 */
import { sortProblems, type Problem } from "../../problem.ts";
import { oneOf, quoted } from "../../wording.ts";
import { Notes } from "../notes.ts";
import { withFullConnections, type Frontend } from "./frontends.ts";
import { DEFAULT_SETTINGS, ProxyReader, type HaproxyBackend, type ProxySettings } from "./proxy.ts";
import { readLines, type Word } from "./words.ts";

export type { HaproxyBalance } from "./balance.ts";
export type { HaproxyBackend, ProxySettings } from "./proxy.ts";
export type { HaproxyServer, ServerOptions } from "./server-line.ts";
export { simulateBackend, type SimulatedBackend, type SimulatedServer } from "./simulated.ts";

export interface HaproxyConfiguration {
  /** Backends, and listens that have servers. */
  readonly backends: readonly HaproxyBackend[];
  /** Where there are any, the rest is what could be read beside them. */
  readonly problems: readonly Problem[];
  /** What was passed over although it would change picks. */
  readonly warnings: readonly Problem[];
}

/** The words that begin a section. Lines of sections that say nothing about balancing are passed over. */
const SECTIONS = (
  "global defaults frontend backend listen peers resolvers userlist mailers cache program http-errors ring log-forward " +
  "fcgi-app crt-store traces acme log-profile"
).split(" ");

/** Reads a whole configuration, or a part that begins with a section. */
export function readHaproxy(text: string, file: string): HaproxyConfiguration {
  const { lines, problems } = readLines(text, file);
  const notes = new Notes(file);
  notes.problems.push(...problems);
  const reader = new SectionReader(notes);
  for (const line of lines) reader.read(line);
  reader.end();
  return {
    backends: withFullConnections(reader.backends, reader.frontends, reader.processMaximum, notes),
    problems: sortProblems(notes.problems),
    warnings: sortProblems(notes.warnings),
  };
}

class SectionReader {
  readonly backends: HaproxyBackend[] = [];
  readonly frontends: Frontend[] = [];
  /** `maxconn` of the global section. */
  processMaximum: number | null = null;
  readonly #notes: Notes;
  /** By name; the nameless ones under "". */
  readonly #defaults: Map<string, ProxySettings> = new Map();
  #latest: ProxySettings = DEFAULT_SETTINGS;
  #hasSection = false;
  #proxy: Pick<ProxyReader, "read"> | null = null;
  #close: () => void = () => undefined;

  constructor(notes: Notes) {
    this.#notes = notes;
  }

  read(line: readonly [Word, ...Word[]]): void {
    if (SECTIONS.includes(line[0].text)) return this.#open(line);
    if (!this.#hasSection) {
      this.#hasSection = true;
      this.#notes.fault(line[0], "haproxy", `a section: ${oneOf(SECTIONS, line[0].text)}`, quoted(line[0].text));
    }
    this.#proxy?.read(line);
  }

  end(): void {
    this.#close();
    this.#close = () => undefined;
    this.#proxy = null;
  }

  #open(line: readonly [Word, ...Word[]]): void {
    this.end();
    this.#hasSection = true;
    const kind = line[0].text;
    if (kind === "defaults") this.#openDefaults(line);
    else if (kind === "global") this.#openGlobal();
    else if (kind === "frontend") this.#openFrontend(line);
    else if (kind === "backend" || kind === "listen") this.#openBackend(line, kind);
  }

  /** Of the process only its `maxconn` matters. */
  #openGlobal(): void {
    const reader = new ProxyReader("global", DEFAULT_SETTINGS, this.#notes);
    this.#proxy = { read: (line) => void (line[0].text === "maxconn" && reader.read(line)) };
    this.#close = () => void (this.processMaximum = reader.settings.frontendConnections);
  }

  #openFrontend(line: readonly [Word, ...Word[]]): void {
    const reader = new ProxyReader(`frontend ${line[1]?.text ?? ""}`, this.#inherited(line, this.#latest), this.#notes);
    this.#proxy = reader;
    this.#close = () => this.#addFrontend(line[1]?.text ?? "", reader, null);
  }

  /** `own`: the backend that it is itself. */
  #addFrontend(name: string, { settings, targets, defaultTarget }: ProxyReader, own: string | null): void {
    const byDefault = defaultTarget ?? own;
    const all = new Set([...targets, ...(byDefault === null ? [] : [byDefault])]);
    this.frontends.push({ name, maxConnections: settings.frontendConnections, targets: all });
  }

  #openDefaults(line: readonly [Word, ...Word[]]): void {
    const name = line[1]?.text === "from" ? "" : (line[1]?.text ?? "");
    const reader = new ProxyReader(
      `defaults${name === "" ? "" : ` ${name}`}`,
      this.#inherited(line, DEFAULT_SETTINGS),
      this.#notes,
    );
    this.#proxy = reader;
    this.#close = () => {
      this.#latest = reader.settings;
      this.#defaults.set(name, reader.settings);
    };
  }

  #openBackend(line: readonly [Word, ...Word[]], kind: "backend" | "listen"): void {
    const [first, name] = line;
    if (name === undefined) this.#notes.fault(first, kind, "a name", "nothing");
    const path = `${kind} ${name?.text ?? ""}`;
    if (name !== undefined && this.backends.some((other) => other.name === name.text)) {
      this.#notes.fault(name, path, "a name that is new", quoted(name.text));
    }
    const reader = new ProxyReader(path, this.#inherited(line, this.#latest), this.#notes);
    this.#proxy = reader;
    this.#close = () => {
      if (kind === "listen") this.#addFrontend(name?.text ?? "", reader, name?.text ?? "");
      if (kind === "listen" && reader.servers.length === 0) return;
      const { line: atLine, column } = name ?? first;
      const place = { line: atLine, column };
      this.backends.push({ name: name?.text ?? "", kind, servers: reader.servers, ...reader.settings, ...place });
    };
  }

  /** What a section begins with: the `defaults` that it names after `from`, otherwise what is given. */
  #inherited(line: readonly Word[], otherwise: ProxySettings): ProxySettings {
    const at = line.findIndex((word, index) => index > 0 && word.text === "from");
    const name = at < 0 ? undefined : line[at + 1];
    if (name === undefined) return otherwise;
    const settings = this.#defaults.get(name.text);
    if (settings === undefined) {
      this.#notes.fault(
        name,
        line[0]!.text,
        `a defaults section: ${oneOf([...this.#defaults.keys()], name.text)}`,
        quoted(name.text),
      );
    }
    return settings ?? otherwise;
  }
}
