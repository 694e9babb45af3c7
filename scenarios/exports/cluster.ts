/** What a product's configuration needs to know of a scenario. */
import type { NodeSpec, Scenario } from "../../sim/index.ts";

export interface ExportedCluster {
  /** Of the backend, upstream or cluster. */
  readonly name: string;
  readonly nodes: readonly NodeSpec[];
  /** How often a failed message is tried again. */
  readonly retries: number;
}

/** In letters that all products take. */
export function exportedCluster({ name, nodes, gateways }: Scenario): ExportedCluster {
  const plain = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  return { name: plain === "" ? "nodes" : plain, nodes, retries: gateways.retries?.limit ?? 0 };
}

/** A time as nginx and HAProxy read it: one whole number with one unit. */
export function productSeconds(seconds: number): string {
  return Number.isInteger(seconds) ? `${seconds}s` : `${Math.round(seconds * 1000)}ms`;
}
