/** nginx's ring of `hash … consistent`: the points of ketama as Cache::Memcached::Fast lays them. */
import { CRC32_START, crc32Finish, crc32Update } from "../shared/hash/crc32.ts";
import { utf8 } from "../shared/hash/utf8.ts";
import { RingBuilder, type Ring } from "../shared/ring.ts";

const POINTS_PER_WEIGHT = 160;
/** Beyond so many points a ring is laid with proportionally fewer: nginx would go on, at sixteen bytes a point. */
const MOST_POINTS = 1 << 24;

/**
 * The points of servers, each owned by the index of its text. `texts`: what stands after `server`, each once, with its weight.
 * A chain of points can meet another server's: of equal points the first server's stays.
 */
export function ketamaRing(texts: readonly string[], weights: readonly number[]): Ring {
  const wanted = weights.reduce((sum, weight) => sum + weight * POINTS_PER_WEIGHT, 0);
  const scale = Math.min(1, MOST_POINTS / wanted);
  const builder = new RingBuilder(Math.ceil(wanted * scale) + texts.length);
  for (const [owner, text] of texts.entries()) {
    const base = baseOf(text);
    const count = Math.ceil(weights[owner]! * POINTS_PER_WEIGHT * scale);
    for (let i = 0, hash = 0; i < count; i++) {
      hash = crc32Finish(crc32Update(base, littleEndian(hash)));
      builder.add(owner, hash);
    }
  }
  return builder.build("first");
}

/** The state of CRC-32 after HOST, a zero byte and PORT, which every point of the server goes on from. */
function baseOf(text: string): number {
  const [host, port] = hostAndPort(text);
  return crc32Update(CRC32_START, utf8(`${host}\0${port}`));
}

/** Split at the last colon where only digits follow it; `unix:` is dropped. A server written without a port has none. */
function hostAndPort(text: string): readonly [host: string, port: string] {
  if (/^unix:/i.test(text)) return [text.slice("unix:".length), ""];
  const [, host, port] = /^(.*):(\d*)$/s.exec(text) ?? [undefined, text, ""];
  return [host!, port!];
}

const fourBytes = new Uint8Array(4);

function littleEndian(value: number): Uint8Array {
  for (let i = 0; i < 4; i++) fourBytes[i] = value >>> (8 * i);
  return fourBytes;
}
