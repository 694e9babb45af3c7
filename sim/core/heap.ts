/** A binary heap: the first of its items by an order that no two of them share. O(log n) to add and to take. */
export class Heap<T> {
  readonly #isBefore: (x: T, y: T) => boolean;
  readonly #items: T[] = [];

  constructor(isBefore: (x: T, y: T) => boolean) {
    this.#isBefore = isBefore;
  }

  get length(): number {
    return this.#items.length;
  }

  /** The first item; undefined where there is none. */
  get first(): T | undefined {
    return this.#items[0];
  }

  add(item: T): void {
    const items = this.#items;
    let index = items.push(item) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#isBefore(item, items[parent]!)) break;
      items[index] = items[parent]!;
      index = parent;
    }
    items[index] = item;
  }

  /** Takes the first item; undefined where there is none. */
  take(): T | undefined {
    const first = this.#items[0];
    const last = this.#items.pop();
    if (this.#items.length > 0) this.#sink(last!);
    return first;
  }

  /** Takes the item that `isWanted` names out of turn, in O(n); undefined where there is none. */
  remove(isWanted: (item: T) => boolean): T | undefined {
    const wanted = this.#items.find(isWanted);
    if (wanted === undefined) return undefined;
    for (const item of this.clear()) if (item !== wanted) this.add(item);
    return wanted;
  }

  /** Takes all, in no particular order. */
  clear(): T[] {
    return this.#items.splice(0);
  }

  #sink(item: T): void {
    const items = this.#items;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && this.#isBefore(items[child + 1]!, items[child]!)) child++;
      if (!this.#isBefore(items[child]!, item)) break;
      items[index] = items[child]!;
      index = child;
    }
    items[index] = item;
  }
}
