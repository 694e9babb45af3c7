/** How nodes defend themselves: what was written, and what of it cannot be. */
import type { NodeSpec, ProducerSpec, SheddingSpec } from "../../sim/index.ts";
import type { NodeSyntax } from "../schema/cluster.ts";
import type { SheddingSyntax } from "../schema/defences.ts";
import type { Path } from "../wording.ts";
import type { Report } from "./report.ts";

/** Only what was written: a node without it has no such defence. */
export function defencesOf(written: NodeSyntax): Pick<NodeSpec, "shedding" | "memory" | "contentionNs"> {
  const { contention, memory } = written;
  const shedding = Object.entries(written.shedding ?? {}).filter(([, value]) => value !== undefined);
  return {
    ...(shedding.length > 0 ? { shedding: Object.fromEntries(shedding) as SheddingSpec } : {}),
    ...(memory === undefined ? {} : { memory }),
    ...(contention === undefined || contention === 0 ? {} : { contentionNs: contention }),
  };
}

/** What sheds by waiting needs a queue in which messages wait in turn. */
const NEEDS: Readonly<Partial<Record<keyof SheddingSyntax, readonly string[]>>> = {
  expired: ["fifo", "lifo", "priority"],
  codel: ["fifo", "lifo", "priority"],
  adaptiveLifo: ["fifo"],
};

/** Reports what a group of nodes at `path` defends itself with in vain. `producers`: null where they are not known. */
export function checkDefences(
  { queue, shedding, workers }: NodeSyntax,
  producers: readonly ProducerSpec[] | null,
  path: Path,
  report: Report,
): void {
  const discipline = queue?.discipline ?? "fifo";
  const { capacity = Infinity } = queue ?? {};
  if (workers === Infinity && (capacity !== Infinity || discipline !== "fifo"))
    report.expected([...path, "queue"], "workers that messages may have to wait for", "unlimited workers");
  for (const key of ["expired", "codel", "adaptiveLifo"] as const) {
    if (shedding?.[key] === undefined) continue;
    const at = [...path, "shedding", key];
    const disciplines = NEEDS[key]!;
    if (workers === Infinity) report.expected(at, "workers that messages may have to wait for", "unlimited workers");
    else if (!disciplines.includes(discipline))
      report.expected(at, `a queue of discipline ${disciplines.join(", ").replace(/, (?=\w+$)/, " or ")}`, discipline);
  }
  if (shedding?.expired !== undefined && producers?.every(({ deadline }) => deadline === undefined) === true) {
    report.expected([...path, "shedding", "expired"], "a producer with a deadline beside it", "none");
  }
}
