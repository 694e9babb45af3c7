/** The tables of docs/hashing.md, made of what the balancers do. */
import { virtualNodeRing } from "../../sim/balancers/hashing/virtual-node-ring.ts";
import { arcs } from "../../cli/doctor/families/hashing/ring.ts";
import { peak, relativeVariance } from "../../cli/doctor/families/hashing/loads.ts";
import { keyMovement, type Movement, type Subject } from "./key-movement.ts";

const NODES = 10;

/** A row: the balancer, and what stands beside its name. */
interface Row extends Subject {
  readonly words: string;
}

const ROWS: readonly Row[] = [
  { name: "hash", words: "" },
  { name: "hash", words: ", `remap: rehash`", parameters: { remap: "rehash" } },
  { name: "consistent-hash-ring", words: "" },
  { name: "rendezvous", words: "" },
  { name: "multi-probe", words: "" },
  { name: "maglev", words: "" },
  { name: "jump-hash", words: "" },
  { name: "jump-hash", words: ", `remap: rehash`", parameters: { remap: "rehash" } },
  { name: "nginx-hash", words: "" },
  { name: "nginx-hash-consistent", words: "" },
  { name: "nginx-ip-hash", words: "" },
  { name: "haproxy-hash", words: ", `hashType: map-based`" },
  { name: "haproxy-hash", words: ", `hashType: consistent`", parameters: { hashType: "consistent" } },
  {
    name: "haproxy-hash",
    words: ", the same, each server with an `id`",
    parameters: { hashType: "consistent" },
    ids: true,
  },
  { name: "haproxy-source", words: ", `hashType: map-based`" },
  { name: "envoy-ring-hash", words: "" },
  { name: "envoy-ring-hash", words: ", `minimumRingSize: 65536`", parameters: { minimumRingSize: 65_536 } },
  { name: "envoy-maglev", words: "" },
  { name: "grpc-ring-hash", words: "" },
  { name: "rabbitmq-consistent-hash", words: "" },
  { name: "rabbitmq-modulus-hash", words: "" },
  { name: "rabbitmq-super-stream", words: "" },
  { name: "kafka-keyed", words: "" },
  { name: "pulsar-key", words: "" },
  { name: "rocketmq-key", words: "" },
];

const percent = (fraction: number): string => `${Math.round(100 * fraction)}%`;

function cell({ moved, refused }: Movement): string {
  return refused === 0 ? percent(moved) : `${percent(refused)} refused`;
}

/** Keys that move, by balancer. */
export function movementTable(): string {
  const rows = ROWS.map((row) => {
    const { down, removed, added, fullest } = keyMovement(row, NODES);
    return `| \`${row.name}\`${row.words} | ${cell(down)} | ${cell(removed)} | ${cell(added)} | ${fullest.toFixed(2)} |`;
  });
  return [
    "| | one of 10 is down | one of 10 is taken off the list | an 11th is added | fullest of 10 / mean |",
    "| --- | --- | --- | --- | --- |",
    `| _the least that has to move_ | _${percent(1 / NODES)}_ | _${percent(1 / NODES)}_ | _${percent(1 / (NODES + 1))}_ | |`,
    ...rows,
  ].join("\n");
}

const VIRTUAL_NODES = [1, 2, 5, 10, 20, 50, 100, 160, 500, 1000];
/** By node: points of one round of rings, so that figures with few virtual nodes are of many rings. */
const POINTS = 200_000;

/** How evenly a ring divides the circle, by its number of virtual nodes; arcs are measured, not keys drawn. */
export function spreadTable(): string {
  const rows = VIRTUAL_NODES.map((points) => {
    const [ten, hundred] = [spread(10, points), spread(100, points)];
    return `| ${points} | ${ten.peak.toFixed(2)} | ${percent(ten.deviation)} | ${hundred.peak.toFixed(2)} | ${percent(hundred.deviation)} |`;
  });
  return [
    "| virtual nodes | fullest of 10 / mean | standard deviation | fullest of 100 / mean | standard deviation |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}

function spread(nodes: number, points: number): { readonly peak: number; readonly deviation: number } {
  const rings = Math.max(3, Math.min(1000, Math.round(POINTS / (nodes * points))));
  const loads = Array.from({ length: rings }, (_, ring) => {
    const addresses = Array.from({ length: nodes }, (_, node) => `10.${ring >> 8}.${ring & 255}.${node}:80`);
    return arcs(virtualNodeRing(addresses, Array<number>(nodes).fill(points), "xxhash64"), nodes);
  });
  const mean = (of: (load: Float64Array) => number): number => loads.reduce((sum, one) => sum + of(one), 0) / rings;
  return { peak: mean(peak), deviation: Math.sqrt(mean(relativeVariance)) };
}
