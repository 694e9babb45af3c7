/** A whole number beside each row of the message table; 0 for rows that nobody has written. */
import { enlarged } from "../../core/arrays.ts";
import type { MessageId } from "../../traffic/message-table.ts";

/** Ids of the message table are row numbers times a power of two. */
const ROW_SHIFT = 5;

export class RowCells {
  #cells: Int32Array<ArrayBuffer> = new Int32Array(64);

  get(id: MessageId): number {
    return this.#cells[id >> ROW_SHIFT] ?? 0;
  }

  set(id: MessageId, value: number): void {
    const row = id >> ROW_SHIFT;
    if (row >= this.#cells.length) this.#cells = enlarged(this.#cells, 2 * row);
    this.#cells[row] = value;
  }
}
