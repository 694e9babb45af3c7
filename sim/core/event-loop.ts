/**
 * The clock and its pending events. Simultaneous events happen in the order in which they were scheduled: that is a
 * contract (DESIGN.md, decision 2), kept over all three stores below by one sequence number.
 *
 * - a 4-ary heap for events at any time. The top is removed lazily: an event that schedules its successor (a departure
 *   followed by a departure) replaces the top in one pass instead of a pop and a push;
 * - lanes, ring buffers for timers that share one delay: they arrive already sorted, so that they cost O(1);
 * - alarms, one pending time each (the next arrival of a producer), kept outside the heap.
 */
import { NEVER, type Ns } from "./time.ts";
import { enlarged } from "./arrays.ts";
import { Lane } from "./lane.ts";

const INITIAL_CAPACITY = 256;

export class EventLoop {
  /** The current event. */
  kind = 0;
  a = 0;
  b = 0;
  /** Events that have happened. */
  count = 0;

  // In an array, where a double can be written and read without being boxed.
  readonly #clock = new Float64Array(1);
  #sequence = 0;

  // The heap holds (time, slot); what a slot means, and its sequence for ties, lies beside it and never moves.
  #times = new Float64Array(INITIAL_CAPACITY);
  #slots = new Int32Array(INITIAL_CAPACITY);
  #size = 0;
  /** The top has happened and waits to be replaced or removed. */
  #topIsSpent = false;
  #slotSequence = new Float64Array(INITIAL_CAPACITY);
  #slotKind = new Int32Array(INITIAL_CAPACITY);
  #slotA = new Int32Array(INITIAL_CAPACITY);
  #slotB = new Int32Array(INITIAL_CAPACITY);
  #freeSlots = new Int32Array(INITIAL_CAPACITY);
  #freeCount = 0;

  // Alarms and lanes share one table of heads, scanned for its minimum whenever a head changes.
  readonly #alarmCount: number;
  readonly #lanes: Lane[] = [];
  #headTimes: Float64Array;
  #headSequences: Float64Array;
  #first = 0;

  readonly #alarmKind: number;

  /** `alarms` pending times, each firing an event of `alarmKind` with its index as `a`. */
  constructor(alarms = 0, alarmKind = 0) {
    this.#alarmCount = alarms;
    this.#alarmKind = alarmKind;
    this.#headTimes = new Float64Array(Math.max(1, alarms)).fill(NEVER);
    this.#headSequences = new Float64Array(Math.max(1, alarms));
    for (let slot = 0; slot < INITIAL_CAPACITY; slot++) this.#freeSlots[slot] = INITIAL_CAPACITY - 1 - slot;
    this.#freeCount = INITIAL_CAPACITY;
  }

  /** Simulated time: when the current event happens. */
  get nowNs(): Ns {
    return this.#clock[0]!;
  }

  /** Schedules an event. `timeNs` must not lie before now. */
  at(timeNs: Ns, kind: number, a: number, b: number): void {
    if (!(timeNs >= this.nowNs))
      throw new RangeError(`event at ${timeNs} ns: expected a time from now (${this.nowNs} ns) on`);
    if (this.#topIsSpent) {
      this.#topIsSpent = false;
      this.#times[0] = timeNs;
      this.#fill(this.#slots[0]!, kind, a, b);
      this.#siftDown();
      return;
    }
    if (this.#freeCount === 0) this.#grow();
    const slot = this.#freeSlots[--this.#freeCount]!;
    this.#times[this.#size] = timeNs;
    this.#slots[this.#size] = slot;
    this.#fill(slot, kind, a, b);
    this.#siftUp();
  }

  /** Makes a lane: `arm`ed timers of it fire `delayNs` later as events of `kind`. Returns its number. */
  lane(delayNs: Ns, kind: number): number {
    const lane = this.#lanes.push(new Lane(delayNs, kind)) - 1;
    const heads = this.#alarmCount + this.#lanes.length;
    const times = new Float64Array(heads).fill(NEVER);
    times.set(this.#headTimes.subarray(0, heads - 1));
    const sequences = new Float64Array(heads);
    sequences.set(this.#headSequences.subarray(0, heads - 1));
    this.#headTimes = times;
    this.#headSequences = sequences;
    return lane;
  }

  /** Starts a timer of a lane. */
  arm(lane: number, a: number, b: number): void {
    const timers = this.#lanes[lane]!;
    timers.push(this.nowNs + timers.delayNs, this.#sequence++, a, b);
    if (timers.length === 1) this.#setHead(this.#alarmCount + lane, timers.headTimeNs, timers.headSequence);
  }

  /** Sets an alarm to a time from now on, or to NEVER. An alarm has one time: the former one is forgotten. */
  setAlarm(alarm: number, timeNs: Ns): void {
    if (!(timeNs >= this.nowNs))
      throw new RangeError(`alarm at ${timeNs} ns: expected a time from now (${this.nowNs} ns) on`);
    this.#setHead(alarm, timeNs, this.#sequence++);
  }

  /** Moves on to the next event, which `nowNs`, `kind`, `a` and `b` then describe; false when none is left. */
  next(): boolean {
    if (this.#topIsSpent) this.#removeTop();
    const head = this.#first;
    const headTime = this.#headTimes[head]!;
    const topTime = this.#size === 0 ? NEVER : this.#times[0]!;
    if (headTime < topTime) this.#takeHead(head, headTime);
    else if (topTime === NEVER) return false;
    else if (headTime === topTime && this.#headSequences[head]! < this.#slotSequence[this.#slots[0]!]!)
      this.#takeHead(head, headTime);
    else this.#takeTop(topTime);
    this.count++;
    return true;
  }

  #takeTop(timeNs: Ns): void {
    const slot = this.#slots[0]!;
    this.#clock[0] = timeNs;
    this.kind = this.#slotKind[slot]!;
    this.a = this.#slotA[slot]!;
    this.b = this.#slotB[slot]!;
    this.#topIsSpent = true;
  }

  #takeHead(head: number, timeNs: Ns): void {
    this.#clock[0] = timeNs;
    if (head < this.#alarmCount) {
      this.kind = this.#alarmKind;
      this.a = head;
      this.b = 0;
      // The handler nearly always sets the alarm again, and that scans; until it does, the head is only marked.
      this.#headTimes[head] = NEVER;
      if (this.#headTimes.length > 1) this.#findFirst();
      return;
    }
    const timers = this.#lanes[head - this.#alarmCount]!;
    this.kind = timers.kind;
    this.a = timers.headA;
    this.b = timers.headB;
    timers.shift();
    this.#setHead(head, timers.headTimeNs, timers.headSequence);
  }

  #setHead(head: number, timeNs: Ns, sequence: number): void {
    this.#headTimes[head] = timeNs;
    this.#headSequences[head] = sequence;
    if (this.#headTimes.length > 1) this.#findFirst();
  }

  #findFirst(): void {
    const times = this.#headTimes;
    const sequences = this.#headSequences;
    let first = 0;
    for (let head = 1; head < times.length; head++) {
      const earlier = times[head]! < times[first]!;
      if (earlier || (times[head] === times[first] && sequences[head]! < sequences[first]!)) first = head;
    }
    this.#first = first;
  }

  #fill(slot: number, kind: number, a: number, b: number): void {
    this.#slotSequence[slot] = this.#sequence++;
    this.#slotKind[slot] = kind;
    this.#slotA[slot] = a;
    this.#slotB[slot] = b;
  }

  /** Takes in the entry behind the last. A newcomer has the highest sequence, so that only a later time yields to it. */
  #siftUp(): void {
    const times = this.#times;
    const slots = this.#slots;
    let index = this.#size++;
    const timeNs = times[index]!;
    const slot = slots[index]!;
    while (index > 0) {
      const parent = (index - 1) >> 2;
      if (times[parent]! <= timeNs) break;
      times[index] = times[parent]!;
      slots[index] = slots[parent]!;
      index = parent;
    }
    times[index] = timeNs;
    slots[index] = slot;
  }

  /** Moves the entry at the top down to its place. */
  #siftDown(): void {
    const times = this.#times;
    const slots = this.#slots;
    const sequences = this.#slotSequence;
    const size = this.#size;
    const timeNs = times[0]!;
    const slot = slots[0]!;
    const sequence = sequences[slot]!;
    let index = 0;
    for (;;) {
      let child = (index << 2) + 1;
      if (child >= size) break;
      let best = child;
      let bestTime = times[child]!;
      const end = child + 4 < size ? child + 4 : size;
      while (++child < end) {
        const time = times[child]!;
        // One comparison where, as nearly always, the first one is earlier; ties are looked into only when they occur.
        if (time <= bestTime && (time < bestTime || sequences[slots[child]!]! < sequences[slots[best]!]!)) {
          best = child;
          bestTime = time;
        }
      }
      if (timeNs <= bestTime && (timeNs < bestTime || sequence < sequences[slots[best]!]!)) break;
      times[index] = bestTime;
      slots[index] = slots[best]!;
      index = best;
    }
    times[index] = timeNs;
    slots[index] = slot;
  }

  #removeTop(): void {
    this.#topIsSpent = false;
    this.#freeSlots[this.#freeCount++] = this.#slots[0]!;
    const last = --this.#size;
    if (last === 0) return;
    this.#times[0] = this.#times[last]!;
    this.#slots[0] = this.#slots[last]!;
    this.#siftDown();
  }

  #grow(): void {
    const before = this.#times.length;
    const capacity = before * 2;
    this.#times = enlarged(this.#times, capacity);
    this.#slotSequence = enlarged(this.#slotSequence, capacity);
    this.#slots = enlarged(this.#slots, capacity);
    this.#slotKind = enlarged(this.#slotKind, capacity);
    this.#slotA = enlarged(this.#slotA, capacity);
    this.#slotB = enlarged(this.#slotB, capacity);
    this.#freeSlots = new Int32Array(capacity);
    for (let slot = capacity - 1; slot >= before; slot--) this.#freeSlots[this.#freeCount++] = slot;
  }
}
