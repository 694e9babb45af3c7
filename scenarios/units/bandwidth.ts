/** Bandwidths as people write them: `10MB/s` is 10,000,000 bytes per second, `1Gbit/s` is 125,000,000. */
import { NUMBER, scaled } from "./decimal.ts";
import { formatSize, parseSize } from "./size.ts";

const BANDWIDTH = new RegExp(String.raw`^(${NUMBER})\s*(B|kB|KB|MB|GB|TB|KiB|MiB|GiB|TiB|bit|kbit|Mbit|Gbit)/s$`);

/** For JSON Schema. */
export const BANDWIDTH_PATTERN: string = BANDWIDTH.source;

const BITS: Readonly<Record<string, number>> = { bit: 0, kbit: 3, Mbit: 6, Gbit: 9 };

/** Bytes per second; null where the text is no bandwidth. */
export function parseBandwidth(text: string): number | null {
  const match = BANDWIDTH.exec(text.trim());
  if (match === null) return null;
  const [, amount, unit] = match as unknown as [string, string, string];
  const bits = BITS[unit];
  return bits === undefined ? parseSize(`${amount}${unit}`) : scaled(amount, bits) / 8;
}

/** Reads back as the same number of bytes per second. */
export function formatBandwidth(bytesPerSecond: number): string {
  return `${formatSize(bytesPerSecond)}/s`;
}
