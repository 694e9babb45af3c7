/** From the gateways section to what gateways are and do. */
import type { GatewaysSpec } from "../../sim/index.ts";
import type { GatewaysSyntax } from "../schema/gateways.ts";
import { DEFAULT_GATEWAYS, DEFAULT_REDUNDANCY } from "./defaults.ts";

export function resolveGateways({ redundancy, ...written }: GatewaysSyntax): GatewaysSpec {
  const gateways: GatewaysSpec = { ...DEFAULT_GATEWAYS, ...given(written) };
  if (redundancy === undefined) return gateways;
  return { ...gateways, redundancy: { ...DEFAULT_REDUNDANCY, ...given(redundancy), copies: redundancy.copies } };
}

/** Without what was left out. */
function given(written: object): object {
  return Object.fromEntries(Object.entries(written).filter(([, value]) => value !== undefined));
}
