/** Sizes as people write them: `4KiB` is 4096 bytes, `1.5MB` is 1,500,000. */
import { NUMBER, scaled, shifted } from "./decimal.ts";

const SIZE = new RegExp(String.raw`^(${NUMBER})\s*(B|kB|KB|MB|GB|TB|KiB|MiB|GiB|TiB)$`);

/** For JSON Schema. */
export const SIZE_PATTERN: string = SIZE.source;

const DECIMAL: Readonly<Record<string, number>> = { B: 0, kB: 3, KB: 3, MB: 6, GB: 9, TB: 12 };
const BINARY: Readonly<Record<string, number>> = { KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 };

/** Bytes, not rounded; null where the text is no size. */
export function parseSize(text: string): number | null {
  const match = SIZE.exec(text.trim());
  if (match === null) return null;
  const [, amount, unit] = match as unknown as [string, string, string];
  return scaled(amount, DECIMAL[unit] ?? 0) * (BINARY[unit] ?? 1);
}

/** In the largest unit in which it is a short number. Reads back as the same number of bytes. */
export function formatSize(bytes: number): string {
  for (const unit of ["TiB", "GiB", "MiB", "KiB"]) {
    const count = bytes / BINARY[unit]!;
    if (count >= 1 && Number.isInteger(count)) return `${shifted(count, 0)}${unit}`;
  }
  for (const unit of ["TB", "GB", "MB", "kB"]) {
    const count = shifted(bytes, -DECIMAL[unit]!);
    if (bytes >= 10 ** DECIMAL[unit]! && /^\d{1,3}(\.\d{1,3})?$/.test(count)) return `${count}${unit}`;
  }
  return `${shifted(bytes, 0)}B`;
}
