/**
 * C3's rate control: how many messages this client may send to each node, adapted to how many answers come back. A rate above
 * that of the answers is cut; below it, it grows along a cubic curve: fast, then slowly around the rate at which it was cut, then
 * fast again. Rates are in messages per window.
 */
import type { Ns } from "../../core/time.ts";
import type { NodeId } from "../contract.ts";

export interface RateSettings {
  readonly windowNs: Ns;
  /** beta: a cut leaves so much of the rate, and so much of it below the rate before is where growth begins. */
  readonly decrease: number;
  /** After so long the curve is back at the rate before the cut. */
  readonly saddleNs: Ns;
  /** s_max: no step grows by more. */
  readonly mostStep: number;
}

/** Rates begin here, and never fall below `LEAST`, so that a node is heard of again. */
const FIRST = 10;
const LEAST = 0.1;
/** A rate is not cut within so many windows of its last change: the answers to it are still on their way. */
const HYSTERESIS_WINDOWS = 2;

export class CubicRates {
  readonly #settings: RateSettings;
  /** By node. */
  readonly #rate: Float64Array;
  readonly #beforeCut: Float64Array;
  readonly #cutNs: Float64Array;
  readonly #changedNs: Float64Array;
  /** Messages that may be sent at once. */
  readonly #tokens: Float64Array;
  readonly #filledNs: Float64Array;
  /** Answers in the present window, which began at a whole number of windows, and in the one before. */
  readonly #window: Float64Array;
  readonly #answers: Float64Array;
  readonly #answersBefore: Float64Array;

  constructor(nodes: number, settings: RateSettings) {
    this.#settings = settings;
    const all = (value: number): Float64Array => new Float64Array(nodes).fill(value);
    this.#rate = all(FIRST);
    this.#beforeCut = all(FIRST);
    this.#cutNs = all(0);
    this.#changedNs = all(0);
    this.#tokens = all(FIRST);
    this.#filledNs = all(0);
    this.#window = all(0);
    this.#answers = all(0);
    this.#answersBefore = all(0);
  }

  /** Messages per window. */
  of(node: NodeId): number {
    return this.#rate[node]!;
  }

  /** Whether a message may be sent to the node now. */
  allows(node: NodeId, nowNs: Ns): boolean {
    const rate = this.#rate[node]!;
    const earned = ((nowNs - this.#filledNs[node]!) / this.#settings.windowNs) * rate;
    this.#filledNs[node] = nowNs;
    this.#tokens[node] = Math.min(this.#tokens[node]! + earned, Math.max(1, rate));
    return this.#tokens[node]! >= 1;
  }

  /** A message is sent, also beyond the rate. */
  sent(node: NodeId): void {
    this.#tokens[node] = Math.max(0, this.#tokens[node]! - 1);
  }

  /** An answer has come. */
  answered(node: NodeId, nowNs: Ns): void {
    this.#count(node, nowNs);
    const rate = this.#rate[node]!;
    const received = this.#answersBefore[node]!;
    const settled = nowNs - this.#changedNs[node]! > HYSTERESIS_WINDOWS * this.#settings.windowNs;
    if (rate > received && settled) this.#cut(node, nowNs);
    else if (rate < received) this.#grow(node, nowNs);
  }

  #cut(node: NodeId, nowNs: Ns): void {
    const rate = this.#rate[node]!;
    this.#beforeCut[node] = rate;
    this.#cutNs[node] = nowNs;
    this.#changedNs[node] = nowNs;
    this.#rate[node] = Math.max(LEAST, rate * this.#settings.decrease);
  }

  /** gamma (t - cbrt(beta R0 / gamma))³ + R0, with gamma such that the curve is back at R0 after the saddle's time. */
  #grow(node: NodeId, nowNs: Ns): void {
    const { decrease, saddleNs, mostStep } = this.#settings;
    const before = this.#beforeCut[node]!;
    const progress = (nowNs - this.#cutNs[node]!) / saddleNs - 1;
    const target = before + decrease * before * progress * progress * progress;
    this.#changedNs[node] = nowNs;
    // The curve begins above a deep cut, and below a shallow one: growing never lowers the rate.
    this.#rate[node] = Math.max(this.#rate[node]!, Math.min(this.#rate[node]! + mostStep, target));
  }

  #count(node: NodeId, nowNs: Ns): void {
    const window = Math.floor(nowNs / this.#settings.windowNs);
    const passed = window - this.#window[node]!;
    if (passed > 0) {
      this.#answersBefore[node] = passed === 1 ? this.#answers[node]! : 0;
      this.#answers[node] = 0;
      this.#window[node] = window;
    }
    this.#answers[node]!++;
  }
}
