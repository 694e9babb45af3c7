/**
 * `npm run bench:picks [-- NAME…] [-- --quick]`: what a pick costs at 10, 100, 1,000 and 10,000 nodes for every balancer of the
 * catalogue, settling included; what it costs when a node leaves or joins, the pick after it included; and how long the
 * balancer takes to be made. CPU time, median of rounds. `!` marks picks that cost more the more nodes there are.
 */
import { catalogue } from "../../dist/sim/index.js";
import { PickGateway } from "./pick-gateway.mjs";

const SIZES = [10, 100, 1000, 10_000];
/** From 1,000 to 10,000 nodes: more than any logarithm and colder caches explain. */
const LINEAR = 4;
/** Below this nothing is marked: ten thousand nodes would have to be looked at in less than a microsecond. */
const FLOOR_NS = 1000;
/** Until the compiler is done with a balancer. */
const WARM_PICKS = 20_000;
/** Nodes that leave, one after the other, before they come back in the same order: no membership is met twice. */
const CHANGES = 6;

const median = (values) => [...values].sort((x, y) => x - y)[values.length >> 1];

function cpuNs(work) {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) * 1000;
}

/** Nanoseconds of CPU a pick; each round as many picks as take `roundNs`. */
function pickCost(gateway, roundNs, rounds) {
  const run = (picks) =>
    cpuNs(() => {
      for (let i = 0; i < picks; i++) gateway.step();
    });
  run(Math.max(WARM_PICKS, gateway.held.length));
  let picks = 8;
  for (let took = 0; took < roundNs / 4; picks *= 2) took = run(picks * 2);
  return median(Array.from({ length: rounds }, () => run(picks) / picks));
}

/** Nanoseconds of CPU for a change of membership and the pick that follows it: [leave, join]. */
function changeCost(gateway) {
  const count = gateway.view.nodeCount;
  const nodes = Array.from({ length: Math.min(CHANGES, count >> 1) }, (_, i) =>
    Math.floor((i * 0.618 * count) % count),
  );
  const distinct = [...new Set(nodes)];
  const each = (change) =>
    median(
      distinct.map((node) =>
        cpuNs(() => {
          change(node);
          gateway.step();
        }),
      ),
    );
  return [each((node) => gateway.leave(node)), each((node) => gateway.join(node))];
}

/** All costs of one balancer, by size: nanoseconds for [pick, leave, join, made]. */
function measure(name, { roundNs, rounds }) {
  return SIZES.map((size) => {
    let gateway;
    const made = cpuNs(() => {
      gateway = new PickGateway(name, size);
      gateway.step();
    });
    const pick = pickCost(gateway, roundNs, rounds);
    return [pick, ...changeCost(gateway), made];
  });
}

/** Nanoseconds in two digits or more, and a unit. */
function shown(ns) {
  const [value, unit] =
    ns < 1e3 ? [ns, "ns"] : ns < 1e6 ? [ns / 1e3, "us"] : ns < 1e9 ? [ns / 1e6, "ms"] : [ns / 1e9, "s"];
  return `${value.toFixed(value < 10 ? 1 : 0)} ${unit}`;
}

/** Whether the last size costs about ten times the one before it. */
function grows(costs) {
  const [before, last] = costs.slice(-2);
  return last > FLOOR_NS && last > LINEAR * before;
}

function line(name, picks, mark, changes) {
  const cells = (texts, width) => texts.map((text) => text.padStart(width)).join("");
  return `${name.padEnd(40)}${cells(picks, 9)} ${mark}${cells(changes, 10)}`;
}

function main() {
  const quick = process.argv.includes("--quick");
  const wanted = process.argv.slice(2).filter((word) => !word.startsWith("--"));
  const effort = quick ? { roundNs: 5e6, rounds: 3 } : { roundNs: 20e6, rounds: 5 };
  const most = SIZES.at(-1).toLocaleString("en");
  console.log(
    `CPU time, median of ${effort.rounds} rounds; leave, join and made: at ${most} nodes, with the pick after`,
  );
  console.log(
    line(
      "a pick at",
      SIZES.map((size) => size.toLocaleString("en")),
      " ",
      ["leave", "join", "made"],
    ),
  );
  // Once for nothing, so that the gateway itself is compiled when the first balancer is measured.
  pickCost(new PickGateway("random", 100), effort.roundNs * 10, 1);
  const linear = [];
  for (const { name } of catalogue.filter((one) => wanted.length === 0 || wanted.includes(one.name))) {
    const costs = measure(name, effort);
    const picks = costs.map(([pick]) => pick);
    const mark = grows(picks) ? "!" : " ";
    if (mark === "!") linear.push(name);
    console.log(line(name, picks.map(shown), mark, costs.at(-1).slice(1).map(shown)));
  }
  console.log(`picks that grow with the number of nodes: ${linear.length === 0 ? "none" : linear.join(", ")}`);
}

main();
