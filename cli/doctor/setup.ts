/**
 * Reading a case's set-up so that nothing in it is passed over: every key is either understood or makes the case "not
 * covered". A set-up that says more than a family knows must never be measured as if it said less.
 */

/** The case asks for something that cannot be simulated yet, or that is not understood. Never a pass, never a failure. */
export class NotCovered extends Error {
  override readonly name = "NotCovered";
}

/** Figures are written with about this many digits; near zero they are compared with `SMALL` instead. */
const RELATIVE_SLACK = 1e-6;
const SMALL = 1e-3;
/** Of nodes, keys, clients and whatever else is counted. */
const MOST = 2_000_000;

export class Setup {
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #read = new Set<string>();

  constructor(values: Readonly<Record<string, unknown>>) {
    this.#values = values;
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#values, name);
  }

  /** The first of these keys that the set-up has: the same thing goes by several names. */
  oneOf(...names: readonly string[]): string {
    const found = names.find((name) => this.has(name));
    if (found === undefined) throw new NotCovered(`setup.${names.join(" or setup.")}: expected a value, got none`);
    return found;
  }

  /** A positive finite number. */
  number(name: string): number {
    const value = this.#take(name);
    if (typeof value === "number" && Number.isFinite(value) && value > 0) return value;
    throw this.#wrong(name, "a number > 0");
  }

  numberOr(name: string, otherwise: number): number {
    return this.has(name) ? this.number(name) : otherwise;
  }

  /** A positive whole number that a computer can count to in a moment. */
  count(name: string): number {
    const value = this.number(name);
    if (Number.isInteger(value) && value <= MOST) return value;
    throw this.#wrong(name, `a whole number from 1 to ${MOST}`);
  }

  /** A list of positive numbers. */
  numbers(name: string): readonly number[] {
    const value = this.#take(name);
    const good = (entry: unknown): boolean => typeof entry === "number" && Number.isFinite(entry) && entry > 0;
    if (Array.isArray(value) && value.length > 0 && value.every(good)) return value as number[];
    throw this.#wrong(name, "a list of numbers > 0");
  }

  /** A list of fractions, 0 and 1 among them. */
  fractions(name: string): readonly number[] {
    const value = this.#take(name);
    const good = (entry: unknown): boolean => typeof entry === "number" && entry >= 0 && entry <= 1;
    if (Array.isArray(value) && value.length > 0 && value.every(good)) return value as number[];
    throw this.#wrong(name, "a list of fractions");
  }

  /** A number from 0 to 1. */
  fraction(name: string): number {
    const value = this.amount(name);
    if (value <= 1) return value;
    throw this.#wrong(name, "a fraction");
  }

  /** A positive number, or null: none. */
  numberOrNull(name: string): number | null {
    if (this.#values[name] !== null) return this.number(name);
    this.#read.add(name);
    return null;
  }

  yesOrNo(name: string): boolean {
    const value = this.#take(name);
    if (typeof value === "boolean") return value;
    throw this.#wrong(name, "true or false");
  }

  /** Where the key is there, it must be true. */
  expectYes(name: string): void {
    if (this.has(name) && !this.yesOrNo(name)) throw this.#wrong(name, "true");
  }

  /** A number of at least 0. */
  amount(name: string): number {
    const value = this.#take(name);
    if (typeof value === "number" && Number.isFinite(value) && value >= 0) return value;
    throw this.#wrong(name, "a number of at least 0");
  }

  text(name: string): string {
    const value = this.#take(name);
    if (typeof value === "string" && value !== "") return value;
    throw this.#wrong(name, "a text");
  }

  /** A text that may be empty. */
  anyText(name: string): string {
    const value = this.#take(name);
    if (typeof value === "string") return value;
    throw this.#wrong(name, "a text");
  }

  /** A number, or a list of them, each at least 0. */
  amounts(name: string): readonly number[] {
    const value = this.#take(name);
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    const good = (entry: unknown): boolean => typeof entry === "number" && Number.isFinite(entry) && entry >= 0;
    if (list.length > 0 && list.every(good)) return list as readonly number[];
    throw this.#wrong(name, "a number of at least 0, or a list of them");
  }

  /** Whether the key is there with a text. */
  isText(name: string): boolean {
    return typeof this.#values[name] === "string";
  }

  /** Whether the key is there with a list. */
  isList(name: string): boolean {
    return Array.isArray(this.#values[name]);
  }

  /** Numbers by name, each at least 0. */
  numbersByName(name: string): ReadonlyMap<string, number> {
    const value = this.#take(name);
    const entries = typeof value === "object" && value !== null ? Object.entries(value) : [];
    const good = entries.every(([, entry]) => typeof entry === "number" && Number.isFinite(entry) && entry >= 0);
    if (entries.length > 0 && !Array.isArray(value) && good) return new Map(entries as [string, number][]);
    throw this.#wrong(name, "numbers by name");
  }

  textOr(name: string, otherwise: string): string {
    return this.has(name) ? this.text(name) : otherwise;
  }

  /** Where the key is there, its text must be of this kind. */
  expectText(name: string, pattern: RegExp): void {
    if (!this.has(name)) return;
    const text = this.text(name);
    if (!pattern.test(text)) throw new NotCovered(`setup.${name}: ${JSON.stringify(text)} is not understood`);
  }

  /** Where the key is there, it must repeat a figure that follows from the others. */
  expectNumber(name: string, derived: number): void {
    if (!this.has(name)) return;
    const value = this.#take(name);
    if (typeof value !== "number") throw this.#wrong(name, "a number");
    const slack = RELATIVE_SLACK * Math.max(Math.abs(derived), SMALL);
    if (!Number.isFinite(derived) || Math.abs(value - derived) > slack) {
      throw new NotCovered(`setup.${name}: ${value} contradicts the rest of the set-up, from which ${derived} follows`);
    }
  }

  /** Throws unless every key has been read: what is not understood may change what is asked. */
  finish(): void {
    const unread = Object.keys(this.#values).filter((name) => !this.#read.has(name));
    if (unread.length > 0) throw new NotCovered(`setup.${unread[0]!}: this family knows no such key`);
  }

  #take(name: string): unknown {
    this.#read.add(name);
    return this.#values[name];
  }

  #wrong(name: string, expected: string): NotCovered {
    const value = this.#values[name];
    return new NotCovered(`setup.${name}: expected ${expected}, got ${JSON.stringify(value) ?? "none"}`);
  }
}
