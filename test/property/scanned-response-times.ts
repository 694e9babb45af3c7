/** least-response-time as its documentation says it, by a look at every node for each pick. */
import { NONE, type ClusterView, type NodeId } from "../../sim/index.ts";

export interface ScanSettings {
  readonly score: "latency" | "latency-times-in-flight";
  readonly smoothing: number;
  readonly failureFactor: number;
  readonly halveAfter: number;
}

export class ScannedResponseTimes {
  readonly #settings: ScanSettings;
  readonly #average: (number | null)[];
  /** When the node's last message in flight was settled; null while it has any, or had none yet. */
  readonly #idleSinceNs: (number | null)[];
  #overall: number | null = null;
  #last: NodeId = NONE;

  constructor(nodes: number, settings: ScanSettings) {
    this.#settings = settings;
    this.#average = Array<number | null>(nodes).fill(null);
    this.#idleSinceNs = Array<number | null>(nodes).fill(null);
  }

  pick(view: ClusterView): NodeId {
    const nodes = [...view.candidates.subarray(0, view.count)];
    const scores = nodes.map((node) => this.#score(node, view));
    const least = Math.min(...scores);
    const tied = nodes.filter((_, i) => scores[i] === least);
    const picked = tied.find((node) => node > this.#last) ?? tied[0] ?? NONE;
    if (picked === NONE) return NONE;
    this.#last = picked;
    this.#idleSinceNs[picked] = null;
    return picked;
  }

  onSettle(node: NodeId, latencyNs: number, ok: boolean, view: ClusterView): void {
    if (ok) this.#overall = this.#moved(this.#overall, latencyNs);
    const failed = Math.max(latencyNs, this.#settings.failureFactor * (this.#overall ?? 0));
    this.#average[node] = this.#moved(this.#average[node]!, ok ? latencyNs : failed);
    if (view.inFlight[node] === 0) this.#idleSinceNs[node] = view.nowNs;
  }

  #moved(average: number | null, value: number): number {
    return average === null ? value : average + this.#settings.smoothing * (value - average);
  }

  #score(node: NodeId, view: ClusterView): number {
    const average = this.#average[node]!;
    const inFlight = view.inFlight[node]!;
    if (average === null) return inFlight === 0 ? -1 : 1e18 + inFlight;
    const idleNs = view.nowNs - (this.#idleSinceNs[node] ?? view.nowNs);
    let known = average;
    // After sixty halvings nothing is left to compare.
    const halvings = Math.min(60, Math.floor(idleNs / (this.#settings.halveAfter * 1e9)));
    for (let halving = 0; halving < halvings; halving++) known /= 2;
    return (this.#settings.score === "latency" ? known : known * (inFlight + 1)) / view.weight[node]!;
  }
}
