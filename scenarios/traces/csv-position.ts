/** Where things stand in the text of CSV, for messages and for guessing the delimiter. */
import type { TracePosition } from "./trace-error.ts";

/** The place of the field with this index in a record's text; line 1 is the record's first. */
export function fieldStart(raw: string, index: number, delimiter: string): TracePosition {
  let [line, column, field, isQuoted] = [1, 1, 0, false];
  for (let at = 0; at < raw.length && field < index; at++) {
    const character = raw[at];
    if (character === '"') isQuoted = !isQuoted;
    if (character === "\n") [line, column] = [line + 1, 1];
    else column++;
    if (!isQuoted && raw.startsWith(delimiter, at)) {
      field++;
      column += delimiter.length - 1;
      at += delimiter.length - 1;
    }
  }
  return { line, column };
}

const DELIMITERS = [",", ";", "\t", "|"];

/** Whichever of comma, semicolon, tab and bar the line has most of outside quotes; a comma where it has none. */
export function guessDelimiter(line: string): string {
  const plain = line.replace(/"[^"]*"/g, "");
  const counts = DELIMITERS.map((delimiter) => plain.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))]!;
}
