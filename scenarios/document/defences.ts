/** How nodes defend themselves, in the language. */
import type { MemorySpec, SheddingSpec } from "../../sim/index.ts";
import { formatDuration } from "../units/duration.ts";
import { formatRate } from "../units/rate.ts";
import { formatSize } from "../units/size.ts";
import { timesDocument } from "./distribution.ts";
import { present } from "./traffic.ts";

export function sheddingDocument(shedding: SheddingSpec | undefined): unknown {
  if (shedding === undefined) return undefined;
  const { expired, codel, adaptiveLifo, tokenBucket } = shedding;
  return present({
    expired,
    codel: codel && { target: formatDuration(codel.targetNs), interval: formatDuration(codel.intervalNs) },
    adaptiveLifo,
    tokenBucket: tokenBucket && { rate: formatRate(tokenBucket.ratePerSecond), burst: tokenBucket.burst },
  });
}

export function memoryDocument(memory: MemorySpec | undefined): unknown {
  if (memory === undefined) return undefined;
  return {
    limit: formatSize(memory.limitBytes),
    perMessage: formatSize(memory.perMessageBytes),
    restart: timesDocument(memory.restart),
  };
}
