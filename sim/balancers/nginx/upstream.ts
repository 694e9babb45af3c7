/**
 * An `upstream` block at work: its servers, the backups behind them, and the outcome of every try. All methods of nginx are
 * built on one; with a `zone`, all gateways of a run are.
 */
import type { Ns } from "../../core/time.ts";
import {
  NONE,
  type BalancerContext,
  type ClusterView,
  type MessageView,
  type NodeConfig,
  type NodeId,
} from "../contract.ts";
import { Tournament } from "../shared/tournament.ts";
import { WholeSecondClock } from "./clock.ts";
import { Peers } from "./peers.ts";
import type { Ranking } from "./ranking.ts";
import { Rotation } from "./rotation.ts";

export interface UpstreamOptions<R extends Ranking> {
  readonly ranking: (peers: Peers) => R;
  /** Whether the method takes `slow_start`: hash, ip_hash and random do not. */
  readonly slowStart: boolean;
}

export class Upstream<R extends Ranking = Ranking> {
  readonly peers: Peers;
  readonly ranking: R;
  /** The servers that are no backups, in the order of the file. */
  readonly primaries: Int32Array;
  /** One server, and no backups: passive health and retries do not apply. */
  readonly isSingle: boolean;
  /** How many tries a message has: each server once. */
  readonly tries: number;
  readonly #clock: WholeSecondClock;
  readonly #primary: Rotation;
  readonly #backup: Rotation | null;
  readonly #isBackup: readonly boolean[];
  /** By NodeId: the second in which something about it changes on its own. */
  readonly #due: Tournament;

  constructor(nodes: readonly NodeConfig[], startEpochMs: number, { ranking, slowStart }: UpstreamOptions<R>) {
    this.#clock = new WholeSecondClock(startEpochMs);
    this.peers = new Peers(nodes, this.#clock, slowStart);
    this.ranking = ranking(this.peers);
    this.#isBackup = nodes.map((node) => node.backup);
    this.primaries = this.#serversThat(false);
    const backups = this.#serversThat(true);
    this.isSingle = this.primaries.length === 1 && backups.length === 0;
    this.tries = this.peers.tries(this.primaries) + this.peers.tries(backups);
    this.#primary = new Rotation(this.peers, this.primaries, this.ranking);
    this.#backup = backups.length === 0 ? null : new Rotation(this.peers, backups, this.ranking);
    this.#due = new Tournament(nodes.length);
  }

  /** Brings passive health to this time: whoever has waited long enough is there for a probe. */
  advance(nowNs: Ns): void {
    if (!this.#clock.advance(nowNs)) return;
    while (this.#due.least <= this.#clock.second) this.#refresh(this.#due.first());
  }

  membership(view: ClusterView): void {
    this.advance(view.nowNs);
    this.peers.meet(view.candidates, view.count, (node) => this.#refresh(node));
  }

  /** Whose turn it is; NONE where all are tried, down, disabled or full: "no live upstreams". */
  turn({ tries }: MessageView): NodeId {
    if (this.isSingle) return this.#only(tries);
    // A message that has gone on to the backups stays with them.
    const onBackups = tries.length > 0 && this.#isBackup[tries.at(-1)!]!;
    const node = onBackups ? NONE : this.#primary.pick(tries);
    return node === NONE && this.#backup !== null ? this.#backup.pick(tries) : node;
  }

  /** The turn among servers of one text, all of them primaries. */
  turnAmong(nodes: readonly NodeId[], tries: readonly NodeId[]): NodeId {
    return this.#primary.pickAmong(nodes, tries);
  }

  /** The message goes to the server. */
  select(node: NodeId): void {
    this.peers.select(node);
    this.#refresh(node);
  }

  /** A message at the server has ended. */
  release(node: NodeId, failed: boolean): void {
    // Where there is only one server, its failures are not counted.
    if (failed && !this.isSingle) this.peers.fail(node);
    else this.peers.succeed(node);
    this.#refresh(node);
  }

  #only(tries: readonly NodeId[]): NodeId {
    const node = this.primaries[0]!;
    return tries.length === 0 && this.peers.isOpen(node) ? node : NONE;
  }

  #serversThat(isBackup: boolean): Int32Array {
    const ids = Int32Array.from(this.#isBackup.keys());
    return ids.filter((id) => this.#isBackup[id] === isBackup && this.peers.weight[id]! > 0);
  }

  #refresh(node: NodeId): void {
    (this.#isBackup[node] ? this.#backup : this.#primary)?.refresh(node);
    const { peers } = this;
    const second = peers.isDisabled(node)
      ? peers.checked[node]! + peers.failTimeout[node]! + 1
      : this.ranking.changesAt(node);
    if (second < Infinity) this.#due.set(node, second);
    else this.#due.remove(node);
  }
}

/** The upstream of one gateway, or with `zone` the one that all gateways share. */
export function upstreamOf<R extends Ranking>(context: BalancerContext, options: UpstreamOptions<R>): Upstream<R> {
  const make = (): Upstream<R> => new Upstream(context.nodes, context.startEpochMs, options);
  return context.parameters["zone"] === true ? context.shared("nginx/upstream", make) : make();
}
