/** What `least_time` knows of each server: how long it takes to answer, and how long those that it has not answered wait. */
import type { Ns } from "../../core/time.ts";
import type { NodeId } from "../contract.ts";
import { wholeMilliseconds } from "./clock.ts";
import type { Peers } from "./peers.ts";

/** Times above this are all equally bad, in milliseconds. */
const WORST = 5000;
/** Times are compared in steps of so many milliseconds. */
const STEP = 20;

/** Averages in whole milliseconds; the rules are those of nginx's open-source least_time module (1.31). */
export class ResponseTimes {
  readonly #peers: Peers;
  /** By NodeId, as all below: the average of good answers; 0 before the first. */
  readonly #average: Float64Array;
  /** Messages without an answer, the sum of their ages at the last change, and when that was. */
  readonly #waiting: Int32Array;
  readonly #ages: Float64Array;
  readonly #changed: Float64Array;
  /** The average of their ages, updated whenever a pick looks at the server. */
  readonly #waitingAverage: Float64Array;

  constructor(peers: Peers) {
    const count = peers.weight.length;
    this.#peers = peers;
    this.#average = new Float64Array(count);
    this.#waiting = new Int32Array(count);
    this.#ages = new Float64Array(count);
    this.#changed = new Float64Array(count);
    this.#waitingAverage = new Float64Array(count);
  }

  /** How long the server would take for what it has and one message more, in steps of 20 ms. */
  estimate(node: NodeId): number {
    let time = this.#remembered(node);
    if (this.#waiting[node]! > 0) time = Math.max(time, this.#waitingAverage[node]!);
    // A time that is a multiple of 20 goes up by a whole step too.
    const rounded = time > WORST ? WORST : time + STEP - (time % STEP);
    return rounded * (1 + this.#peers.connections[node]!);
  }

  /** The second in which the average halves, because nobody has picked the server for long; `Infinity` where nothing is left. */
  halvesAt(node: NodeId): number {
    if (this.#remembered(node) === 0) return Infinity;
    const span = this.#peers.failTimeout[node]! + 1;
    return this.#peers.checked[node]! + (this.#spans(node) + 1) * span;
  }

  /** A good answer came, so long after its message was sent. */
  answered(node: NodeId, latencyNs: Ns): void {
    this.#average[node] = averaged(this.#average[node]!, this.#lasted(latencyNs));
  }

  /** A pick looks at a server: what waits there has aged. */
  look(node: NodeId): void {
    const waiting = this.#waiting[node]!;
    if (waiting === 0) return;
    const age = Math.floor(this.#ages[node]! / waiting) + this.#sinceChange(node);
    this.#waitingAverage[node] = averaged(this.#waitingAverage[node]!, age);
  }

  /** A message begins to wait. */
  begin(node: NodeId): void {
    if (this.#waiting[node]! > 0) this.#ages[node]! += this.#sinceChange(node) * this.#waiting[node]!;
    this.#changed[node] = this.#peers.clock.millisecond;
    this.#waiting[node]!++;
  }

  /** A message waits no more, however its try has ended. */
  end(node: NodeId, latencyNs: Ns): void {
    const waiting = this.#waiting[node]!;
    if (waiting === 1) this.#ages[node] = 0;
    else {
      this.#ages[node]! += this.#sinceChange(node) * waiting - this.#lasted(latencyNs);
      this.#changed[node] = this.#peers.clock.millisecond;
    }
    this.#waiting[node] = waiting - 1;
  }

  /** The average, halved once for every `fail_timeout` and a second since the last probe, so that slow servers get another chance. */
  #remembered(node: NodeId): number {
    const spans = this.#spans(node);
    return spans === 0 ? this.#average[node]! : Math.floor(this.#average[node]! / 2 ** Math.min(spans, 64));
  }

  #spans(node: NodeId): number {
    const { clock, checked, failTimeout } = this.#peers;
    return Math.floor((clock.second - checked[node]!) / (failTimeout[node]! + 1));
  }

  #sinceChange(node: NodeId): number {
    return this.#peers.clock.millisecond - this.#changed[node]!;
  }

  #lasted(latencyNs: Ns): number {
    const { nowNs, millisecond } = this.#peers.clock;
    return millisecond - wholeMilliseconds(nowNs - latencyNs);
  }
}

/** One twentieth of the new value, rounded; the first value as it is. */
function averaged(average: number, value: number): number {
  return average === 0 ? value : Math.floor(0.5 + value * 0.05 + average * 0.95);
}
