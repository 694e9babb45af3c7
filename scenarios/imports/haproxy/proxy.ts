/** A `backend`, `listen`, `frontend` or `defaults` section: what its lines say about balancing, on top of what it inherits. */
import type { ParameterValue } from "../../../sim/index.ts";
import { quoted } from "../../wording.ts";
import type { Notes, Place } from "../notes.ts";
import { DEFAULT_BALANCE, readBalance, readHashType, type HaproxyBalance } from "./balance.ts";
import {
  DEFAULT_OPTIONS,
  readOptions,
  readServer,
  readTemplate,
  type HaproxyServer,
  type ServerOptions,
} from "./server-line.ts";
import { haproxyNumber, haproxySeconds } from "./values.ts";
import type { Word } from "./words.ts";

/** What `defaults` hands down. */
export interface ProxySettings {
  readonly mode: string;
  readonly balance: HaproxyBalance;
  /** The balancers' parameters that `hash-type` stands for; empty without one. */
  readonly hashType: Readonly<Record<string, ParameterValue>>;
  /** `hash-balance-factor`; 0: no bound. */
  readonly hashBalanceFactor: number;
  /** `retries`: after a first try that failed. */
  readonly retries: number;
  /** `option redispatch`, and its interval; null without. */
  readonly redispatch: number | null;
  readonly allBackups: boolean;
  /** `fullconn`; 0 without one. */
  readonly fullConnections: number;
  /** `maxconn` of frontends, a listen's own side of them included; null: not given. */
  readonly frontendConnections: number | null;
  /** `timeout queue`; null: not given. */
  readonly queueTimeoutSeconds: number | null;
  /** What `default-server` says. */
  readonly defaultServer: ServerOptions;
}

export interface HaproxyBackend extends ProxySettings, Place {
  readonly name: string;
  readonly kind: "backend" | "listen";
  /** In the order of the file. */
  readonly servers: readonly HaproxyServer[];
}

export const DEFAULT_SETTINGS: ProxySettings = {
  mode: "tcp",
  balance: DEFAULT_BALANCE,
  hashType: {},
  hashBalanceFactor: 0,
  retries: 3,
  redispatch: null,
  allBackups: false,
  fullConnections: 0,
  frontendConnections: null,
  queueTimeoutSeconds: null,
  defaultServer: DEFAULT_OPTIONS,
};

type Line = readonly [Word, ...Word[]];
type Reader = (reader: ProxyReader, line: Line, path: string) => void;

/** Change picks, and are not modelled. */
const NOT_MODELLED: Readonly<Record<string, string>> = {
  stick: "clients that come back bypass the algorithm",
  cookie: "clients that come back bypass the algorithm",
  "use-server": "its requests bypass the algorithm",
  "hash-preserve-affinity": "full servers are waited for, as with always",
  dispatch: "an address without servers",
};

const READERS: Readonly<Record<string, Reader>> = {
  balance: (reader, line, path) => {
    reader.settings.balance = readBalance(line[0], line.slice(1), path, reader.notes) ?? reader.settings.balance;
  },
  "hash-type": (reader, line, path) => {
    reader.settings.hashType = readHashType(line[0], line.slice(1), path, reader.notes) ?? reader.settings.hashType;
  },
  "hash-balance-factor": (reader, line, path) => {
    const value = haproxyNumber(line[1]?.text ?? "", 0, 65_535);
    const isFine = value === 0 || (value !== null && value > 100);
    if (isFine) reader.settings.hashBalanceFactor = value;
    else reader.fault(line, path, "0 or a whole number from 101 to 65535");
  },
  retries: (reader, line, path) => reader.number(line, path, "retries"),
  fullconn: (reader, line, path) => reader.number(line, path, "fullConnections"),
  maxconn: (reader, line, path) => reader.number(line, path, "frontendConnections"),
  default_backend: (reader, line) => void (reader.defaultTarget = line[1]?.text ?? null),
  use_backend: (reader, line) => {
    // `%[…]` is worked out per request.
    if (line[1] !== undefined && !line[1].text.includes("%[")) reader.targets.add(line[1].text);
  },
  mode: (reader, line) => void (reader.settings.mode = line[1]?.text ?? "tcp"),
  option: (reader, line, path) => reader.option(line, path, true),
  timeout: (reader, line, path) => {
    if (line[1]?.text !== "queue") return;
    const seconds = haproxySeconds(line[2]?.text ?? "");
    if (seconds === null)
      reader.notes.fault(
        line[2] ?? line[1],
        `${path}.queue`,
        "a time such as 500ms or 10s",
        quoted(line[2]?.text ?? ""),
      );
    else reader.settings.queueTimeoutSeconds = seconds;
  },
  "default-server": (reader, line, path) => {
    reader.settings.defaultServer = readOptions(line.slice(1), reader.settings.defaultServer, path, reader.notes);
  },
  server: (reader, line, path) => {
    const server = readServer(line, reader.settings.defaultServer, path, reader.notes);
    if (server !== null) reader.add(server);
  },
  "server-template": (reader, line, path) => {
    for (const server of readTemplate(line, reader.settings.defaultServer, path, reader.notes)) reader.add(server);
  },
};

export class ProxyReader {
  readonly notes: Notes;
  readonly settings: { -readonly [K in keyof ProxySettings]: ProxySettings[K] };
  readonly servers: HaproxyServer[] = [];
  /** Where `default_backend` sends requests, and where `use_backend` may. */
  defaultTarget: string | null = null;
  readonly targets: Set<string> = new Set();
  readonly #path: string;
  readonly #names: Set<string> = new Set();
  /** Those that `id N` gives. */
  readonly #ids: Set<number> = new Set();

  constructor(path: string, inherited: ProxySettings, notes: Notes) {
    this.#path = path;
    this.settings = { ...inherited };
    this.notes = notes;
  }

  /** Lines that say nothing about balancing are passed over. */
  read(line: Line): void {
    const [first, second] = line;
    if (first.text === "no" && second?.text === "option")
      return this.option([second, ...line.slice(2)], `${this.#path}.option`, false);
    const path = `${this.#path}.${first.text}`;
    const why = Object.hasOwn(NOT_MODELLED, first.text) ? NOT_MODELLED[first.text] : undefined;
    if (why !== undefined) this.notes.warn(first, path, `is not modelled: ${why}`);
    if (Object.hasOwn(READERS, first.text)) READERS[first.text]!(this, line, path);
  }

  option(line: Line, path: string, isOn: boolean): void {
    const [, name, argument] = line;
    if (name?.text === "allbackups") this.settings.allBackups = isOn;
    if (name?.text !== "redispatch") return;
    const interval = argument === undefined ? -1 : haproxyNumber(argument.text, -100, 100);
    if (interval === null)
      this.notes.fault(argument!, `${path}.redispatch`, "a whole number from -100 to 100", quoted(argument!.text));
    else this.settings.redispatch = isOn ? interval : null;
  }

  number(line: Line, path: string, field: "retries" | "fullConnections" | "frontendConnections"): void {
    const value = haproxyNumber(line[1]?.text ?? "", 0);
    if (value === null) this.fault(line, path, "a whole number of at least 0");
    else this.settings[field] = value;
  }

  fault(line: Line, path: string, expected: string): void {
    this.notes.fault(line[1] ?? line[0], path, expected, line[1] === undefined ? "nothing" : quoted(line[1].text));
  }

  add(server: HaproxyServer): void {
    const path = `${this.#path}.server ${server.name}`;
    if (this.#names.has(server.name)) this.notes.fault(server, path, "a name that is new", quoted(server.name));
    this.#names.add(server.name);
    if (this.#ids.has(server.id)) this.notes.fault(server, `${path}.id`, "an id that is new", String(server.id));
    if (server.id > 0) this.#ids.add(server.id);
    this.servers.push(server);
  }
}
