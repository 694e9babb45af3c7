/**
 * What crosses between threads: results and errors as bytes that are handed over and not copied. An error keeps its name,
 * message, stack, cause and plain fields, and becomes one of its class again where the receiver names the class.
 */
import { deserialize, serialize } from "node:v8";

/** An error's class, by whose name it is recognised. */
export interface ErrorKind {
  readonly name: string;
  readonly prototype: Error;
}

type Answer = { readonly value: unknown } | { readonly error: PackedError };

interface PackedError {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
  readonly cause: PackedError | null;
  /** The fields that its class gave it. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** The value or the error of some work, as bytes of their own buffer. */
export async function packed(work: () => Promise<unknown>): Promise<Uint8Array> {
  const answer: Answer = await work().then(
    (value) => ({ value }),
    (error: unknown) => ({ error: packError(error) }),
  );
  return serialize(answer);
}

/** The value again. Throws the error where it was one; `kinds` are the classes that it may be of. */
export function unpacked(bytes: Uint8Array, kinds: readonly ErrorKind[]): unknown {
  const answer = deserialize(bytes) as Answer;
  if ("value" in answer) return answer.value;
  throw unpackError(answer.error, kinds);
}

function packError(thrown: unknown): PackedError {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const { name, message, stack = "", cause } = error;
  const fields = Object.entries(error).filter(([key, value]) => key !== "cause" && isPlain(value));
  return {
    name,
    message,
    stack,
    cause: cause === undefined ? null : packError(cause),
    fields: Object.fromEntries(fields),
  };
}

function isPlain(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isPlain);
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}

function unpackError({ name, message, stack, cause, fields }: PackedError, kinds: readonly ErrorKind[]): Error {
  const error = new Error(message, cause === null ? {} : { cause: unpackError(cause, kinds) });
  const kind = kinds.find((each) => each.name === name);
  if (kind !== undefined) Object.setPrototypeOf(error, kind.prototype);
  Object.defineProperty(error, "stack", { value: stack, configurable: true, writable: true });
  return Object.assign(error, { name }, fields);
}
