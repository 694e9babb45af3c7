/**
 * Clients that all want to change one row at the same time under optimistic concurrency: each reads the row's version,
 * writes if it is still the same, waits as its backoff says after a failure and begins again; each succeeds once. The model of M.
 * Brooker's "Exponential Backoff And Jitter" (AWS Architecture Blog, 2015; aws-samples/aws-arch-backoff-simulator), over the
 * project's own event loop and backoffs.
 */
import { EventLoop } from "../../../../sim/core/event-loop.ts";
import { Stream } from "../../../../sim/core/random.ts";
import { backoffOf, type Backoff } from "../../../../sim/gateway/exchange/backoff.ts";
import type { BackoffSpec, Random } from "../../../../sim/index.ts";

const READ_AT_SERVER = 0;
const READ_ANSWERED = 1;
const WRITE_AT_SERVER = 2;
const WRITE_ANSWERED = 3;
const BEGINS = 4;

export interface Writers {
  readonly clients: number;
  /** One way of a message: the absolute value of a normal deviate. */
  readonly hop: { readonly meanNs: number; readonly deviationNs: number };
  readonly backoff: BackoffSpec;
}

export interface Contest {
  readonly writes: number;
  /** When the last client heard that it had succeeded. */
  readonly endNs: number;
}

/** One contest. */
export function contest({ clients, hop, backoff }: Writers, seed: number, name: string): Contest {
  const loop = new EventLoop();
  const travel = new Normal(new Stream(seed, `${name}/hop`));
  const jitter = new Stream(seed, `${name}/backoff`);
  const backoffs = Array.from({ length: clients }, (): Backoff => backoffOf(backoff, () => jitter));
  const failures = new Int32Array(clients);
  const lastNs = new Float64Array(clients);
  const send = (kind: number, client: number, version: number): void => {
    const delayNs = Math.round(Math.abs(hop.meanNs + hop.deviationNs * travel.draw()));
    loop.at(loop.nowNs + delayNs, kind, client, version);
  };
  let [version, writes, endNs] = [0, 0, 0];
  for (let client = 0; client < clients; client++) send(READ_AT_SERVER, client, 0);
  while (loop.next()) {
    const { a: client, b: seen } = loop;
    switch (loop.kind) {
      case BEGINS:
        send(READ_AT_SERVER, client, 0);
        break;
      case READ_AT_SERVER:
        send(READ_ANSWERED, client, version);
        break;
      case READ_ANSWERED:
        writes++;
        send(WRITE_AT_SERVER, client, seen);
        break;
      case WRITE_AT_SERVER:
        send(WRITE_ANSWERED, client, seen === version ? 1 : 0);
        if (seen === version) version++;
        break;
      case WRITE_ANSWERED:
        if (seen === 1) {
          endNs = loop.nowNs;
          break;
        }
        lastNs[client] = backoffs[client]!.delayNs(failures[client]!++, lastNs[client]!);
        loop.at(loop.nowNs + lastNs[client], BEGINS, client, 0);
    }
  }
  return { writes, endNs };
}

/** Standard normal deviates by the polar method (Marsaglia & Bray, 1964). */
class Normal {
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  draw(): number {
    for (;;) {
      const x = 2 * this.#random.unit() - 1;
      const y = 2 * this.#random.unit() - 1;
      const square = x * x + y * y;
      if (square > 0 && square < 1) return x * Math.sqrt((-2 * Math.log(square)) / square);
    }
  }
}
