/** What a balancer makes of a message's key, remembered for the keys it saw last. */
import type { MessageView } from "../../contract.ts";

const SLOTS = 4096;

/**
 * A direct-mapped cache of 4,096 keys, by the key's number: hashing a text costs more than a pick should. Key 0 is never
 * kept, since messages without a key have it too.
 */
export class KeyCache<T> {
  readonly #make: (text: string) => T;
  readonly #textOf: (message: MessageView) => string;
  readonly #keys: Float64Array = new Float64Array(SLOTS);
  readonly #values: T[] = new Array<T>(SLOTS);

  /**
   * `make` must depend on the text alone. The text is the key's, empty for messages without one, or what `textOf` makes of a
   * message, which must be the same for the same key.
   */
  constructor(make: (text: string) => T, textOf: (message: MessageView) => string = (message) => message.keyText) {
    this.#make = make;
    this.#textOf = textOf;
  }

  of(message: MessageView): T {
    const { key } = message;
    if (key === 0) return this.#make(this.#textOf(message));
    const slot = key % SLOTS;
    if (this.#keys[slot] === key) return this.#values[slot]!;
    this.#keys[slot] = key;
    return (this.#values[slot] = this.#make(this.#textOf(message)));
  }

  /** Forgets everything: to be called when `make` would answer otherwise. */
  clear(): void {
    this.#keys.fill(0);
  }
}
