/** What RabbitMQ's queues do that a node's queue does as well: overflow of a classic queue, and turns among its consumers. */
import { expect } from "vitest";
import { findBalancer, NONE, type NodeSpec } from "../../../../sim/index.ts";
import { ClusterBench } from "../../../fixtures/cluster.ts";
import { FakeGateway } from "../../fake-gateway.ts";
import type { Recording } from "../recording.ts";

const OVERFLOWS: Readonly<Record<string, NodeSpec["overflow"]>> = {
  "drop-head": "drop-oldest",
  "reject-publish": "reject",
};

interface Step {
  readonly op: string;
  readonly delivered?: readonly { readonly to: string }[];
}

/** A test of what the recording shows; null where it is for a cluster of brokers and their consumers. */
export function queueBehaviour(recording: Recording): (() => void) | null {
  const queue = (recording["queueArguments"] ?? {}) as Readonly<Record<string, unknown>>;
  // A quorum queue looks at its length after it has taken the message in.
  if (queue["x-queue-type"] !== undefined) return null;
  const overflow = OVERFLOWS[String(queue["x-overflow"])];
  if (overflow !== undefined) return () => overflowAgrees(recording, overflow, Number(queue["x-max-length"]));
  return takesTurns(recording) ? () => turnsAgree(recording) : null;
}

/** Nobody consumes meanwhile: the node's worker is busy with a message of its own, 0, before those of the recording come. */
function overflowAgrees(recording: Recording, overflow: NodeSpec["overflow"], queueCapacity: number): void {
  const bench = new ClusterBench([{ overflow, queueCapacity }]).arrive({ atMs: 0, workMs: 100 });
  const published = recording["published"] as number;
  for (let i = 1; i <= published; i++) bench.arrive({ atMs: i, workMs: 1 });
  bench.run();
  const thatWere = (how: string): readonly string[] =>
    bench.endings.filter((ending) => ending.how === how && ending.message > 0).map(({ message }) => `m${message - 1}`);
  expect(thatWere("served")).toEqual(recording["keptInOrder"]);
  expect(thatWere("dropped")).toEqual((recording["deadLetteredInOrder"] as readonly string[][]).map(([name]) => name));
  const confirms = recording["confirms"] as readonly (readonly [name: string, answer: string])[];
  expect(thatWere("rejected")).toEqual(confirms.filter(([, answer]) => answer === "nack").map(([name]) => name));
}

/** Consumers without a prefetch, and nothing but messages that are published. */
function takesTurns(recording: Recording): boolean {
  const consumers = (recording["consumersInOrder"] ?? []) as readonly object[];
  const steps = (recording["steps"] ?? []) as readonly Step[];
  return (
    consumers.length > 1 &&
    consumers.every((consumer) => Object.keys(consumer).length === 0) &&
    steps.every(({ op, delivered }) => op === "publish" && delivered?.length === 1)
  );
}

function turnsAgree(recording: Recording): void {
  const nodes = (recording["consumersInOrder"] as readonly object[]).length;
  const gateway = new FakeGateway(findBalancer("round-robin")!, { nodes });
  const delivered = (recording["steps"] as readonly Step[]).map(({ delivered: [one] = [] }) => one!.to);
  expect(delivered.map(() => gateway.pick()).map((node) => (node === NONE ? "" : `c${node}`))).toEqual(delivered);
}
