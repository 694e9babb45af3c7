/** Recordings of failures and of connections that are held, each through a whole run. What the runs are told is in the files alone. */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { immediateRetries, NONE, type HealthSpec } from "../../../../sim/index.ts";
import { simulateUpstream } from "../../../../scenarios/imports/nginx/index.ts";
import { simulateBackend, type HaproxyServer } from "../../../../scenarios/imports/haproxy/index.ts";
import * as haproxy from "../players/haproxy/setup.ts";
import * as nginx from "../players/nginx/setup.ts";
import { readRecording, type HeldEvent, type Recording } from "../recording.ts";
import { faultsOf, playThrough, type Played, type Request, type Simulated } from "./play.ts";

const directory = join(import.meta.dirname, "../../../fixtures/recorded");
const REQUEST_MS = 0.001;

function columnOf({ file, rows = [], columns = [] }: Recording, name: string): readonly unknown[] {
  const place = columns.indexOf(name);
  if (place < 0) throw new Error(`${file}: expected a column ${name}, got ${columns.join(", ")}`);
  return rows.map((row) => row[place]);
}

/** A request for each row, at its time or 25 ms after the one before. */
function requestsOf(recording: Recording): Request[] {
  const times = recording.columns?.includes("tMs") ? columnOf(recording, "tMs") : null;
  return (recording.rows ?? []).map((_, i) => ({ atMs: (times?.[i] as number) ?? 25 * i, workMs: REQUEST_MS, key: 0 }));
}

describe("nginx's next upstream, row for row", () => {
  const STATUS: Readonly<Partial<Record<string, number>>> = { delivered: 200, error: 503 };

  test.each([
    "nginx_all_down.json",
    "nginx_http_503_next_upstream.json",
    "nginx_max_fails_3_w_6_3_3.json",
    "nginx_one_down_w_5_1_1.json",
  ])("%s", async (file) => {
    const recording = readRecording(directory, file);
    const setup = nginx.setUp(recording);
    const simulated = simulateUpstream(setup.upstream, setup.next);
    const nodeOf = (port: string): number =>
      setup.upstream.servers.findIndex((_, node) => nginx.labelOf(setup, node) === port);
    const { tried, fates } = await playThrough(
      simulated,
      requestsOf(recording),
      faultsOf(recording.controlEvents ?? [], nodeOf),
      { retries: immediateRetries(simulated.retries) },
      (recording.t0EpochMs ?? 0) % 1000,
    );
    const addresses = tried.map((nodes) => nodes.map((node) => nginx.labelOf(setup, node)).join(","));
    expect(addresses).toEqual(columnOf(recording, "triedAddrs"));
    expect(fates.map((fate) => STATUS[fate] ?? 502)).toEqual(columnOf(recording, "clientStatus"));
  });
});

describe("HAProxy", () => {
  const played = (recording: Recording, refusing: readonly string[]): Promise<Played> => {
    const setup = haproxy.setUp(recording);
    const nodeOf = (port: string): number =>
      setup.backend.servers.findIndex((_, node) => haproxy.labelOf(setup, node) === port);
    const downs = [...refusing.map((port) => ({ t: 0, do: `/down?port=${port}` })), ...(recording.controlEvents ?? [])];
    const checked = setup.backend.servers.find(({ check }) => check);
    return playThrough(simulateBackend(setup.backend), requestsOf(recording), faultsOf(downs, nodeOf), {
      retries: immediateRetries(setup.backend.retries),
      ...(checked === undefined ? {} : { health: { active: activeOf(checked), panicThreshold: 0 } }),
    });
  };
  // A refused check fails at once; here it goes unanswered, for as short a time.
  const activeOf = ({ interSeconds, fall, rise }: HaproxyServer): NonNullable<HealthSpec["active"]> => {
    return { intervalNs: interSeconds * 1e9, timeoutNs: 1e6, fall, rise };
  };
  const portsOf = (recording: Recording, { tried }: Played): readonly string[] => {
    const setup = haproxy.setUp(recording);
    return tried.map((nodes) => haproxy.labelOf(setup, nodes.at(-1)!));
  };

  test("a server that refuses: the first retry is redispatched at once, and takes a turn", async () => {
    const recording = readRecording(directory, "haproxy_rr_one_refusing_redispatch.json");
    const run = await played(recording, ["18002"]);
    expect(portsOf(recording, run)).toEqual(columnOf(recording, "finalPick"));
    const retries = columnOf(recording, "retriesHeader").map((text) => Math.abs(Number(text)));
    expect(run.tried.map((nodes) => nodes.length - 1)).toEqual(retries);
    expect(new Set(run.fates)).toEqual(new Set(["delivered"]));
  });

  test("all backups stand in while checks fail, by their weights, and make way again", async () => {
    const recording = readRecording(directory, "haproxy_backup_all.json");
    const [real, simulated] = [columnOf(recording, "finalPick"), portsOf(recording, await played(recording, []))];
    const times = columnOf(recording, "tMs") as readonly number[];
    const events = (recording.controlEvents ?? []).map(({ t }) => t);
    // When a check falls is not recorded: what comes within two intervals of an event is left out.
    const bounds = [-Infinity, ...events, Infinity];
    const phases = bounds.slice(1).map((until, i) => ({ from: bounds[i]! + 200, until }));
    const countsIn = (picks: readonly unknown[], { from, until }: (typeof phases)[number]): object =>
      Object.fromEntries(
        ["18001", "18002", "18003", "18004"].map((port) => [
          port,
          picks.filter((pick, row) => pick === port && times[row]! >= from && times[row]! < until).length,
        ]),
      );
    const exact = times.filter((time) => time < events[0]!).length;
    expect(simulated.slice(0, exact)).toEqual(real.slice(0, exact));
    for (const phase of phases) {
      const [expected, actual] = [countsIn(real, phase), countsIn(simulated, phase)].map(Object.values);
      for (const [server, count] of expected!.entries()) {
        // A turn may come just before or just after the phase's end.
        expect(Math.abs((actual![server] as number) - (count as number)), `${server} from ${phase.from}`).toBeLessThan(
          3,
        );
      }
    }
  });
});

describe("connections that are held, pick for pick", () => {
  /** One event a millisecond; a connection lasts until it is closed, or beyond the last event. */
  function heldRequests(events: readonly HeldEvent[]): Request[] {
    const closedAt = new Map(events.flatMap(({ op, id }, i) => (op === "close" ? [[id, i] as const] : [])));
    return events.flatMap(({ op, id, key = "" }, atMs) =>
      op === "open"
        ? [{ atMs, workMs: (closedAt.get(id) ?? 2 * events.length) - atMs, key: Number(key.slice(4)) }]
        : [],
    );
  }

  async function compare({ events = [] }: Recording, simulated: Simulated, labelOf: (node: number) => string) {
    const { tried } = await playThrough(simulated, heldRequests(events), [], {});
    const opened = events.filter(({ op }) => op === "open").map(({ pick }) => pick);
    expect(tried.map(([node]) => (node === NONE ? `rejected:502:${labelOf(NONE)}` : labelOf(node!)))).toEqual(opened);
  }

  test.each(["nginx_rr_max_conns_held.json", "nginx_least_conn_held_4_equal.json"])("%s", async (file) => {
    const recording = readRecording(directory, file);
    const setup = nginx.setUp(recording);
    await compare(recording, simulateUpstream(setup.upstream, setup.next), (node) => nginx.labelOf(setup, node));
  });

  test.each([
    "haproxy_leastconn_held_4_equal.json",
    "haproxy_leastconn_held_w_4_2_1.json",
    "haproxy_bounded_load_150_held.json",
  ])("%s", async (file) => {
    const recording = readRecording(directory, file);
    const setup = haproxy.setUp(recording);
    await compare(recording, simulateBackend(setup.backend), (node) => haproxy.labelOf(setup, node));
  });
});
