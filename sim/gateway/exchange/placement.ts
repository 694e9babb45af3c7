/** Which nodes the tries of a message go to: its balancer is asked for each, and asked again where it names a node in vain. */
import type { NodeId } from "../../balancers/contract.ts";
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
    const avoided = this.#avoided;
    avoided.clear();
    this.#exchange.addOpen(message, avoided);
    const nodes = avoided.size;
    if (nodes >= this.#asker.view.count) avoided.clear();
    const isPlaced = this.#place(message, first, nodes, origin);
    this.#takeBackAll(message);
    if (isPlaced) this.#exchange.send(message);
    return isPlaced;
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

  /**
   * A try goes to the node, or, where that is one to avoid, to the next that the balancer names and that is not; after some
   * vain answers to the next candidate. `avoided`: so many nodes are not wanted. False where the balancer names none any more.
   */
  #place(message: MessageId, named: NodeId, avoided: number, origin: number | null = null): boolean {
    const { count } = this.#asker.view;
    const patience = (PATIENCE * count) / Math.max(1, count - avoided);
    let node = named;
    for (let asked = 1; this.#avoided.has(node); asked++) {
      this.#nameInVain(node);
      if (asked >= patience) {
        this.#add(message, this.#behind(node), true, origin);
        return true;
      }
      node = this.#asker.pick(message);
      if (node < 0) return false;
    }
    this.#add(message, node, false, origin);
    return true;
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
