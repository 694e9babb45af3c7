/** Connections that are held, in a backend where some may have to wait: opened, placed, closed in any order, and dequeued. */
import { LATER, REFUSE } from "../../../../../sim/index.ts";
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

interface Connection {
  readonly id: string;
  readonly key: string;
  /** Tells it from all others; its ticket, too. */
  readonly index: number;
}

/** A gateway with a queue, as the engine keeps it: HAProxy sets aside what waits, and says who is asked for again. */
class Line {
  readonly #setup: Setup;
  /** By ticket: those that wait. */
  readonly #waiting: Map<number, Connection> = new Map();
  /** The ids of what is open, in the order in which the gateway holds it. */
  readonly #open: string[] = [];
  readonly #places: Map<string, string> = new Map();

  constructor(setup: Setup) {
    this.#setup = setup;
  }

  open({ id, key = "" }: HeldEvent, index: number): string {
    this.#waiting.set(index, { id, key, index });
    this.#ask(index);
    return this.placeOf(id);
  }

  placeOf(id: string): string {
    return this.#places.get(id) ?? WAITS;
  }

  /** Who got in thereby. */
  close(id: string): Dequeued[] {
    const place = this.#open.indexOf(id);
    if (place < 0) {
      this.#giveUp(id);
      return this.#drain();
    }
    this.#open.splice(place, 1);
    this.#setup.gateway.settle(1e6, true, place);
    return this.#drain();
  }

  #giveUp(id: string): void {
    for (const waiting of this.#waiting.values()) {
      if (waiting.id !== id) continue;
      this.#waiting.delete(waiting.index);
      this.#setup.gateway.withdraw(waiting.index);
    }
  }

  #drain(): Dequeued[] {
    const { gateway } = this.#setup;
    const dequeued: Dequeued[] = [];
    for (let ticket = gateway.resumed.shift(); ticket !== undefined; ticket = gateway.resumed.shift()) {
      const { id } = this.#waiting.get(ticket)!;
      this.#ask(ticket);
      if (this.#places.has(id)) dequeued.push({ id, pick: this.placeOf(id) });
    }
    return dequeued;
  }

  #ask(ticket: number): void {
    const { gateway } = this.#setup;
    const { id, key, index } = this.#waiting.get(ticket)!;
    const message = messageOf(this.#setup, { key, client: LOCAL }, index);
    const node = gateway.ask({ ...message, ticket });
    if (node === LATER) return;
    this.#waiting.delete(ticket);
    if (node === REFUSE) return;
    this.#open.push(id);
    this.#places.set(id, labelOf(this.#setup, node));
  }
}
