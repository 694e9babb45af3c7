/** Plays HAProxy's recordings: requests one after the other, or held connections. */
import { expect } from "vitest";
import type { Played, Player, Recording } from "../../recording.ts";
import { playEvents } from "./events.ts";
import { playRows, type RowOutcome } from "./rows.ts";
import { labelOf, LOCAL, messageOf, setUp, type Setup } from "./setup.ts";

export const haproxy: Player = {
  play(recording) {
    const setup = setUp(recording);
    return recording.events === undefined ? playPicks(setup, recording) : playEvents(setup, recording.events);
  },

  /** Times are a health check's apart from the recording's; what does not depend on them is the same. */
  behaviour(recording) {
    if (recording.rows === undefined) return () => sharesAgree(recording);
    return (recording.columns ?? []).includes("tMs") ? () => phasesAgree(recording) : () => retriesAgree(recording);
  },
};

/** Requests that each end before the next begins. */
function playPicks(setup: Setup, { file, picks, byKey, byClientIp }: Recording): Played {
  const requests =
    picks?.map((pick) => ({ key: "", client: LOCAL, pick })) ??
    byKey?.map(([key, pick]) => ({ key, client: LOCAL, pick })) ??
    byClientIp?.map(([client, pick]) => ({ key: "", client, pick }));
  if (requests === undefined) throw new Error(`${file}: expected picks, byKey, byClientIp or events`);
  const expected = requests.map(({ key, client, pick }) => [key, client, pick]);
  const actual = requests.map((request, index) => {
    const node = setup.gateway.pick(messageOf(setup, request, index));
    setup.gateway.settle();
    return [request.key, request.client, labelOf(setup, node)];
  });
  return { expected, actual };
}

/** Each server has its share of the requests: within six standard deviations of a random choice, exactly where it has all or none. */
function sharesAgree(recording: Recording): void {
  const { expected, actual } = haproxy.play(recording);
  const picks = (played: readonly unknown[]): string[] => played.map((item) => (item as readonly string[]).at(-1)!);
  const [recorded, simulated] = [count(picks(expected)), count(picks(actual))];
  for (const port of new Set([...recorded.keys(), ...simulated.keys()])) {
    const share = (recorded.get(port) ?? 0) / expected.length;
    const deviation = Math.sqrt(2 * expected.length * share * (1 - share));
    expect(Math.abs((simulated.get(port) ?? 0) - (recorded.get(port) ?? 0)), port).toBeLessThanOrEqual(6 * deviation);
  }
}

/** A server that refuses every connection: who answers in its place, and after how many retries, request by request. */
function retriesAgree(recording: Recording): void {
  const { rows = [], columns = [] } = recording;
  const setup = setUp(recording);
  const answered = rows.map((row) => row[columns.indexOf("finalPick")] as string);
  const refusing = setup.backend.servers
    .map((_, node) => labelOf(setup, node))
    .filter((port) => !answered.includes(port));
  const outcomes = playRows(setup, recording, refusing);
  expect(outcomes.map(({ pick }) => pick)).toEqual(answered);
  // HAProxy's own answer, where no server gave one, has no header.
  const retries = rows.map((row) => String(row[columns.indexOf("retriesHeader")]).replace("+", ""));
  expect(outcomes.map((outcome) => (outcome.pick === "" ? "" : String(outcome.retries)))).toEqual(retries);
}

const SECOND_MS = 1000;
/** Requests of a second by which a server's share may differ: its turn may come just before or just after the second's ends. */
const TURNS = 2;

/** A slow start goes by whole seconds of the clock, and where they begin is not recorded: at one of these. */
const CLOCKS_MS = [0, 125, 250, 375, 500, 625, 750, 875];

/** Who serves how many requests of each second, but for those in which something changes or is noticed. */
function phasesAgree(recording: Recording): void {
  const misfits = CLOCKS_MS.map((clockMs) => misfitOf(recording, playRows(setUp(recording, clockMs), recording)));
  expect(misfits).toContain(null);
}

/** The first server whose share of a second is another one than was recorded; null where all agree. */
function misfitOf({ rows = [], columns = [], controlEvents = [] }: Recording, outcomes: RowOutcome[]): string | null {
  const pickColumn = columns.indexOf("finalPick");
  const unsettled = new Set(
    controlEvents.flatMap(({ t }) => [Math.floor(t / SECOND_MS), Math.floor((t + SECOND_MS) / SECOND_MS)]),
  );
  const secondOf = ({ atMs }: RowOutcome): number => Math.floor(atMs / SECOND_MS);
  const settled = [...new Set(outcomes.map(secondOf))].filter((second) => !unsettled.has(second));
  expect(settled.length).toBeGreaterThan(0);
  for (const second of settled) {
    const places = [...outcomes.keys()].filter((place) => secondOf(outcomes[place]!) === second);
    const recorded = count(places.map((place) => rows[place]![pickColumn] as string));
    const simulated = count(places.map((place) => outcomes[place]!.pick));
    for (const port of new Set([...recorded.keys(), ...simulated.keys()])) {
      const [there, here] = [recorded.get(port) ?? 0, simulated.get(port) ?? 0];
      if (Math.abs(there - here) > TURNS) return `second ${second}: ${port}, ${there} recorded, ${here} here`;
    }
  }
  return null;
}

function count(picks: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const pick of picks) counts.set(pick, (counts.get(pick) ?? 0) + 1);
  return counts;
}
