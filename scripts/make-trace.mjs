/**
 * Makes scenarios/library/traces/shop-morning.csv, the trace that ships with the package:
 *
 *     node scripts/make-trace.mjs > scenarios/library/traces/shop-morning.csv
 *
 * Ten minutes of an invented web shop. Customers come faster and faster (2/s to 7/s), and for 20 seconds, when a newsletter
 * goes out, at 25/s. A few customers are most of the traffic (Zipf, exponent 0.9, over 800). Seven of ten requests look at
 * a page, two search, one pays: lognormal work whose mean and spread grow in that order, and bodies to match.
 */
import alea from "seedrandom/lib/alea.js";

const SECONDS = 600;
const NEWSLETTER = { from: 380, to: 400, perSecond: 25 };
const CUSTOMERS = 800;
const EXPONENT = 0.9;
const REQUESTS = [
  { share: 0.7, work: { meanMs: 120, cv: 0.5 }, body: { mean: 30_000, cv: 0.6 } },
  { share: 0.2, work: { meanMs: 400, cv: 1 }, body: { mean: 12_000, cv: 0.4 } },
  { share: 0.1, work: { meanMs: 900, cv: 1.4 }, body: { mean: 4_000, cv: 0.2 } },
];

const random = alea("shop-morning").double;

function perSecond(second) {
  if (second >= NEWSLETTER.from && second < NEWSLETTER.to) return NEWSLETTER.perSecond;
  return 2 + (5 * second) / SECONDS;
}

/** A Poisson process of varying rate, by thinning one of the highest rate (Lewis and Shedler 1979). */
function* arrivals() {
  for (let second = 0; ;) {
    second -= Math.log(1 - random()) / NEWSLETTER.perSecond;
    if (second >= SECONDS) return;
    if (random() * NEWSLETTER.perSecond < perSecond(second)) yield second;
  }
}

function normal() {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Lognormal with this mean and coefficient of variation of the value itself. */
function lognormal(mean, cv) {
  const variance = Math.log(1 + cv * cv);
  return mean * Math.exp(Math.sqrt(variance) * normal() - variance / 2);
}

/** An index with probability proportional to its weight. */
function pick(weights) {
  let left = random() * weights.reduce((sum, weight) => sum + weight, 0);
  const index = weights.findIndex((weight) => (left -= weight) < 0);
  return index < 0 ? weights.length - 1 : index;
}

const customerWeights = Array.from({ length: CUSTOMERS }, (_, rank) => (rank + 1) ** -EXPONENT);
const requestWeights = REQUESTS.map((request) => request.share);

console.log("time,key,work_ms,bytes");
for (const second of arrivals()) {
  const customer = `c${String(pick(customerWeights) + 1).padStart(4, "0")}`;
  const { work, body } = REQUESTS[pick(requestWeights)];
  const workMs = lognormal(work.meanMs, work.cv).toFixed(1);
  console.log(`${second.toFixed(3)},${customer},${workMs},${Math.round(lognormal(body.mean, body.cv))}`);
}
