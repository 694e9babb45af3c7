/** Connections that are held, in a backend where some may have to wait: opened, placed, closed in any order, and dequeued. */
import { NONE } from "../../../../../sim/index.ts";
import type { HeldEvent, Played } from "../../recording.ts";
import { labelOf, LOCAL, messageOf, type Setup } from "./setup.ts";

const WAITS = "queued";

export function playEvents(setup: Setup, events: readonly HeldEvent[]): Played {
  const line = new Line(setup);
  const known = setup.backend.servers.map((_, node) => labelOf(setup, node));
  const expected = events.map((event) => expectedOf(event, known));
  const actual = events.map((event, index) => {
    if (event.op === "open") return [event.id, line.open(event, index)];
    if (event.op === "close") return [event.id, ...shownLike(event, line.close(event.id))];
    return [event.id, line.placeOf(event.id)];
  });
  return { expected, actual };
}

/** An opened connection that is recorded at no server waits. Whom a closed one lets in is recorded by names or places. */
function expectedOf(event: HeldEvent, known: readonly string[]): readonly unknown[] {
  if (event.op === "close") return [event.id, ...[event["dequeued"] ?? []].flat()];
  return [event.id, known.includes(event.pick ?? "") ? event.pick : WAITS];
}

interface Dequeued {
  readonly id: string;
  readonly pick: string;
}

/** In the recording's own form: connections with their places, or only one of the two. */
function shownLike(event: HeldEvent, dequeued: readonly Dequeued[]): readonly unknown[] {
  const [first] = [event["dequeued"]].flat();
  if (typeof first !== "string") return first === undefined ? [] : dequeued;
  return dequeued.map(({ id, pick }) => (/^\d+$/.test(first) ? pick : id));
}

/** The gateway's queue, as the engine keeps it: its head is asked for at every arrival and every end. */
class Line {
  readonly #setup: Setup;
  readonly #waiting: { readonly id: string; readonly key: string; readonly index: number }[] = [];
  /** The ids of what is open, in the order in which the gateway holds it. */
  readonly #open: string[] = [];
  readonly #places: Map<string, string> = new Map();

  constructor(setup: Setup) {
    this.#setup = setup;
  }

  open({ id, key = "" }: HeldEvent, index: number): string {
    this.#waiting.push({ id, key, index });
    this.#drain();
    return this.placeOf(id);
  }

  placeOf(id: string): string {
    return this.#places.get(id) ?? WAITS;
  }

  /** Who got in thereby. */
  close(id: string): Dequeued[] {
    const waits = this.#waiting.findIndex((one) => one.id === id);
    if (waits >= 0) this.#waiting.splice(waits, 1);
    const place = this.#open.indexOf(id);
    if (place < 0) return [];
    this.#open.splice(place, 1);
    this.#setup.gateway.settle(1e6, true, place);
    return this.#drain();
  }

  #drain(): Dequeued[] {
    const { gateway } = this.#setup;
    const dequeued: Dequeued[] = [];
    for (let head = this.#waiting[0]; head !== undefined; head = this.#waiting[0]) {
      gateway.view.waiting = this.#waiting.length;
      const node = gateway.pick(messageOf(this.#setup, { key: head.key, client: LOCAL }, head.index));
      if (node === NONE) break;
      this.#waiting.shift();
      this.#open.push(head.id);
      this.#places.set(head.id, labelOf(this.#setup, node));
      dequeued.push({ id: head.id, pick: labelOf(this.#setup, node) });
    }
    gateway.view.waiting = 0;
    return dequeued;
  }
}
