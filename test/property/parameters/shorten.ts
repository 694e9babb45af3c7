/** Shipped scenarios last for minutes; here each lasts for so many events, and everything else happens as much sooner. */
import { parseDuration } from "../../../scenarios/units/index.ts";

const LONG_NS = 100e6;

/** The document with every time of 100ms and more divided by `factor`: those are its timeline's, not its messages'. */
export function shortened(value: unknown, factor: number): unknown {
  if (Array.isArray(value)) return value.map((item) => shortened(item, factor));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, shortened(part, factor)]));
  if (typeof value !== "string") return value;
  const ns = parseDuration(value);
  return ns === null || ns < LONG_NS ? value : `${Math.max(1, Math.round(ns / factor / 1e3))}us`;
}
