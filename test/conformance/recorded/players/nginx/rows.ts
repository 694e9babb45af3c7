/** Requests at their times while backends go down, come back and answer with errors: nginx's loop over the next server. */
import { NONE, type NodeId, type TryOutcome } from "../../../../../sim/index.ts";
import { triesOf } from "../../../../../scenarios/imports/nginx/index.ts";
import type { ControlEvent, Played, Recording } from "../../recording.ts";
import { labelOf, LOCAL, messageOf, type Setup } from "./setup.ts";

/** What a request met. */
interface Outcome {
  readonly tried: string[];
  readonly statuses: number[];
}

export function playRows(setup: Setup, recording: Recording): Played {
  const { rows = [], columns = [], controlEvents = [], file } = recording;
  const timeColumn = columns.indexOf("tMs");
  if (timeColumn < 0) throw new Error(`${file}: expected a column tMs, got ${columns.join(", ")}`);
  const backends = new Backends(controlEvents);
  let nowMs = 0;
  const actual = rows.map((row, index) => {
    const atMs = row[timeColumn] as number;
    setup.gateway.advance((atMs - nowMs) * 1e6);
    nowMs = atMs;
    backends.advance(atMs);
    const outcome = request(setup, backends, index);
    return columns.map((column) => valueOf(column, atMs, outcome));
  });
  return { expected: rows, actual };
}

function valueOf(column: string, atMs: number, { tried, statuses }: Outcome): unknown {
  switch (column) {
    case "tMs":
      return atMs;
    case "triedAddrs":
      return tried.join(",");
    case "upstreamStatuses":
      return statuses.join(", ");
    case "clientStatus":
      return statuses.at(-1);
    default:
      throw new Error(`expected a column tMs, triedAddrs, upstreamStatuses or clientStatus, got ${column}`);
  }
}

/** `ngx_http_upstream_next`: one try after the other while conditions and number of tries allow. */
function request(setup: Setup, backends: Backends, index: number): Outcome {
  const { upstream, next } = setup;
  const outcome: Outcome = { tried: [], statuses: [] };
  const tries: NodeId[] = [];
  for (let left = triesOf(upstream.servers, next); ; left--) {
    const node = setup.gateway.pick({ ...messageOf(setup, { key: "", client: LOCAL }, index), ...earlier(tries) });
    outcome.tried.push(labelOf(setup, node));
    const status = node === NONE ? 502 : backends.answer(labelOf(setup, node));
    outcome.statuses.push(status ?? 502);
    if (node === NONE) return outcome;
    const condition = status === null ? "error" : `http_${status}`;
    const isListed = next.conditions.includes(condition);
    // A status is looked at only while another try is left; the last one is what the client gets.
    const goesOn = isListed && left > 1;
    setup.gateway.settle(1e6, status !== null && !isListed, 0, {
      outcome: seen(status, isListed),
      attempt: tries.length,
    });
    if (!goesOn) return outcome;
    tries.push(node);
  }
}

function earlier(tries: readonly NodeId[]): {
  attempt: number;
  previous: NodeId;
  tries: NodeId[];
  tried: (node: NodeId) => boolean;
} {
  return {
    attempt: tries.length,
    previous: tries.at(-1) ?? NONE,
    tries: [...tries],
    tried: (node) => tries.includes(node),
  };
}

/** 403 and 404 send a request on without being failures. */
function seen(status: number | null, isListed: boolean): TryOutcome {
  if (status === null) return "refused";
  return isListed && status !== 403 && status !== 404 ? "rejected" : "ok";
}

/** What each backend does, by its port. */
class Backends {
  readonly #events: readonly ControlEvent[];
  readonly #down: Set<string> = new Set();
  readonly #status: Map<string, number> = new Map();
  #done = 0;

  constructor(events: readonly ControlEvent[]) {
    this.#events = events;
  }

  advance(nowMs: number): void {
    for (; this.#done < this.#events.length && this.#events[this.#done]!.t <= nowMs; this.#done++) {
      this.#apply(this.#events[this.#done]!);
    }
  }

  /** The status that the backend answers with; null where it takes no connection. */
  answer(port: string): number | null {
    return this.#down.has(port) ? null : (this.#status.get(port) ?? 200);
  }

  #apply(event: ControlEvent): void {
    const { pathname, searchParams } = new URL(event.do, "http://control");
    const port = searchParams.get("port")!;
    if (pathname === "/down") this.#down.add(port);
    else if (pathname === "/up") this.#down.delete(port);
    else if (pathname === "/status") this.#status.set(port, Number(searchParams.get("code")));
    else throw new Error(`expected /down, /up or /status, got ${event.do}`);
  }
}
