/** A table of text that fits: columns of the highest rank leave first, then names are cut. */
import { emphasise, padEnd, padStart, shorten, widthOf } from "./text.ts";
import type { Emphasis, TerminalStyle } from "./text.ts";

/** One column: its head, its cells from the top, and how willingly it leaves a narrow terminal. */
export interface TextColumn {
  readonly head: string;
  readonly cells: readonly string[];
  /** The lowest rank stays longest; the first column always stays. */
  readonly rank: number;
  readonly align: "left" | "right";
  /** By cell. */
  readonly emphasis?: readonly (Emphasis | null)[];
}

const GAP = 2;
const NARROWEST_NAME = 8;

/** The lines of the table, its head dim; `names` is the first column, which gives way when there is no room. */
export function tableLines(names: TextColumn, columns: readonly TextColumn[], style: TerminalStyle): readonly string[] {
  const widest = cellsWidth(names);
  const shown = columnsThatFit(columns, Math.min(widest, NARROWEST_NAME), style.columns, widest);
  const room = style.columns - shown.reduce((sum, column) => sum + GAP + cellsWidth(column), 0);
  const nameWidth = Math.max(1, Math.min(widest, room));
  const name = (text: string): string => padEnd(shorten(text, nameWidth, style), nameWidth);
  const head = name(names.head) + shown.map((column) => place(column, column.head, style, null)).join("");
  const rows = names.cells.map((text, row) => {
    const cells = shown.map((column) => place(column, column.cells[row] ?? "", style, column.emphasis?.[row] ?? null));
    return emphasise(name(text), names.emphasis?.[row] ?? null, style) + cells.join("");
  });
  return [emphasise(head.trimEnd(), "dim", style), ...rows.map((row) => row.trimEnd())];
}

/** The same as one table after another, each with the names, so that no column has to leave. */
export function tablesInTurn(
  names: TextColumn,
  columns: readonly TextColumn[],
  style: TerminalStyle,
): readonly string[] {
  const tables: TextColumn[][] = [];
  let left = -1;
  for (const column of columns) {
    const width = GAP + cellsWidth(column);
    if (left < width) {
      tables.push([]);
      left = style.columns - nameRoom(cellsWidth(names), style);
    }
    left -= width;
    tables.at(-1)!.push(column);
  }
  return tables.flatMap((table, index) => [...(index > 0 ? [""] : []), ...tableLines(names, table, style)]);
}

/** What names get beside columns: they are cut to a quarter of the line, but not to nothing. */
function nameRoom(widest: number, { columns }: TerminalStyle): number {
  return Math.min(widest, Math.max(NARROWEST_NAME, Math.floor(columns / 4)));
}

/** By rank, as long as there is room beside a readable name: first beside the whole names, else beside cut ones. */
function columnsThatFit(
  columns: readonly TextColumn[],
  shortest: number,
  width: number,
  widest: number,
): readonly TextColumn[] {
  const fitting = (nameWidth: number): ReadonlySet<TextColumn> => {
    let left = width - nameWidth;
    const kept = new Set<TextColumn>();
    for (const column of [...columns].sort((one, other) => one.rank - other.rank)) {
      left -= GAP + cellsWidth(column);
      if (left < 0) break;
      kept.add(column);
    }
    return kept;
  };
  const beside = fitting(Math.min(widest, Math.max(shortest, Math.floor(width / 4))));
  const kept = beside.size > 0 ? beside : fitting(shortest);
  return columns.filter((column) => kept.has(column));
}

function cellsWidth({ head, cells }: TextColumn): number {
  return Math.max(widthOf(head), ...cells.map(widthOf));
}

function place(column: TextColumn, text: string, style: TerminalStyle, emphasis: Emphasis | null): string {
  const width = cellsWidth(column);
  const padded = column.align === "left" ? padEnd(text, width) : padStart(text, width);
  return " ".repeat(GAP) + emphasise(padded, emphasis, style);
}
