/** The stages that a decoded record passes: put in order, spread within its second, written into blocks. */

/** Takes records one by one; times in nanoseconds since the first record of the file. */
export interface RecordSink {
  push(timeNs: number, key: number, workNs: number, sizeBytes: number): void;
  /** No more will come: hand on what is held back. */
  end(): void;
}

const FIRST_CAPACITY = 256;

/** Records held back, by slot; grows by doubling. */
export class RecordStore {
  timeNs: Float64Array<ArrayBuffer> = new Float64Array(FIRST_CAPACITY);
  key: Float64Array<ArrayBuffer> = new Float64Array(FIRST_CAPACITY);
  workNs: Float64Array<ArrayBuffer> = new Float64Array(FIRST_CAPACITY);
  sizeBytes: Float64Array<ArrayBuffer> = new Float64Array(FIRST_CAPACITY);

  set(slot: number, timeNs: number, key: number, workNs: number, sizeBytes: number): void {
    if (slot >= this.timeNs.length) this.#grow();
    this.timeNs[slot] = timeNs;
    this.key[slot] = key;
    this.workNs[slot] = workNs;
    this.sizeBytes[slot] = sizeBytes;
  }

  #grow(): void {
    this.timeNs = doubled(this.timeNs);
    this.key = doubled(this.key);
    this.workNs = doubled(this.workNs);
    this.sizeBytes = doubled(this.sizeBytes);
  }
}

/** A copy of twice the length, the rest zero. */
export function doubled(values: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(values.length * 2);
  larger.set(values);
  return larger;
}
