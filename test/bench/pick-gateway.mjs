/**
 * A gateway without an engine for one balancer of the catalogue: keeps what the contract promises of a view, in constant time
 * a message, so that what is measured is the balancer. Half as many messages as nodes are in flight, settled in turn.
 */
import { findBalancer, resolveParameters } from "../../dist/sim/index.js";
import { ChangeJournal } from "../../dist/sim/core/change-journal.js";
import { Stream } from "../../dist/sim/core/random.js";
import { nodeConfig } from "../../dist/sim/gateway/balancer-context.js";
import { plainNode } from "./node.mjs";

/** Keys that messages have: so many that no balancer remembers most of them. */
const KEYS = 100_000;
/** A message per millisecond and hundred nodes, so that clocks that balancers look at go on. */
const GAP_NS = 1e5;
const NONE = -1;

function nodesOf(count) {
  return Array.from({ length: count }, (_, id) => ({
    ...nodeConfig(plainNode(`n${id + 1}`)),
    weight: 1 + (id % 3),
  }));
}

class Truth {
  constructor(count) {
    this.inSystem = new Int32Array(count);
    this.speed = new Float64Array(count).fill(1);
    this.workers = new Int32Array(count).fill(1);
    this.changes = new ChangeJournal(4 * count + 64);
  }

  workLeftSeconds(node) {
    return this.inSystem[node];
  }
}

/** The fields that a gateway of the engine writes for its balancer. */
class Message {
  key = 0;
  clientAddress = new Uint8Array(4);
  attempt = 0;
  previous = NONE;
  tries = [];
  sizeBytes = 1024;
  priority = 0;

  get keyText() {
    return `key-${this.key}`;
  }

  tried() {
    return false;
  }
}

export class PickGateway {
  #probes = [];
  #watchers = [];
  #message = new Message();
  #reply = { outcome: "ok", attempt: 0, inSystem: 0, serviceNs: 1e6 };
  #keys = new Stream(7, "keys");

  constructor(name, count) {
    const definition = findBalancer(name);
    this.truth = new Truth(count);
    const nodes = nodesOf(count);
    this.view = {
      nowNs: 0,
      count,
      nodeCount: count,
      candidates: Int32Array.from({ length: count }, (_, id) => id),
      inFlight: new Int32Array(count),
      degraded: new Uint8Array(count),
      weight: Float64Array.from(nodes, ({ weight }) => weight),
      waiting: 0,
      membershipEpoch: 0,
      truth: definition.about.truth ? this.truth : null,
    };
    const states = new Map();
    this.balancer = definition.create({
      random: new Stream(1, name),
      parameters: resolveParameters(definition, {}).values,
      nodeCount: count,
      nodeNames: nodes.map((node) => node.name),
      nodeWorkers: nodes.map(() => 1),
      nodes,
      gateway: 0,
      gatewayCount: 1,
      zone: "default",
      gatewayZones: ["default"],
      retries: 0,
      startEpochMs: 0,
      shared: (key, make) => (states.has(key) ? states.get(key) : states.set(key, make()).get(key)),
      signals: {
        probe: (node, onReport) => void this.#probes.push({ node, onReport }),
        watchIdle: (onIdle) => void this.#watchers.push(onIdle),
        resume: () => {},
        after: () => {},
      },
    });
    this.balancer.onMembership?.(this.view);
    for (let node = 0; node < count; node++) this.#tellIdle(node);
    this.held = new Int32Array(Math.max(1, count >> 1)).fill(NONE);
    this.at = 0;
  }

  /** The oldest message is settled, a new one picked for and sent. */
  step() {
    const { view, balancer, truth } = this;
    view.nowNs += GAP_NS;
    this.#settleOldest();
    this.#message.key = 1 + this.#keys.below(KEYS);
    const node = balancer.pick(view, this.#message);
    this.held[this.at] = node;
    this.at = this.at + 1 === this.held.length ? 0 : this.at + 1;
    if (node !== NONE) {
      view.inFlight[node]++;
      truth.inSystem[node]++;
      truth.changes.record(node);
    }
    this.#answerProbes();
  }

  leave(node) {
    const { view } = this;
    const place = view.candidates.indexOf(node);
    view.candidates.copyWithin(place, place + 1, view.count--);
    this.#membershipChanged();
  }

  join(node) {
    const { view } = this;
    let place = 0;
    while (place < view.count && view.candidates[place] < node) place++;
    view.candidates.copyWithin(place + 1, place, view.count++);
    view.candidates[place] = node;
    this.#membershipChanged();
  }

  #settleOldest() {
    const { view, balancer, truth } = this;
    const node = this.held[this.at];
    if (node === NONE) return;
    view.inFlight[node]--;
    truth.inSystem[node]--;
    truth.changes.record(node);
    this.#reply.inSystem = truth.inSystem[node];
    balancer.onSettle?.(node, 1e6, true, view, this.#reply);
    if (truth.inSystem[node] === 0) this.#tellIdle(node);
  }

  #answerProbes() {
    while (this.#probes.length > 0) {
      const { node, onReport } = this.#probes.pop();
      onReport({ node, atNs: this.view.nowNs, inSystem: this.truth.inSystem[node], latencyNs: 1e6 });
    }
  }

  #tellIdle(node) {
    for (const onIdle of this.#watchers) onIdle(node);
  }

  #membershipChanged() {
    this.view.membershipEpoch++;
    this.balancer.onMembership?.(this.view);
  }
}
