/** Finagle's random aperture: P2C within a window over the nodes in a random order, as wide as the load asks for. */
import type { Random } from "../../core/random.ts";
import type { Ns } from "../../core/time.ts";
import { NONE, type Balancer, type ClusterView, type NodeId, type ReplyView } from "../contract.ts";
import { DecayingEwma } from "../shared/decaying-ewma.ts";
import { Routable } from "./routable.ts";
import { lessLoaded, type LoadMetric } from "./two-choices.ts";

export interface ApertureSettings {
  readonly minAperture: number;
  /** In messages in flight per node of the aperture. */
  readonly lowLoad: number;
  readonly highLoad: number;
  readonly smoothNs: Ns;
}

export class Aperture implements Balancer {
  readonly #metric: LoadMetric;
  readonly #settings: ApertureSettings;
  readonly #random: Random;
  readonly #offered: DecayingEwma;
  readonly #routable: Routable;
  /** By node: its place in this gateway's order, drawn anew whenever it joins. */
  readonly #tokens: Float64Array;
  /** The routable nodes by token; the aperture is its beginning. */
  #order: Int32Array = new Int32Array(0);
  #width = 1;
  #inFlight = 0;

  constructor(metric: LoadMetric, settings: ApertureSettings, random: Random, nodeCount: number) {
    this.#metric = metric;
    this.#settings = settings;
    this.#random = random;
    this.#offered = new DecayingEwma(settings.smoothNs);
    this.#routable = new Routable(nodeCount);
    this.#tokens = new Float64Array(nodeCount);
  }

  pick(view: ClusterView): NodeId {
    if (view.count === 0) return NONE;
    const node = this.#choose(view);
    this.#adjust(+1, view);
    return node;
  }

  onSettle(node: NodeId, latencyNs: Ns, _ok: boolean, view: ClusterView, { outcome }: ReplyView): void {
    if (outcome !== "cancelled") this.#metric.observe?.(node, latencyNs, view);
    this.#adjust(-1, view);
  }

  onMembership(view: ClusterView): void {
    this.#routable.update(view, (node) => {
      this.#tokens[node] = this.#random.unit();
      this.#metric.joined?.(node, view);
    });
    this.#order = view.candidates.slice(0, view.count).sort((a, b) => this.#tokens[a]! - this.#tokens[b]!);
    this.#width = this.#bounded(this.#width);
  }

  #choose(view: ClusterView): NodeId {
    const order = this.#order;
    if (this.#width === 1) return order[0]!;
    const first = this.#random.below(this.#width);
    const other = this.#random.below(this.#width - 1);
    const second = other < first ? other : other + 1;
    return lessLoaded(this.#metric, order[first]!, order[second]!, view);
  }

  /** A message more or less in flight: one step at most, towards the band of load. */
  #adjust(messages: 1 | -1, view: ClusterView): void {
    this.#inFlight += messages;
    const load = this.#offered.observe(this.#inFlight, view.nowNs) / this.#width;
    if (load >= this.#settings.highLoad) this.#width = this.#bounded(this.#width + 1);
    else if (load <= this.#settings.lowLoad) this.#width = this.#bounded(this.#width - 1);
  }

  #bounded(width: number): number {
    return Math.max(1, Math.min(Math.max(width, this.#settings.minAperture), this.#order.length));
  }
}
