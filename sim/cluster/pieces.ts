/** The pieces of which a scenario's cluster is made, each only where the scenario needs it. */
import type { EventLoop } from "../core/event-loop.ts";
import type { Random } from "../core/random.ts";
import type { Ns } from "../core/time.ts";
import type { Scenario } from "../scenario.ts";
import type { MessageId, MessageTable } from "../traffic/message-table.ts";
import { demandOf } from "./demand.ts";
import { Door } from "./door.ts";
import { ErrorAnswers } from "./error-answers.ts";
import { Interruptions } from "./interruptions.ts";
import { NodeMemory } from "./memory.ts";
import { NodeTable } from "./node-table.ts";
import { Outages } from "./outages.ts";
import type { ClusterMoves, ClusterParts } from "./parts.ts";
import { WaitingQueues } from "./queues.ts";
import { recognitionOf, type Recognition } from "./recognition.ts";
import { Services } from "./services.ts";
import { SharedNodes } from "./shared-nodes.ts";
import { needsShedding, Shedding } from "./shedding/shedding.ts";
import { ClusterWatch } from "./watch.ts";

/** What the cluster is told, and whom it tells. */
export interface ClusterOptions {
  /** Told of every message that a node does not serve. */
  readonly onLost: (id: MessageId, cause: number) => void;
  /** A node would have more to hold than its memory: it is to crash, and to be restarted so much later. */
  readonly onOverflow: (node: number, downNs: Ns) => void;
  /** Some balancer uses global truth. */
  readonly watched: boolean;
  readonly stream: (name: string) => Random;
}

export interface ClusterPieces extends ClusterParts {
  readonly outages: Outages;
  readonly interruptions: Interruptions;
  readonly errors: ErrorAnswers;
  readonly door: Door;
  /** Null where no node turns work away before it is full. */
  readonly shedding: Shedding | null;
  /** Null where no node's memory is bounded. */
  readonly memory: NodeMemory | null;
  /** Null where nodes do not remember what they processed. */
  readonly recognition: Recognition | null;
}

export function piecesOf(
  scenario: Scenario,
  loop: EventLoop,
  messages: MessageTable,
  options: ClusterOptions,
  moves: ClusterMoves,
): ClusterPieces {
  const { nodes: specs, traffic } = scenario;
  const recognition = recognitionOf(scenario.gateways.delivery, specs.length);
  const parts = partsOf(scenario, loop, messages, options, recognition, moves.begun);
  const { tally } = parts.nodes;
  const outages = new Outages(parts, moves);
  const errors = new ErrorAnswers(parts, moves, tally, options.stream);
  const interruptions = new Interruptions(parts, moves, outages, errors);
  const sheds = specs.some(({ shedding = {} }) => needsShedding(shedding));
  const shedding = sheds ? new Shedding(parts, moves, tally, traffic) : null;
  const memory = isBounded(scenario) ? new NodeMemory(specs, messages, options.stream) : null;
  const door = new Door(parts, moves, { outages, errors, shedding, memory, onOverflow: options.onOverflow });
  return { ...parts, outages, errors, interruptions, shedding, memory, door, recognition };
}

function partsOf(
  scenario: Scenario,
  loop: EventLoop,
  messages: MessageTable,
  { watched }: ClusterOptions,
  recognition: Recognition | null,
  onBegun: (id: MessageId) => void,
): ClusterParts {
  const { nodes: specs, traffic } = scenario;
  const nodes = new NodeTable(specs, loop);
  const watch = watched ? new ClusterWatch(specs, nodes) : null;
  const demand = demandOf(specs, nodes, messages, loop, recognition);
  const interruptible = scenario.faults.length > 0 || isBounded(scenario);
  const priorities = traffic.map(({ priority }) => priority);
  return {
    specs,
    nodes,
    watch,
    loop,
    messages,
    queues: new WaitingQueues(specs, priorities, messages),
    services: new Services(nodes, watch, loop, messages, demand, interruptible),
    shared: new SharedNodes(specs, priorities, nodes, watch, loop, messages, demand, onBegun),
  };
}

function isBounded({ nodes }: Scenario): boolean {
  return nodes.some(({ memory }) => memory !== undefined);
}
