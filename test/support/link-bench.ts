/** Links on their own: what is sent when over which path, and when it arrives; faults in between. */
import { WIRE_FREE } from "../../sim/core/event-kinds.ts";
import { EventLoop } from "../../sim/core/event-loop.ts";
import { RandomStreams } from "../../sim/core/random.ts";
import { Links, type Linked } from "../../sim/network/links.ts";
import type { Path } from "../../sim/network/path.ts";

const CALL = 60;
const ARRIVAL = 61;

export interface Arrival {
  /** The number of what was sent, in the order of sending, from 0. */
  readonly message: number;
  readonly atNs: number;
}

export class LinkBench {
  readonly loop: EventLoop = new EventLoop();
  readonly links: Links;
  readonly arrivals: Arrival[] = [];
  /** By message: whether its path said that it was lost. */
  readonly lost: boolean[] = [];
  readonly #calls: (() => void)[] = [];

  constructor(scenario: Linked, seed = 1) {
    const streams = new RandomStreams(seed);
    this.links = new Links(scenario, { loop: this.loop, stream: (name) => streams.stream(name) });
  }

  /** Does something when it is time. */
  at(timeNs: number, call: () => void): void {
    this.loop.at(timeNs, CALL, this.#calls.push(call) - 1, 0);
  }

  /** Sends one message now; a free path is an arrival at once. */
  send(path: Path | null, sizeBytes = 0): void {
    const message = this.lost.push(false) - 1;
    if (path === null) this.arrivals.push({ message, atNs: this.loop.nowNs });
    else if (!path.travel(ARRIVAL, message, 0, sizeBytes)) this.lost[message] = true;
  }

  run(): this {
    while (this.loop.next()) {
      const { kind, a, b, nowNs } = this.loop;
      if (kind === CALL) this.#calls[a]!();
      else if (kind === WIRE_FREE) this.links.wireFree(a, b);
      else this.arrivals.push({ message: a, atNs: nowNs });
    }
    return this;
  }

  /** When each message arrived; undefined where it did not. */
  get arrivedNs(): readonly (number | undefined)[] {
    const at = new Map(this.arrivals.map(({ message, atNs }) => [message, atNs]));
    return this.lost.map((_, message) => at.get(message));
  }
}
