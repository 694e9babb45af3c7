/** What a clogged link keeps back, until it is let go in the order in which it was sent. */
import type { Ns } from "../core/time.ts";

export interface Held {
  readonly path: { goOn(kind: number, a: number, b: number, atNs: Ns): void };
  readonly kind: number;
  readonly a: number;
  readonly b: number;
  /** When it left the wire. */
  readonly atNs: Ns;
}

export class Hold {
  #held: Held[] = [];

  keep(held: Held): void {
    this.#held.push(held);
  }

  /** Every message goes on, unless something else keeps it back. */
  release(): void {
    const held = this.#held;
    this.#held = [];
    for (const { path, kind, a, b, atNs } of held) path.goOn(kind, a, b, atNs);
  }
}
