/** Weights and server ids as HAProxy has them. */
import type { NodeConfig } from "../contract.ts";
import { wholeWeights } from "../shared/whole-weights.ts";

/** The greatest weight that a `server` line may have. */
export const MAX_WEIGHT = 256;
/** How finely dynamic algorithms can modulate a weight: `BE_WEIGHT_SCALE`. */
export const SCALE = 16;
/** The greatest effective weight: `SRV_EWGHT_MAX`. */
export const MAX_EFFECTIVE: number = MAX_WEIGHT * SCALE;

/**
 * By NodeId: whole numbers from 0 to 256. Such weights stay as written, common divisors included. Others, which HAProxy
 * would not accept, are brought to whole numbers of the same ratios, the greatest of them to 256 where it would be above.
 */
export function haproxyWeights(nodes: readonly NodeConfig[]): Int32Array {
  const written = Float64Array.from(nodes, (node) => Math.max(0, node.weight));
  const whole = written.every((weight) => Number.isInteger(weight)) ? written : wholeWeights(written);
  const factor = MAX_WEIGHT / whole.reduce((most, weight) => Math.max(most, weight), MAX_WEIGHT);
  return Int32Array.from(whole, (weight) => (weight > 0 ? Math.max(1, Math.round(weight * factor)) : 0));
}

/**
 * By NodeId: the server's numeric id, which places it on rings and orders `balance first`. The option `id N` sets it (here:
 * the metadata `id`); the others are counted from 1 in the order of the file, past ids that are taken. A server with an id of
 * its own counts, too, so that the ones behind it keep theirs (2.6, `check_config_validity`).
 */
export function serverIds(nodes: readonly NodeConfig[]): Int32Array {
  const given = nodes.map(({ metadata }) =>
    /^[1-9][0-9]{0,8}$/.test(metadata["id"] ?? "") ? Number(metadata["id"]) : 0,
  );
  const taken = new Set(given);
  let latest = 0;
  return Int32Array.from(given, (id) => {
    latest++;
    while (id === 0 && taken.has(latest)) latest++;
    return id === 0 ? latest : id;
  });
}
