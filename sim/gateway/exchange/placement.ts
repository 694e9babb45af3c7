/** Which nodes the tries of a message go to: its balancer is asked for each, and asked again where it names a node in vain. */
import { NONE, type NodeId } from "../../balancers/contract.ts";
import type { MessageId } from "../../traffic/message-table.ts";
import type { GatewayView } from "../views.ts";
import type { Exchange } from "./exchange.ts";
import { NodeSet } from "./node-set.ts";

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

export class Placement {
  readonly #asker: Asker;
  readonly #exchange: Exchange;
  /** Where the try that is being placed is not to go; not all nodes. */
  readonly #avoided: NodeSet;
  /**
   * What the balancer named in vain. It counts in flight until all is placed, so that a balancer that goes by its own counts
   * comes to another node.
   */
  readonly #vain: NodeId[] = [];
  /** The balancer has not named the node that was chosen. */
  #isUnasked = false;

  constructor(asker: Asker, exchange: Exchange) {
    this.#asker = asker;
    this.#exchange = exchange;
    this.#avoided = new NodeSet(asker.view.nodeCount);
  }

  /** Sends a message, with all its copies, whose balancer named `first`. */
  send(message: MessageId, first: NodeId): void {
    const exchange = this.#exchange;
    const wish = exchange.wishFor(message);
    if (wish === "any") this.#add(message, first, false);
    else this.#placeAgain(message, first, wish);
    if (exchange.wantsMore(message, this.#asker.view.count)) this.#placeCopies(message);
    if (this.#vain.length > 0) this.#takeBackAll(message);
    exchange.send(message);
  }

  /** Sends one more try of the message while others are out, to a node that has none where there is one. False: to nobody. */
  sendOneMore(message: MessageId, origin: number): boolean {
    const first = this.#asker.pick(message);
    if (first < 0) return false;
    const isPlaced = this.#place(message, first, this.#avoidOpen(message, NONE), origin);
    this.#takeBackAll(message);
    if (isPlaced) this.#exchange.send(message);
    return isPlaced;
  }

  /** The try, which waits for the node, is to go to another one, by the same rule. False: there is none. */
  move(id: MessageId, left: NodeId): boolean {
    const exchange = this.#exchange;
    const message = exchange.tries.original(id);
    const first = this.#asker.pick(message);
    const node = first < 0 ? NONE : this.#choose(message, first, this.#avoidOpen(message, left));
    this.#takeBackAll(message);
    if (node < 0) return false;
    if (exchange.isAsked(id)) this.#asker.takeBack(left, id);
    else this.#asker.view.inFlight[left]!--;
    this.#asker.view.inFlight[node]!++;
    exchange.move(id, node, this.#isUnasked);
    return true;
  }

  /** Avoids the nodes where tries of the message are, but one that is left, where there are others. Returns how many that are. */
  #avoidOpen(message: MessageId, left: NodeId): number {
    const avoided = this.#avoided;
    avoided.clear();
    this.#exchange.addOpen(message, avoided);
    const nodes = left !== NONE && avoided.has(left) ? avoided.size - 1 : avoided.size;
    if (nodes >= this.#asker.view.count) avoided.clear();
    return nodes;
  }

  #placeAgain(message: MessageId, first: NodeId, wish: "other" | "same"): void {
    const { view } = this.#asker;
    const last = this.#exchange.lastOf(message);
    if (wish === "other" && view.count > 1 && first === last) {
      this.#avoided.clear();
      this.#avoided.add(last);
      if (!this.#place(message, first, 1)) this.#add(message, this.#behind(first), true);
    } else if (wish === "same" && first !== last && view.candidates.subarray(0, view.count).includes(last)) {
      this.#nameInVain(first);
      this.#add(message, last, true);
    } else this.#add(message, first, false);
  }

  #placeCopies(message: MessageId): void {
    const exchange = this.#exchange;
    this.#avoided.clear();
    exchange.addPlaced(message, this.#avoided);
    do {
      const node = this.#asker.pick(message);
      if (node < 0 || !this.#place(message, node, exchange.placed(message))) return;
    } while (exchange.wantsMore(message, this.#asker.view.count));
  }

  /** A try goes to the node, or to another one where that is to be avoided. False: to none. */
  #place(message: MessageId, named: NodeId, avoided: number, origin: number | null = null): boolean {
    const node = this.#choose(message, named, avoided);
    if (node < 0) return false;
    this.#add(message, node, this.#isUnasked, origin);
    return true;
  }

  /**
   * The node that the balancer named, or, where that is one to avoid, the next that it names and that is not; after some vain
   * answers the next candidate. `avoided`: so many nodes are not wanted. Negative where the balancer names none any more.
   */
  #choose(message: MessageId, named: NodeId, avoided: number): NodeId {
    const { count } = this.#asker.view;
    const patience = (PATIENCE * count) / Math.max(1, count - avoided);
    this.#isUnasked = false;
    let node = named;
    for (let asked = 1; node >= 0 && this.#avoided.has(node); asked++) {
      this.#nameInVain(node);
      this.#isUnasked = asked >= patience;
      if (this.#isUnasked) return this.#behind(node);
      node = this.#asker.pick(message);
    }
    return node;
  }

  /** `origin`: of a try that is no part of its message's round. */
  #add(message: MessageId, node: NodeId, unasked: boolean, origin: number | null = null): void {
    this.#asker.view.inFlight[node]!++;
    this.#avoided.add(node);
    if (origin === null) this.#exchange.add(message, node, unasked);
    else this.#exchange.addBeside(message, node, unasked, origin);
  }

  /** The next candidate behind the node that is not to be avoided. */
  #behind(node: NodeId): NodeId {
    const { candidates, count } = this.#asker.view;
    let place = candidates.indexOf(node);
    do place = (place + 1) % count;
    while (this.#avoided.has(candidates[place]!));
    return candidates[place]!;
  }

  #nameInVain(node: NodeId): void {
    this.#asker.view.inFlight[node]!++;
    this.#vain.push(node);
  }

  #takeBackAll(message: MessageId): void {
    for (const named of this.#vain) this.#asker.takeBack(named, message);
    this.#vain.length = 0;
  }
}
