/** The `fullconn` that HAProxy makes up where none is given: a tenth of what the frontends that send requests there may have. */
import type { Notes } from "../notes.ts";
import type { HaproxyBackend } from "./proxy.ts";

/** A frontend, or a listen as one. */
export interface Frontend {
  readonly name: string;
  /** `maxconn`, its own or that of its defaults; null and 0: the process's. */
  readonly maxConnections: number | null;
  /** The backends that its `default_backend` and `use_backend` lines name; a listen without a default is its own. */
  readonly targets: ReadonlySet<string>;
}

/**
 * Backends with the `fullconn` that HAProxy 2.6 gives them (`proxy_adjust_all_maxconn`), where it matters: where a server has a
 * `minconn` below its `maxconn`. `processMaximum`: `maxconn` of the global section; null: not given, and then taken from the
 * machine, so that what follows from it is not known.
 */
export function withFullConnections(
  backends: readonly HaproxyBackend[],
  frontends: readonly Frontend[],
  processMaximum: number | null,
  notes: Notes,
): HaproxyBackend[] {
  return backends.map((backend) => {
    if (backend.fullConnections > 0 || backend.servers.every((server) => !hasMovingLimit(server))) return backend;
    const senders = frontends.filter(({ targets }) => targets.has(backend.name));
    const sum = sumOf(
      senders.map(({ maxConnections }) => (maxConnections === 0 ? null : maxConnections) ?? processMaximum),
    );
    if (sum === null) warn(backend, notes);
    return sum === null ? backend : { ...backend, fullConnections: Math.ceil(sum / 10) };
  });
}

/** Null where one of them is, and where there is none: a part of a file may have its frontends elsewhere. */
function sumOf(maxima: readonly (number | null)[]): number | null {
  if (maxima.length === 0) return null;
  return maxima.reduce((sum, one) => (sum === null || one === null ? null : sum + one), 0);
}

function hasMovingLimit({ minConnections, maxConnections }: HaproxyBackend["servers"][number]): boolean {
  return minConnections > 0 && minConnections < maxConnections;
}

function warn({ kind, name, servers }: HaproxyBackend, notes: Notes): void {
  for (const server of servers.filter(hasMovingLimit)) {
    const message =
      "without fullconn HAProxy takes a tenth of the frontends' maxconn, which is not given: the limit is maxconn";
    notes.warn({ line: server.line, column: server.column }, `${kind} ${name}.server ${server.name}`, message);
  }
}
