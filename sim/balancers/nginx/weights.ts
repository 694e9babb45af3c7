/** Weights as nginx has them: whole numbers of at least 1, taken as they are written. */
import type { NodeConfig } from "../contract.ts";
import { wholeWeights } from "../shared/whole-weights.ts";

/**
 * By NodeId. Whole weights stay as written, common divisors included: two servers of weight 2 are not two of weight 1 to a
 * hash. Where one is not whole, which nginx would not accept, all are brought to whole numbers of the same ratios. Weight
 * 0, which nginx would not accept either, is kept: such a server is as good as not configured.
 */
export function nginxWeights(nodes: readonly NodeConfig[]): Float64Array {
  const weights = Float64Array.from(nodes, (node) => Math.max(0, node.weight));
  return weights.every((weight) => Number.isInteger(weight)) ? weights : wholeWeights(weights);
}
