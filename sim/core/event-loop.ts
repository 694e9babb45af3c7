/**
 * The clock and its pending events. Simultaneous events happen in the order in which they were scheduled: that is a
 * contract (DESIGN.md, decision 2), kept over all three stores below by one sequence number.
 *
 * - a 4-ary heap for events at any time. The top is removed lazily: an event that schedules its successor (a departure
 *   followed by a departure) replaces the top in one pass instead of a pop and a push;
 * - lanes, ring buffers for timers that share one delay: they arrive already sorted, so that they cost O(1);
 * - alarms, one pending time each (the next arrival of a producer), kept outside the heap.
 */
import { inThePast, type Ns } from "./time.ts";
import { enlarged } from "./arrays.ts";
import { Lane } from "./lane.ts";

/** Not imported: that costs a look-up whenever it is read. */
const NEVER = Infinity;
const INITIAL_CAPACITY = 256;
const FANOUT = 4;

export class EventLoop {
  // Doubles begin as NaN, since 0 is no double to V8 (DESIGN.md, §8).
  /** Simulated time: when the current event happens. Moved by the loop alone. */
  nowNs: Ns = NaN;
  /** The current event. */
  kind = 0;
  a = 0;
  b = 0;
  /** 0 for events of lanes and alarms. */
  c = 0;
  /** When what `schedule` schedules is due: a double that is handed over in a field is never boxed. */
  dueNs: Ns = NaN;
  /** Events that have happened. */
  count = 0;
  /** Alarms that there are. */
  readonly alarms: number;

  #sequence = 0;

  // The heap holds (time, slot); what a slot means, and its sequence for ties, lies beside it and never moves. Behind the
  // last entry there are always FANOUT times of NEVER, so that the children of an entry are always all there.
  #times = new Float64Array(INITIAL_CAPACITY + FANOUT).fill(NEVER);
  #slots = new Int32Array(INITIAL_CAPACITY + FANOUT);
  #size = 0;
  /** The top has happened and waits to be replaced or removed. */
  #topIsSpent = false;
  #slotSequence = new Float64Array(INITIAL_CAPACITY);
  /** By slot: kind, a, b and c. */
  #payload = new Int32Array(INITIAL_CAPACITY << 2);
  #freeSlots = new Int32Array(INITIAL_CAPACITY);
  #freeCount = 0;

  // Alarms and lanes share one table of heads, scanned for its minimum whenever a head changes.
  readonly #lanes: Lane[] = [];
  #headTimes: Float64Array<ArrayBuffer>;
  #headSequences: Float64Array<ArrayBuffer>;
  #first = 0;

  readonly #alarmKind: number;

  /** `alarms` pending times, each firing an event of `alarmKind` with its index as `a`. */
  constructor(alarms = 0, alarmKind = 0) {
    this.nowNs = 0;
    this.alarms = alarms;
    this.#alarmKind = alarmKind;
    this.#headTimes = new Float64Array(Math.max(1, alarms)).fill(NEVER);
    this.#headSequences = new Float64Array(Math.max(1, alarms));
    for (let slot = 0; slot < INITIAL_CAPACITY; slot++) this.#freeSlots[slot] = INITIAL_CAPACITY - 1 - slot;
    this.#freeCount = INITIAL_CAPACITY;
  }

  /** Schedules an event. `timeNs` must not lie before now. */
  at(timeNs: Ns, kind: number, a: number, b: number, c = 0): void {
    this.dueNs = timeNs;
    this.schedule(kind, a, b, c);
  }

  /** The same for `dueNs`. */
  schedule(kind: number, a: number, b: number, c: number): void {
    const timeNs = this.dueNs;
    if (!(timeNs >= this.nowNs)) throw inThePast("event", timeNs, this.nowNs);
    const replaces = this.#topIsSpent;
    const slot = replaces ? this.#slots[0]! : this.#freeSlot();
    const place = replaces ? 0 : this.#size;
    const payload = this.#payload;
    const to = slot << 2;
    payload[to] = kind;
    payload[to | 1] = a;
    payload[to | 2] = b;
    payload[to | 3] = c;
    this.#slotSequence[slot] = this.#sequence++;
    this.#times[place] = timeNs;
    this.#slots[place] = slot;
    this.#topIsSpent = false;
    if (replaces) this.#siftDown();
    else this.#siftUp();
  }

  #freeSlot(): number {
    if (this.#freeCount === 0) this.#grow();
    return this.#freeSlots[--this.#freeCount]!;
  }

  /** Makes a lane: `arm`ed timers of it fire `delayNs` later as events of `kind`. Returns its number. */
  lane(delayNs: Ns, kind: number): number {
    const lane = this.#lanes.push(new Lane(delayNs, kind)) - 1;
    const heads = this.alarms + this.#lanes.length;
    this.#headTimes = enlarged(this.#headTimes, heads).fill(NEVER, heads - 1);
    this.#headSequences = enlarged(this.#headSequences, heads);
    return lane;
  }

  /** Starts a timer of a lane. */
  arm(lane: number, a: number, b: number): void {
    const timers = this.#lanes[lane]!;
    timers.push(this.nowNs + timers.delayNs, this.#sequence++, a, b);
    if (timers.length === 1) this.#setHead(this.alarms + lane, timers.headTimeNs, timers.headSequence);
  }

  /** Sets an alarm to a time from now on, or to NEVER. An alarm has one time: the former one is forgotten. */
  setAlarm(alarm: number, timeNs: Ns): void {
    if (!(timeNs >= this.nowNs)) throw inThePast("alarm", timeNs, this.nowNs);
    this.#setHead(alarm, timeNs, this.#sequence++);
  }

  /** When the next event will happen; NEVER where none is left. */
  peekNs(): Ns {
    if (this.#topIsSpent) this.#removeTop();
    return Math.min(this.#headTimes[this.#first]!, this.#times[0]!);
  }

  /** Moves on to the next event, which `nowNs`, `kind`, `a` and `b` then describe; false when none is left. */
  next(): boolean {
    if (this.#topIsSpent) this.#removeTop();
    const head = this.#first;
    const headTime = this.#headTimes[head]!;
    const topTime = this.#times[0]!;
    if (headTime < topTime) this.#takeHead(head);
    else if (topTime === NEVER) return false;
    else if (headTime === topTime && this.#headSequences[head]! < this.#slotSequence[this.#slots[0]!]!)
      this.#takeHead(head);
    else this.#takeTop();
    this.count++;
    return true;
  }

  #takeTop(): void {
    const payload = this.#payload;
    const from = this.#slots[0]! << 2;
    this.nowNs = this.#times[0]!;
    this.kind = payload[from]!;
    this.a = payload[from | 1]!;
    this.b = payload[from | 2]!;
    this.c = payload[from | 3]!;
    this.#topIsSpent = true;
  }

  #takeHead(head: number): void {
    this.nowNs = this.#headTimes[head]!;
    if (head < this.alarms) {
      this.kind = this.#alarmKind;
      this.a = head;
      this.b = 0;
      this.c = 0;
      // The handler nearly always sets the alarm again, and that scans; until it does, the head is only marked.
      this.#headTimes[head] = NEVER;
      if (this.#headTimes.length > 1) this.#findFirst();
      return;
    }
    const timers = this.#lanes[head - this.alarms]!;
    this.kind = timers.kind;
    this.a = timers.headA;
    this.b = timers.headB;
    this.c = 0;
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

  /**
   * Moves the entry at the top down to its place. Which child is the earliest cannot be predicted, so it is computed, not
   * branched on: a comparison is 0 or 1, and picks by arithmetic. Children that are not there tie, but never for the first.
   */
  #siftDown(): void {
    const times = this.#times;
    const slots = this.#slots;
    const size = this.#size;
    const timeNs = times[0]!;
    const slot = slots[0]!;
    let index = 0;
    let tied = false;
    for (let child = 1; child < size; child = (index << 2) + 1) {
      const first = times[child]!;
      const second = times[child + 1]!;
      const third = times[child + 2]!;
      const fourth = times[child + 3]!;
      const left = child + (+(second < first) | 0);
      const right = child + 2 + (+(fourth < third) | 0);
      const leftTime = times[left]!;
      const rightTime = times[right]!;
      const best = left + ((right - left) & -(+(rightTime < leftTime) | 0));
      const bestTime = times[best]!;
      if (timeNs < bestTime) break;
      tied = (first === second && first === bestTime) || (third === fourth && third === bestTime);
      tied ||= leftTime === rightTime || timeNs === bestTime;
      if (tied) break;
      times[index] = bestTime;
      slots[index] = slots[best]!;
      index = best;
    }
    times[index] = timeNs;
    slots[index] = slot;
    if (tied) this.#siftDownAmongEquals(index);
  }

  /** The same from an entry on, where sequences may have to decide. */
  #siftDownAmongEquals(from: number): void {
    const times = this.#times;
    const slots = this.#slots;
    const timeNs = times[from]!;
    const slot = slots[from]!;
    let index = from;
    for (let child = (index << 2) + 1; child < this.#size; child = (index << 2) + 1) {
      const best = this.#firstOf(child);
      const bestTime = times[best]!;
      if (timeNs < bestTime || (timeNs === bestTime && this.#slotSequence[slot]! < this.#slotSequence[slots[best]!]!))
        break;
      times[index] = bestTime;
      slots[index] = slots[best]!;
      index = best;
    }
    times[index] = timeNs;
    slots[index] = slot;
  }

  /** The child that is to happen first, where some may be simultaneous. */
  #firstOf(child: number): number {
    const sequenceAt = (place: number): number => this.#slotSequence[this.#slots[place]!]!;
    const end = Math.min(child + FANOUT, this.#size);
    let best = child;
    for (let other = child + 1; other < end; other++) {
      const difference = this.#times[other]! - this.#times[best]!;
      if (difference < 0 || (difference === 0 && sequenceAt(other) < sequenceAt(best))) best = other;
    }
    return best;
  }

  #removeTop(): void {
    this.#topIsSpent = false;
    this.#freeSlots[this.#freeCount++] = this.#slots[0]!;
    const last = --this.#size;
    this.#times[0] = this.#times[last]!;
    this.#slots[0] = this.#slots[last]!;
    this.#times[last] = NEVER;
    if (last > 1) this.#siftDown();
  }

  #grow(): void {
    const before = this.#freeSlots.length;
    const capacity = before * 2;
    this.#times = enlarged(this.#times, capacity + FANOUT).fill(NEVER, this.#size);
    this.#slots = enlarged(this.#slots, capacity + FANOUT);
    this.#slotSequence = enlarged(this.#slotSequence, capacity);
    this.#payload = enlarged(this.#payload, capacity << 2);
    this.#freeSlots = new Int32Array(capacity);
    for (let slot = capacity - 1; slot >= before; slot--) this.#freeSlots[this.#freeCount++] = slot;
  }
}
