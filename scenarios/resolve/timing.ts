/** How long a run lasts and what of it is measured. */
import type { Ns, Warmup } from "../../sim/index.ts";
import type { ScenarioSyntax } from "../schema/scenario.ts";
import { formatDuration } from "../units/duration.ts";
import { DEFAULT_WARMUP_FRACTION } from "./defaults.ts";
import type { Report } from "./report.ts";

export interface Timing {
  readonly durationNs: Ns;
  readonly drainNs: Ns;
  readonly warmup: Warmup;
}

/** Only traffic that is all traces ends by itself. `durationNs` of a file that lacks it is Infinity. */
export function resolveTiming(parts: Partial<ScenarioSyntax>, report: Report): Timing {
  const endless = parts.traffic?.some(({ arrivals }) => arrivals.kind !== "trace") ?? false;
  if (parts.duration === undefined && report.raw(["duration"]) === undefined && endless) {
    report.expected(["duration"], "a duration such as 2m (only traffic that is all traces can do without)");
  }
  const durationNs = parts.duration ?? Infinity;
  if (parts.warmup !== undefined && parts.warmup !== "auto" && parts.warmup >= durationNs) {
    report.expected(["warmup"], `less than the duration of ${formatDuration(durationNs)}`);
  }
  return { durationNs, drainNs: parts.drain ?? 0, warmup: warmupOf(parts.warmup, durationNs) };
}

function warmupOf(written: Ns | "auto" | undefined, durationNs: Ns): Warmup {
  if (written === "auto") return { kind: "auto" };
  const tenth = durationNs === Infinity ? 0 : Math.round(durationNs * DEFAULT_WARMUP_FRACTION);
  return { kind: "duration", ns: written ?? tenth };
}
