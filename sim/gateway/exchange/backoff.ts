/** How long retries wait. Whatever is drawn comes from a stream of its own. */
import { roundHalfUp } from "../../core/math.ts";
import type { Random } from "../../core/random.ts";
import { sampler, type Sampler } from "../../core/samplers.ts";
import type { Ns } from "../../core/time.ts";
import type { BackoffSpec } from "../../scenario.ts";

type Exponential = Extract<BackoffSpec, { readonly kind: "exponential" }>;

export interface Backoff {
  /** The wait before a message's retry number `retry`, from 0; `lastNs`: what it waited before the one before. */
  delayNs(retry: number, lastNs: Ns): Ns;
}

export function backoffOf(spec: BackoffSpec, stream: () => Random): Backoff {
  switch (spec.kind) {
    case "none":
      return { delayNs: () => 0 };
    case "fixed":
      return { delayNs: () => spec.delayNs };
    case "drawn":
      return new DrawnBackoff(sampler(spec.delay, stream()));
    case "exponential":
      return new ExponentialBackoff(spec, spec.jitter === "none" ? null : stream());
  }
}

class DrawnBackoff implements Backoff {
  readonly #sampler: Sampler;

  constructor(sampler: Sampler) {
    this.#sampler = sampler;
  }

  delayNs(): Ns {
    return roundHalfUp(this.#sampler.draw());
  }
}

class ExponentialBackoff implements Backoff {
  readonly #spec: Exponential;
  /** Null where nothing is drawn. */
  readonly #random: Random | null;
  /** base * factor^n for n = 0, 1, …, as far as asked for. */
  readonly #steps: number[];

  constructor(spec: Exponential, random: Random | null) {
    this.#spec = spec;
    this.#random = random;
    this.#steps = [spec.baseNs];
  }

  delayNs(retry: number, lastNs: Ns): Ns {
    const { baseNs, capNs, jitter } = this.#spec;
    if (jitter === "decorrelated")
      return roundHalfUp(Math.min(capNs, this.#uniform(baseNs, 3 * Math.max(baseNs, lastNs))));
    const step = Math.min(capNs, this.#step(retry));
    return roundHalfUp(this.#jittered(step, jitter));
  }

  #jittered(step: number, jitter: "none" | "full" | "equal" | number): number {
    if (jitter === "none") return step;
    if (jitter === "full") return this.#uniform(0, step);
    if (jitter === "equal") return step / 2 + this.#uniform(0, step / 2);
    return step * this.#uniform(1 - jitter, 1 + jitter);
  }

  /** By repeated multiplication: no power of the engine's own reaches a decision. */
  #step(retry: number): number {
    const steps = this.#steps;
    while (steps.length <= retry && steps.at(-1)! < this.#spec.capNs) steps.push(steps.at(-1)! * this.#spec.factor);
    return steps[Math.min(retry, steps.length - 1)]!;
  }

  #uniform(from: number, to: number): number {
    return from + (to - from) * this.#random!.unit();
  }
}
