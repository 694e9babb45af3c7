/** The text of a file before it is YAML: encoding, byte-order mark, characters that no text file holds. */
import { problemAt, type Problem } from "../problem.ts";

/** UTF-8 text without its byte-order mark, or what is wrong with the bytes. */
export function decodeText(bytes: Uint8Array, file: string): string | Problem {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return problemAt(file, { line: 1, column: 1 }, "scenario", "expected UTF-8 text, got UTF-16");
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return problemAt(file, firstBadByte(bytes), "scenario", "expected UTF-8 text, got bytes that are not");
  }
}

/** The first character that has no place in a text file; null where there is none. */
export function strangeCharacter(text: string, file: string): Problem | null {
  // YAML 1.2 §5.1: printable characters, tab and line breaks; unpaired surrogates are not characters at all.
  const match =
    /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.exec(
      text,
    );
  if (match === null) return null;
  const code = match[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
  return problemAt(file, lineAndColumn(text, match.index), "yaml", `expected text, got the character U+${code}`);
}

/** Line and column of an offset, both from 1. */
export function lineAndColumn(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  const start = before.lastIndexOf("\n") + 1;
  return { line: before.split("\n").length, column: offset - start + 1 };
}

function firstBadByte(bytes: Uint8Array): { readonly line: number; readonly column: number } {
  // Streaming keeps an incomplete character back, so the prefix is good as long as no byte of it is wrong.
  let [good, bad] = [0, bytes.length];
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (decodes(bytes.subarray(0, middle))) good = middle;
    else bad = middle;
  }
  const text = new TextDecoder().decode(bytes.subarray(0, good), { stream: true });
  return lineAndColumn(text, text.length);
}

function decodes(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
