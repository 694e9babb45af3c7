/** Chance that a test has written down beforehand: each draw of `below` and `unit` takes the next number of the script. */
import type { Random } from "../../../sim/index.ts";

export class ScriptedRandom implements Random {
  readonly #script: number[];

  constructor(script: readonly number[]) {
    this.#script = [...script];
  }

  below(bound: number): number {
    const next = this.#next();
    if (next >= bound) throw new Error(`the script says ${next}, but the bound is ${bound}`);
    return next;
  }

  unit(): number {
    return this.#next();
  }

  u32(): number {
    return this.#next();
  }

  exponential(): number {
    return this.#next();
  }

  normal(): number {
    return this.#next();
  }

  #next(): number {
    const next = this.#script.shift();
    if (next === undefined) throw new Error("more draws than the script has");
    return next;
  }
}
