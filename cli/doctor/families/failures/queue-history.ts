/** Jepsen's total-queue checker: what a history of enqueues and dequeues says of a queue. */
import { NotCovered } from "../../setup.ts";
import type { Family } from "../family.ts";
import { measured } from "./stand.ts";

/** How many of each value. */
class Bag {
  readonly #counts = new Map<string, number>();

  add(value: string): void {
    this.#counts.set(value, this.of(value) + 1);
  }

  of(value: string): number {
    return this.#counts.get(value) ?? 0;
  }

  /** The sum over its values of what is said of each. */
  sum(of: (value: string, count: number) => number): number {
    let sum = 0;
    for (const [value, count] of this.#counts) sum += of(value, count);
    return sum;
  }
}

const EVENT = /^(invoke|ok|fail|info) (enq|deq)(?:ueue)?(?: (\S+))?$/;

/**
 * Counts, with multiplicity: enqueues attempted and acknowledged; dequeued values that had been attempted (ok); acknowledged
 * and never dequeued (lost); dequeued more often than attempted (duplicated); dequeued and never attempted (unexpected);
 * dequeued though not acknowledged (recovered). Source: jepsen/src/jepsen/checker.clj, `total-queue`.
 */
export function queueFigures(history: string): readonly number[] {
  const [attempts, acknowledged, dequeued] = [new Bag(), new Bag(), new Bag()];
  for (const event of eventsOf(history)) {
    const match = EVENT.exec(event);
    if (match === null) throw new NotCovered(`setup.history: ${JSON.stringify(event)} is not understood`);
    const [, type, action, value] = match;
    if (value === undefined) continue;
    if (action === "enq" && type === "invoke") attempts.add(value);
    if (action === "enq" && type === "ok") acknowledged.add(value);
    if (action === "deq" && type === "ok") dequeued.add(value);
  }
  const okOf = (value: string, count: number): number => Math.min(count, attempts.of(value));
  return [
    attempts.sum((_, count) => count),
    acknowledged.sum((_, count) => count),
    dequeued.sum(okOf),
    acknowledged.sum((value, count) => Math.max(0, count - dequeued.of(value))),
    dequeued.sum((value, count) => (attempts.of(value) === 0 ? 0 : Math.max(0, count - attempts.of(value)))),
    dequeued.sum((value, count) => (attempts.of(value) === 0 ? count : 0)),
    dequeued.sum((value, count) => Math.max(0, okOf(value, count) - acknowledged.of(value))),
  ];
}

/** None where nothing happened. */
function eventsOf(history: string): readonly string[] {
  return history.trim() === "" ? [] : history.trim().split(/\s*;\s*/);
}

export const queueAccounting: Family = {
  name: "loss/duplicate accounting",
  plan(setup, { measure }) {
    measured(measure, { "[attempts, acknowledged, ok, lost, duplicated, unexpected, recovered]": true });
    const figures = queueFigures(setup.anyText("history"));
    return { compute: () => figures };
  },
};
