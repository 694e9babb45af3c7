/** What waits at a gateway: its queue, and what the balancer has set aside, some of it resumed: it is asked for first. */
import { NONE } from "../balancers/contract.ts";
import { MessageLists } from "../traffic/message-list.ts";
import type { MessageId, MessageTable } from "../traffic/message-table.ts";

const QUEUE = 0;
const RESUMED = 1;

export class WaitingMessages {
  /** How many may wait; 0: none. */
  readonly capacity: number;
  readonly #lists: MessageLists;
  /** Set aside and not resumed. */
  readonly #aside: Set<MessageId> = new Set();
  /** The list of the one that is asked for: while it is, others may be resumed. */
  #asked = QUEUE;

  constructor(capacity: number, messages: MessageTable) {
    this.capacity = capacity;
    this.#lists = new MessageLists(2, messages);
  }

  get length(): number {
    return this.#lists.length(QUEUE) + this.#lists.length(RESUMED) + this.#aside.size;
  }

  get hasResumed(): boolean {
    return this.#lists.length(RESUMED) > 0;
  }

  append(id: MessageId): void {
    this.#lists.append(QUEUE, id);
  }

  /** A message that has been set aside is to be asked for. False: it is not set aside. */
  resume(id: MessageId): boolean {
    if (!this.#aside.delete(id)) return false;
    this.#lists.append(RESUMED, id);
    return true;
  }

  /** The message waits no longer. True: the balancer had set it aside. */
  remove(id: MessageId): boolean {
    if (this.#aside.delete(id)) return true;
    let isResumed = false;
    this.#lists.forEach(RESUMED, (other) => (isResumed ||= other === id));
    this.#lists.remove(isResumed ? RESUMED : QUEUE, id);
    return isResumed;
  }

  /** Who is asked for next; NO_MESSAGE where nobody is. */
  askNext(): MessageId {
    this.#asked = this.hasResumed ? RESUMED : QUEUE;
    return this.#lists.head(this.#asked);
  }

  /** Whether the one that is asked for had been set aside. */
  get isResumed(): boolean {
    return this.#asked === RESUMED;
  }

  /** Whether somebody else is to be asked for before the one that was. */
  get isOvertaken(): boolean {
    return this.#asked === QUEUE && this.hasResumed;
  }

  /** What the balancer may set the one that is asked for aside by: only within the capacity. */
  get ticket(): number {
    const isWithin = this.#asked === RESUMED || this.length <= this.capacity;
    return isWithin ? this.#lists.head(this.#asked) : NONE;
  }

  /** The one that is asked for waits no longer. */
  take(): MessageId {
    return this.#lists.takeFirst(this.#asked);
  }

  /** The one that is asked for waits elsewhere from now on. */
  setAside(): void {
    this.#aside.add(this.take());
  }

  takeNewest(): MessageId {
    return this.#lists.takeLast(QUEUE);
  }
}
