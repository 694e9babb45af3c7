/** Which nodes the tries of a message go to: its balancer is asked for each, and asked again where it names a node in vain. */
import type { NodeId } from "../../balancers/contract.ts";
import type { MessageId } from "../../traffic/message-table.ts";
import type { GatewayView } from "../views.ts";
import type { Exchange } from "./exchange.ts";

/**
 * A balancer is asked for a node without a copy so many times as often as draws at random would need on average: they then
 * come to an end on their own but for one time in ten million, and copies are uniform over distinct nodes.
 */
const PATIENCE = 16;

/** The gateway, as far as placing concerns it. */
export interface Asker {
  readonly view: GatewayView;
  pick(message: MessageId): NodeId;
  /** A node that the balancer named, and that counts in flight, is not used after all. */
  takeBack(node: NodeId, message: MessageId): void;
}

interface Wish {
  /** Whether a node is not wanted; not true of all. */
  readonly avoid: (node: NodeId) => boolean;
  /** So many are not. */
  readonly avoided: number;
  /** What the balancer names in vain is added here, and counts in flight. */
  readonly vain: NodeId[];
  readonly origin?: number;
}

export class Placement {
  readonly #asker: Asker;
  readonly #exchange: Exchange;

  constructor(asker: Asker, exchange: Exchange) {
    this.#asker = asker;
    this.#exchange = exchange;
  }

  /**
   * Sends a message, with all its copies, whose balancer named `first`. What is named in vain counts in flight until all
   * copies are placed, so that a balancer that goes by its own counts comes to another node.
   */
  send(message: MessageId, first: NodeId): void {
    const exchange = this.#exchange;
    const vain: NodeId[] = [];
    this.#placeFirst(message, first, vain);
    while (exchange.wantsMore(message, this.#asker.view.count)) {
      const node = this.#asker.pick(message);
      const avoid = (other: NodeId): boolean => exchange.isAt(message, other);
      if (node < 0 || !this.#place(message, node, { avoid, avoided: exchange.placed(message), vain })) break;
    }
    this.#takeBackAll(vain, message);
    exchange.send(message);
  }

  /** Sends one more try of the message while others are out, to a node that has none where there is one. False: to nobody. */
  sendOneMore(message: MessageId, origin: number): boolean {
    const first = this.#asker.pick(message);
    if (first < 0) return false;
    const vain: NodeId[] = [];
    const nodes = this.#exchange.nodesOf(message);
    const avoids = nodes.length < this.#asker.view.count;
    const avoid = (node: NodeId): boolean => avoids && nodes.includes(node);
    const isPlaced = this.#place(message, first, { avoid, avoided: nodes.length, vain, origin });
    this.#takeBackAll(vain, message);
    if (isPlaced) this.#exchange.send(message);
    return isPlaced;
  }

  #placeFirst(message: MessageId, first: NodeId, vain: NodeId[]): void {
    const { to, last } = this.#exchange.target(message);
    const { view } = this.#asker;
    if (to === "other" && view.count > 1 && first === last) {
      if (this.#place(message, first, { avoid: (node) => node === last, avoided: 1, vain })) return;
      return this.#add(
        message,
        this.#behind(first, (node) => node === last),
        true,
      );
    }
    if (to === "same" && first !== last && view.candidates.subarray(0, view.count).includes(last)) {
      view.inFlight[first]!++;
      vain.push(first);
      return this.#add(message, last, true);
    }
    this.#add(message, first, false);
  }

  /**
   * A try goes to the node, or, where that is one to avoid, to the next that the balancer names and that is not; after some
   * vain answers to the next candidate. False where the balancer names none any more.
   */
  #place(message: MessageId, named: NodeId, { avoid, avoided, vain, origin }: Wish): boolean {
    const { count, inFlight } = this.#asker.view;
    const patience = (PATIENCE * count) / Math.max(1, count - avoided);
    let node = named;
    for (let asked = 1; avoid(node); asked++) {
      inFlight[node]!++;
      vain.push(node);
      if (asked >= patience) {
        this.#add(message, this.#behind(node, avoid), true, origin);
        return true;
      }
      node = this.#asker.pick(message);
      if (node < 0) return false;
    }
    this.#add(message, node, false, origin);
    return true;
  }

  #add(message: MessageId, node: NodeId, unasked: boolean, origin?: number): void {
    this.#asker.view.inFlight[node]!++;
    this.#exchange.add(message, node, unasked, origin);
  }

  /** The next candidate behind the node that is not to be avoided. */
  #behind(node: NodeId, avoid: (node: NodeId) => boolean): NodeId {
    const { candidates, count } = this.#asker.view;
    let place = candidates.indexOf(node);
    do place = (place + 1) % count;
    while (avoid(candidates[place]!));
    return candidates[place]!;
  }

  #takeBackAll(vain: readonly NodeId[], message: MessageId): void {
    for (const named of vain) this.#asker.takeBack(named, message);
  }
}
