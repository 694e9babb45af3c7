/** What balancers ask of nodes beside messages: probes, which travel over the gateway-node links, and news of idle nodes. */
import type { ClusterSignals, NodeId, ProbeReport } from "../balancers/contract.ts";
import type { Cluster } from "../cluster/cluster.ts";
import { BALANCER_DUE, PROBE_AT_GATEWAY, PROBE_AT_NODE, NODE_IDLE } from "../core/event-kinds.ts";
import type { EventLoop } from "../core/event-loop.ts";
import type { Ns } from "../core/time.ts";
import type { Links } from "../network/links.ts";
import type { PathTable } from "../network/path-table.ts";

/** Whom the news of an idle node is for; else its place among those who watch, from 1. */
const EVERYBODY = 0;

/** A gateway's process, whose questions end with it. */
interface Asker {
  readonly gateway: number;
  isGone: boolean;
}

/** A probe under way. */
interface Probe {
  readonly asker: Asker;
  /** Whether the node is asked for its load, too, or only whether it answers. */
  readonly asksLoad: boolean;
  readonly onReport: (report: Answer) => void;
  /** Whoever asks hears of a refusal, too; null: only answers are of use. */
  readonly onRefused: (() => void) | null;
  refused: boolean;
  inSystem: number;
  latencyNs: number;
  isDegraded: boolean;
}

/** What a check is told beside what a balancer may ask. */
interface Answer extends ProbeReport {
  readonly isDegraded: boolean;
}

export class Signals {
  readonly #loop: EventLoop;
  readonly #cluster: Cluster;
  readonly #links: Links;
  readonly #probes: Map<number, Probe> = new Map();
  #nextProbe = 0;
  readonly #timers: Map<number, { readonly asker: Asker; readonly onDue: () => void }> = new Map();
  #nextTimer = 0;
  /** By gateway: its present process. */
  readonly #askers: Asker[] = [];
  readonly #watchers: ((node: NodeId) => void)[] = [];

  constructor(loop: EventLoop, cluster: Cluster, links: Links) {
    this.#loop = loop;
    this.#cluster = cluster;
    this.#links = links;
  }

  /** What the balancer of a gateway's new process may ask; `resume` is the gateway's. */
  of(gateway: number, resume: ClusterSignals["resume"]): ClusterSignals {
    const asker: Asker = { gateway, isGone: false };
    this.#askers[gateway] = asker;
    return {
      probe: (node, onReport) => this.#probe(asker, node, true, onReport, null),
      watchIdle: (onIdle) => this.#watchIdle(onIdle),
      resume,
      after: (delayNs, onDue) => this.#after(asker, delayNs, onDue),
    };
  }

  /** The gateway's process ends: it asks nothing any more, and hears of nothing that it asked. */
  silence(gateway: number): void {
    this.#askers[gateway]!.isGone = true;
  }

  /**
   * A gateway asks a node whether it is there. `onAnswer` is called when the answer is back, if one comes: true where the node
   * serves, and then whether it says that it is degraded; false where its process is gone and the connection was refused. One that stands still says nothing.
   */
  check(gateway: number, node: NodeId, onAnswer: (isUp: boolean, isDegraded: boolean) => void): void {
    this.#probe(
      this.#askers[gateway]!,
      node,
      false,
      ({ isDegraded }) => onAnswer(true, isDegraded),
      () => onAnswer(false, false),
    );
  }

  #probe(
    asker: Asker,
    node: NodeId,
    asksLoad: boolean,
    onReport: Probe["onReport"],
    onRefused: Probe["onRefused"],
  ): void {
    if (asker.isGone) return;
    const probe = this.#nextProbe++ | 0;
    const unknown = { refused: false, inSystem: 0, latencyNs: 0, isDegraded: false };
    this.#probes.set(probe, { asker, asksLoad, onReport, onRefused, ...unknown });
    this.#travel(this.#links.toNode, PROBE_AT_NODE, node, probe);
  }

  #after(asker: Asker, delayNs: Ns, onDue: () => void): void {
    if (asker.isGone) return;
    const timer = this.#nextTimer++ | 0;
    this.#timers.set(timer, { asker, onDue });
    this.#loop.at(this.#loop.nowNs + delayNs, BALANCER_DUE, timer, 0);
  }

  /** The BALANCER_DUE event. */
  due(timer: number): void {
    const { asker, onDue } = this.#timers.get(timer)!;
    this.#timers.delete(timer);
    if (!asker.isGone) onDue();
  }

  #watchIdle(onIdle: (node: NodeId) => void): void {
    const isFirst = this.#watchers.length === 0;
    if (isFirst) this.#cluster.onIdle = (node) => this.#loop.at(this.#loop.nowNs, NODE_IDLE, node, EVERYBODY);
    this.#watchers.push(onIdle);
    // Those that begin with the run hear of the first one's news.
    const whom = isFirst ? EVERYBODY : this.#watchers.length;
    if (!isFirst && this.#loop.count === 0) return;
    for (let node = 0; node < this.#cluster.nodes.count; node++) this.#loop.at(this.#loop.nowNs, NODE_IDLE, node, whom);
  }

  /** The PROBE_AT_NODE event. A node that does not serve gives no answer; the machine of one that is down refuses. */
  atNode(node: NodeId, probe: number): void {
    const asked = this.#probes.get(probe)!;
    asked.refused = this.#cluster.isDown(node) && asked.onRefused !== null;
    if (!asked.refused && !this.#cluster.isUp(node)) {
      this.#probes.delete(probe);
      return;
    }
    asked.inSystem = this.#cluster.inSystem(node);
    asked.isDegraded = this.#cluster.nodes.degraded[node] === 1;
    if (asked.asksLoad) asked.latencyNs = this.#cluster.recentResponseNs(node);
    this.#travel(this.#links.fromNode, PROBE_AT_GATEWAY, node, probe);
  }

  /** The PROBE_AT_GATEWAY event. */
  atGateway(node: NodeId, probe: number): void {
    const { asker, onReport, onRefused, refused, inSystem, latencyNs, isDegraded } = this.#probes.get(probe)!;
    this.#probes.delete(probe);
    if (asker.isGone) return;
    if (refused) return onRefused!();
    onReport({ node, atNs: this.#loop.nowNs, inSystem, latencyNs, isDegraded });
  }

  /** The NODE_IDLE event. A node that has something to do again, or is down, is no news. */
  idle(node: NodeId, whom: number): void {
    if (!this.#cluster.isUp(node) || this.#cluster.inSystem(node) !== 0) return;
    if (whom !== EVERYBODY) return this.#watchers[whom - 1]!(node);
    for (const onIdle of this.#watchers) onIdle(node);
  }

  /** A probe, or an answer, that is lost on the way is never heard of again. */
  #travel(paths: PathTable, kind: number, node: NodeId, probe: number): void {
    const path = paths.between(this.#probes.get(probe)!.asker.gateway, node);
    if (path === null) this.#loop.at(this.#loop.nowNs, kind, node, probe);
    else if (!path.travel(kind, node, probe, 0)) this.#probes.delete(probe);
  }
}
