/** From the gateways section to what gateways are and do. */
import { FAILURE_KINDS, type GatewaysSpec, type HedgingSpec, type RetrySpec } from "../../sim/index.ts";
import type { GatewaysSyntax } from "../schema/gateways.ts";
import { SAFE_FAILURES } from "../schema/tries-together.ts";
import type { Report } from "./report.ts";
import { DEFAULT_GATEWAYS, DEFAULT_HEDGING, DEFAULT_REDUNDANCY } from "./defaults.ts";

export function resolveGateways({ redundancy, retries, hedging, ...written }: GatewaysSyntax): GatewaysSpec {
  return {
    ...DEFAULT_GATEWAYS,
    ...given(written),
    ...(retries === undefined || retries.limit === 0 ? {} : { retries: retriesOf(retries, written.delivery) }),
    ...(hedging === undefined ? {} : { hedging: { ...DEFAULT_HEDGING, ...given(hedging) } as HedgingSpec }),
    ...(redundancy === undefined
      ? {}
      : { redundancy: { ...DEFAULT_REDUNDANCY, ...given(redundancy), copies: redundancy.copies } }),
  };
}

/** A quorum must be there to be had. */
export function checkQuorum({ redundancy }: GatewaysSpec, nodes: number, report: Report): void {
  const needed = redundancy?.needed ?? 1;
  if (needed > nodes)
    report.expected(
      ["gateways", "redundancy", "needed"],
      `at most the ${nodes} nodes, as each copy goes to another`,
      String(needed),
    );
}

/** By default after any failure that the delivery lets a retry follow. */
function retriesOf(written: NonNullable<GatewaysSyntax["retries"]>, delivery: GatewaysSyntax["delivery"]): RetrySpec {
  return { ...written, on: written.on ?? (delivery?.kind === "at-most-once" ? SAFE_FAILURES : FAILURE_KINDS) };
}

/** Without what was left out. */
function given(written: object): object {
  return Object.fromEntries(Object.entries(written).filter(([, value]) => value !== undefined));
}
