/**
 * The yardstick: one special-purpose loop, optimised by hand for one model and frozen. `servers` queues in parallel, each
 * first in first out with one worker; Poisson arrivals; each joins the shorter of two distinct servers drawn at random
 * (with one server: M/M/1); exponential service of mean 1. It measures the mean response time and nothing else.
 *
 * Do not improve it: `npm run bench` reports the engine's speed as a ratio to this loop, taken in the same process.
 */

/** Runs `messages` messages to their arrival; returns the mean response time of those that have left. */
export function frozenLoop(servers, load, messages, seed) {
  const CAPACITY = 1024;
  const arrivalTimes = new Float64Array(servers * CAPACITY);
  const head = new Int32Array(servers);
  const length = new Int32Array(servers);
  const times = new Float64Array(servers + 1);
  const who = new Int32Array(servers + 1);
  let size = 0;
  let a = seed | 0;
  let b = 0x9e3779b9 | 0;
  let c = 0x243f6a88 | 0;
  let d = 1;
  const next = () => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return t >>> 0;
  };
  const exponential = (mean) => -Math.log((next() + 0.5) * 2.3283064365386963e-10) * mean;
  const down = (time, server) => {
    let i = 0;
    for (;;) {
      let child = (i << 2) + 1;
      if (child >= size) break;
      let best = child;
      let bestTime = times[child];
      const end = child + 4 < size ? child + 4 : size;
      for (child++; child < end; child++) {
        if (times[child] < bestTime) {
          best = child;
          bestTime = times[child];
        }
      }
      if (time <= bestTime) break;
      times[i] = bestTime;
      who[i] = who[best];
      i = best;
    }
    times[i] = time;
    who[i] = server;
  };
  const up = (time, server) => {
    let i = size++;
    while (i > 0) {
      const parent = (i - 1) >> 2;
      if (times[parent] <= time) break;
      times[i] = times[parent];
      who[i] = who[parent];
      i = parent;
    }
    times[i] = time;
    who[i] = server;
  };
  const gap = 1 / (servers * load);
  let arrival = exponential(gap);
  let arrived = 0;
  let left = 0;
  let sum = 0;
  while (arrived < messages) {
    if (size > 0 && times[0] <= arrival) {
      const now = times[0];
      const server = who[0];
      const first = head[server];
      sum += now - arrivalTimes[server * CAPACITY + first];
      left++;
      head[server] = (first + 1) & (CAPACITY - 1);
      if (--length[server] > 0) down(now + exponential(1), server);
      else if (--size > 0) down(times[size], who[size]);
    } else {
      const now = arrival;
      let server = 0;
      if (servers > 1) {
        server = Math.floor(next() * 2.3283064365386963e-10 * servers);
        let other = Math.floor(next() * 2.3283064365386963e-10 * (servers - 1));
        if (other >= server) other++;
        if (length[other] < length[server]) server = other;
      }
      arrivalTimes[server * CAPACITY + ((head[server] + length[server]) & (CAPACITY - 1))] = now;
      if (++length[server] === 1) up(now + exponential(1), server);
      arrived++;
      arrival = now + exponential(gap);
    }
  }
  return sum / left;
}
