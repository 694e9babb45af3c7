/** Gateways in the language. */
import type { GatewaysSpec } from "../../sim/index.ts";
import { formatDuration } from "../units/duration.ts";
import { capacity } from "./cluster.ts";
import { guardsDocument } from "./guards.ts";
import { present } from "./traffic.ts";
import { triesDocument } from "./tries.ts";

export function gatewaysDocument(gateways: GatewaysSpec): unknown {
  const { count, assign, zones, detectionNs, queueCapacity, withoutNode } = gateways;
  return present({
    count,
    assign,
    ...(zones.length === 1 ? { zone: zones[0] } : { zones: [...zones] }),
    detection: detectionNs === Infinity ? "never" : formatDuration(detectionNs),
    queue: present({ capacity: capacity(queueCapacity), withoutNode }),
    ...triesDocument(gateways),
    ...guardsDocument(gateways),
  });
}
