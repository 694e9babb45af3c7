/** From a chart to what vega draws: compiled here, when the report is written, so that a page need not carry Vega-Lite. */
import type { Spec as VegaSpec } from "vega";
import { compile } from "vega-lite";
import type { TopLevelSpec } from "vega-lite";
import type { Chart, Row } from "./chart.ts";
import { ROWS } from "./chart.ts";
import { HOVER_PREFIX } from "./layers.ts";

/** Compiled, and still without its rows. `warnings` is what Vega-Lite had to say: nothing, for a chart of ours. */
export interface CompiledChart {
  readonly spec: VegaSpec;
  readonly warnings: readonly string[];
}

export function compileChart(spec: TopLevelSpec): CompiledChart {
  const warnings: string[] = [];
  const logger = {
    level: () => logger,
    error: (...said: readonly unknown[]) => (warnings.push(said.join(" ")), logger),
    warn: (...said: readonly unknown[]) => (warnings.push(said.join(" ")), logger),
    info: () => logger,
    debug: () => logger,
  };
  return { spec: compile(spec, { logger: logger as never }).spec, warnings };
}

/** A compiled specification with its rows and with other values for some of its parameters. */
export function withData(
  spec: VegaSpec,
  rows: readonly Row[],
  signals: Readonly<Record<string, unknown>> = {},
): VegaSpec {
  return {
    ...spec,
    data: (spec.data ?? []).map((data) =>
      data.name === ROWS ? { ...data, values: rows.map((row) => ({ ...row })) } : data,
    ),
    signals: (spec.signals ?? []).map((signal) =>
      Object.hasOwn(signals, signal.name) ? { ...signal, value: signals[signal.name] } : signal,
    ),
  } as VegaSpec;
}

/** The chart as a Vega-Lite specification that stands alone: with its title, its subtitle and its rows. */
export function standaloneSpec(chart: Chart): TopLevelSpec {
  return {
    ...withoutHover(chart.spec),
    description: chart.description,
    title: { text: wrapText(chart.title, 72), subtitle: wrapText(chart.subtitle, 100) },
    data: { name: ROWS, values: chart.rows.map((row) => ({ ...row })) },
  } as TopLevelSpec;
}

/** Layers that only serve the page's pointer are left out, wherever they are. */
function withoutHover<T>(part: T): T {
  if (Array.isArray(part)) return part.filter((item) => !isHover(item)).map(withoutHover) as T;
  if (part === null || typeof part !== "object") return part;
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, withoutHover(value)])) as T;
}

function isHover(part: unknown): boolean {
  const name = (part as { name?: unknown } | null)?.name;
  return typeof name === "string" && name.startsWith(HOVER_PREFIX);
}

/** Lines of at most `width` characters, broken between words; a longer word has a line of its own. */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
