/**
 * Does a timer cost the same however many are pending? Messages come a microsecond apart; each arms a timer when it comes and
 * has cancelled it, by its epoch, when it departs some microseconds later. Only one message in a thousand does not depart,
 * and its timer fires. A cancelled timer stays in its lane until its time comes: a delay of one millisecond keeps a thousand
 * pending, one of a second a million. Slices of both in turns within one process; messages per CPU second: `npm run bench`.
 *
 * --check makes a miss of the limit an exit code.
 */
import { EventLoop } from "../../dist/sim/core/event-loop.js";

/** A million pending timers may cost a message so much more than a thousand. */
const MOST_SLOWDOWN = 1.2;
const SPACING_NS = 1000;
const LONGEST_STAY_NS = 64_000;
const SLICE = 50_000;
const quick = process.argv.includes("--quick");
const ROUNDS = quick ? 20 : 60;

const [ARRIVAL, DEPARTURE, TIMER] = [0, 1, 2];

class TimedMessages {
  fired = 0;
  arrived = 0;
  #loop = new EventLoop(1, ARRIVAL);
  #lane;
  #epoch = new Int32Array(1 << 16);
  #free = Int32Array.from({ length: 1 << 16 }, (_, slot) => slot);
  #used = 0;
  #chance = 1;

  constructor(pending) {
    this.#lane = this.#loop.lane(pending * SPACING_NS, TIMER);
    this.#loop.setAlarm(0, 0);
    // Until timers fire as fast as they are armed, and what is compiled is compiled.
    this.advance(2 * pending + 4 * SLICE);
  }

  /** Lets so many messages come, and whatever else happens meanwhile. */
  advance(messages) {
    const loop = this.#loop;
    for (const end = this.arrived + messages; this.arrived < end && loop.next();) {
      if (loop.kind === ARRIVAL) this.#arrive();
      else if (this.#epoch[loop.a] === loop.b) this.#end(loop.a, loop.kind);
    }
  }

  #arrive() {
    const loop = this.#loop;
    const slot = this.#free[this.#used++];
    const epoch = this.#epoch[slot];
    loop.setAlarm(0, loop.nowNs + SPACING_NS);
    loop.arm(this.#lane, slot, epoch);
    this.#chance = (Math.imul(this.#chance, 1664525) + 1013904223) | 0;
    const stayNs = 1 + ((this.#chance >>> 8) % LONGEST_STAY_NS);
    if (++this.arrived % 1000 !== 0) loop.at(loop.nowNs + stayNs, DEPARTURE, slot, epoch);
  }

  #end(slot, kind) {
    this.#epoch[slot]++;
    this.#free[--this.#used] = slot;
    if (kind === TIMER) this.fired++;
  }
}

function cpuNs(work) {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) * 1000;
}

const median = (values) => [...values].sort((x, y) => x - y)[values.length >> 1];
const sides = [1000, 1_000_000].map((pending) => ({ pending, messages: new TimedMessages(pending), costs: [] }));
for (let round = 0; round < ROUNDS; round++)
  for (const { messages, costs } of sides) costs.push(cpuNs(() => messages.advance(SLICE)) / SLICE);
for (const { pending, messages } of sides) {
  const due = Math.floor((messages.arrived - pending) / 1000);
  if (Math.abs(messages.fired - due) > 1)
    throw new Error(`${pending} pending: ${messages.fired} fired, expected ${due}`);
}
const [few, many] = sides.map(({ costs }) => median(costs));
const slowdowns = sides[1].costs.map((cost, round) => cost / sides[0].costs[round]);
const slowdown = median(slowdowns);
const sorted = [...slowdowns].sort((x, y) => x - y);
const range = `${sorted[Math.floor(ROUNDS / 4)].toFixed(2)} to ${sorted[Math.floor((3 * ROUNDS) / 4)].toFixed(2)}`;
console.log(`messages with a timer each, ${SLICE / 1000} thousand at a time, median of ${ROUNDS} rounds in turns`);
console.log(
  `1,000 pending ${(1000 / few).toFixed(2)} M/s  1,000,000 pending ${(1000 / many).toFixed(2)} M/s` +
    `  slowdown ${slowdown.toFixed(2)} (middle half ${range})`,
);
if (slowdown > MOST_SLOWDOWN) {
  console.log(`missed: expected a slowdown of at most ${MOST_SLOWDOWN}`);
  if (process.argv.includes("--check")) process.exitCode = 1;
}
