/**
 * Envoy's outlier detection (source/common/upstream/outlier_detection_impl.cc): a node that fails too often in a row, or
 * more often than its peers, is ejected for a time that grows with every ejection. Of one gateway; what is a failure there
 * (a 5xx, a gateway failure) is here any try that was not answered well. A passed active check does not end an ejection
 * (`successful_active_health_check_uneject_host: false`).
 */
import type { NodeId } from "../../balancers/contract.ts";
import type { Ns } from "../../core/time.ts";
import type { OutlierSpec } from "../../scenario.ts";

/** What the detection looks at and decides. */
export interface OutlierWatch {
  /** The nodes that are members now: they are what fractions and minimum numbers of hosts count. */
  isMember(node: NodeId): boolean;
  /** The node is put out, or let in again. */
  ejected(node: NodeId, out: boolean): void;
}

export class OutlierDetection {
  readonly #spec: OutlierSpec;
  readonly #watch: OutlierWatch;
  // By NodeId.
  readonly #failuresInARow: Int32Array;
  readonly #good: Int32Array;
  readonly #bad: Int32Array;
  readonly #isEjected: Uint8Array;
  readonly #ejectedAtNs: Float64Array;
  /** What the next ejection's time is multiplied by, less one. */
  readonly #multiplier: Int32Array;
  #ejectedCount = 0;

  constructor(spec: OutlierSpec, nodes: number, watch: OutlierWatch) {
    this.#spec = spec;
    this.#watch = watch;
    this.#failuresInARow = new Int32Array(nodes);
    this.#good = new Int32Array(nodes);
    this.#bad = new Int32Array(nodes);
    this.#isEjected = new Uint8Array(nodes);
    this.#ejectedAtNs = new Float64Array(nodes);
    this.#multiplier = new Int32Array(nodes);
  }

  /** A try at the node has ended. */
  observe(node: NodeId, ok: boolean, nowNs: Ns): void {
    if (ok) {
      this.#good[node]!++;
      this.#failuresInARow[node] = 0;
      return;
    }
    this.#bad[node]!++;
    if (++this.#failuresInARow[node]! !== this.#spec.consecutiveFailures) return;
    this.#failuresInARow[node] = 0;
    this.#eject(node, nowNs);
  }

  /** An interval has ended: who may come back does, and those with too little success are ejected. */
  sweep(nowNs: Ns): void {
    for (let node = 0; node < this.#isEjected.length; node++) this.#reconsider(node, nowNs);
    const { successRate, failureFraction } = this.#spec;
    if (successRate !== undefined) this.#ejectBelowOthers(successRate, nowNs);
    if (failureFraction !== undefined) this.#ejectFailing(failureFraction, nowNs);
    this.#good.fill(0);
    this.#bad.fill(0);
  }

  /** An ejected node comes back when its time is over; an interval without an ejection takes one off its multiplier. */
  #reconsider(node: NodeId, nowNs: Ns): void {
    if (this.#isEjected[node] === 0) {
      if (this.#multiplier[node]! > 0) this.#multiplier[node]!--;
      return;
    }
    const { baseEjectionNs, maxEjectionNs } = this.#spec;
    if (nowNs - this.#ejectedAtNs[node]! < Math.min(baseEjectionNs * this.#multiplier[node]!, maxEjectionNs)) return;
    this.#isEjected[node] = 0;
    this.#ejectedCount--;
    this.#failuresInARow[node] = 0;
    this.#watch.ejected(node, false);
  }

  #eject(node: NodeId, nowNs: Ns): void {
    if (this.#isEjected[node] === 1 || !this.#mayEjectOneMore()) return;
    const { baseEjectionNs, maxEjectionNs } = this.#spec;
    this.#isEjected[node] = 1;
    this.#ejectedCount++;
    this.#ejectedAtNs[node] = nowNs;
    if (baseEjectionNs * this.#multiplier[node]! < maxEjectionNs + baseEjectionNs) this.#multiplier[node]!++;
    this.#watch.ejected(node, true);
  }

  /** One node may always be ejected, however few there are. */
  #mayEjectOneMore(): boolean {
    if (this.#ejectedCount === 0) return true;
    let members = 0;
    for (let node = 0; node < this.#isEjected.length; node++) if (this.#watch.isMember(node)) members++;
    return this.#ejectedCount + 1 <= this.#spec.maxEjectedFraction * members;
  }

  #ejectBelowOthers({ minimumHosts, requestVolume, stdevFactor }: Comparison<"successRate">, nowNs: Ns): void {
    const hosts = this.#hostsWith(requestVolume);
    if (hosts.length < minimumHosts) return;
    const rates = hosts.map((node) => this.#successRate(node));
    const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
    const variance = rates.reduce((sum, rate) => sum + (rate - mean) * (rate - mean), 0) / rates.length;
    const threshold = mean - stdevFactor * Math.sqrt(variance);
    hosts.forEach((node, i) => {
      if (rates[i]! < threshold) this.#eject(node, nowNs);
    });
  }

  #ejectFailing({ minimumHosts, requestVolume, threshold }: Comparison<"failureFraction">, nowNs: Ns): void {
    const hosts = this.#hostsWith(requestVolume);
    if (hosts.length < minimumHosts) return;
    for (const node of hosts) if (1 - this.#successRate(node) >= threshold) this.#eject(node, nowNs);
  }

  /** Members that are not ejected and had at least so many tries in the interval. */
  #hostsWith(requestVolume: number): NodeId[] {
    const hosts: NodeId[] = [];
    for (let node = 0; node < this.#isEjected.length; node++) {
      const tries = this.#good[node]! + this.#bad[node]!;
      const counts = this.#isEjected[node] === 0 && this.#watch.isMember(node);
      if (counts && tries > 0 && tries >= requestVolume) hosts.push(node);
    }
    return hosts;
  }

  #successRate(node: NodeId): number {
    return this.#good[node]! / (this.#good[node]! + this.#bad[node]!);
  }
}

type Comparison<K extends "successRate" | "failureFraction"> = NonNullable<OutlierSpec[K]>;
