/** A ring buffer of timers that share one delay: armed in order, they fire in order. */
import { NEVER, type Ns } from "./time.ts";

export class Lane {
  readonly delayNs: Ns;
  readonly kind: number;
  length = 0;
  #head = 0;
  #mask = 63;
  #times: Float64Array = new Float64Array(64);
  #sequences: Float64Array = new Float64Array(64);
  #a: Int32Array = new Int32Array(64);
  #b: Int32Array = new Int32Array(64);

  constructor(delayNs: Ns, kind: number) {
    this.delayNs = delayNs;
    this.kind = kind;
  }

  /** NEVER when the lane is empty. */
  get headTimeNs(): Ns {
    return this.length === 0 ? NEVER : this.#times[this.#head]!;
  }
  get headSequence(): number {
    return this.#sequences[this.#head]!;
  }
  get headA(): number {
    return this.#a[this.#head]!;
  }
  get headB(): number {
    return this.#b[this.#head]!;
  }

  push(timeNs: Ns, sequence: number, a: number, b: number): void {
    if (this.length > this.#mask) this.#grow();
    const index = (this.#head + this.length++) & this.#mask;
    this.#times[index] = timeNs;
    this.#sequences[index] = sequence;
    this.#a[index] = a;
    this.#b[index] = b;
  }

  shift(): void {
    this.#head = (this.#head + 1) & this.#mask;
    this.length--;
  }

  #grow(): void {
    const capacity = (this.#mask + 1) * 2;
    this.#times = unrolled(new Float64Array(capacity), this.#times, this.#head);
    this.#sequences = unrolled(new Float64Array(capacity), this.#sequences, this.#head);
    this.#a = unrolled(new Int32Array(capacity), this.#a, this.#head);
    this.#b = unrolled(new Int32Array(capacity), this.#b, this.#head);
    this.#head = 0;
    this.#mask = capacity - 1;
  }
}

/** A full ring, from its head on. */
function unrolled<A extends Float64Array | Int32Array>(into: A, from: A, head: number): A {
  into.set(from.subarray(head));
  into.set(from.subarray(0, head), from.length - head);
  return into;
}
