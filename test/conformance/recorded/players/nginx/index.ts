/** Plays nginx's recordings: of http one request after the other, of stream one connection after the other. */
import type { Played, Player, Recording } from "../../recording.ts";
import { playEvents } from "./events.ts";
import { playRows } from "./rows.ts";
import { labelOf, LOCAL, messageOf, setUp, type Request, type Setup } from "./setup.ts";

export const nginx: Player = {
  play(recording) {
    const setup = setUp(recording);
    // The recorder probed a stream's port once before it began, and so took the first turn.
    if (setup.upstream.protocol === "stream") alone(setup, { key: "", client: LOCAL }, -1);
    if (recording.rows !== undefined) return playRows(setup, recording);
    if (recording.events !== undefined) return playEvents(setup, recording.events);
    return playPicks(setup, recording);
  },
};

/** Requests that each end before the next begins. */
function playPicks(setup: Setup, { file, picks, byKey, byClientIp }: Recording): Played {
  const requests =
    picks?.map((pick) => ({ key: "", client: LOCAL, pick })) ??
    byKey?.map(([key, pick]) => ({ key, client: LOCAL, pick })) ??
    byClientIp?.map(([client, pick]) => ({ key: "", client, pick }));
  if (requests === undefined) throw new Error(`${file}: expected picks, byKey, byClientIp, events or rows`);
  const expected = requests.map(({ key, client, pick }) => [key, client, pick]);
  const actual = requests.map((request, index) => [request.key, request.client, alone(setup, request, index)]);
  return { expected, actual };
}

function alone(setup: Setup, request: Request, index: number): string {
  const node = setup.gateway.pick(messageOf(setup, request, index));
  setup.gateway.settle();
  return labelOf(setup, node);
}
