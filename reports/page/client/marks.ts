/// <reference lib="dom" />
/** Looking into what vega drew: how many marks there are, and which line is nearest to the pointer. */
import type { Item, View } from "vega";
import type { Row } from "../../charts/chart.ts";

/** A line further from the pointer than this is not meant. */
const NEAR_PIXELS = 24;

interface SceneMark {
  readonly marktype?: string;
  readonly role?: string;
  readonly items?: readonly SceneItem[];
}

interface SceneItem {
  readonly items?: readonly SceneMark[];
  readonly opacity?: number;
  readonly mark?: SceneItem & { readonly group?: SceneItem; readonly name?: string };
  readonly x?: number;
  readonly y?: number;
}

/** Data marks of a drawn chart: no axes, legends, titles, and nothing invisible. A line counts its points. */
export function countMarks(view: View): number {
  const root = view.scenegraph() as unknown as { root: SceneMark };
  return countIn(root.root);
}

function countIn(mark: SceneMark): number {
  const items = mark.items ?? [];
  if (mark.marktype === "group") {
    return items.reduce((sum, item) => sum + (item.items ?? []).reduce((inner, child) => inner + countIn(child), 0), 0);
  }
  return mark.role === "mark" ? items.filter((item) => item.opacity !== 0).length : 0;
}

/** The balancer whose point in this column is nearest to the pointer; −1 where none is near. */
export function nearestBalancer(
  view: View,
  item: Item,
  event: MouseEvent,
  rows: readonly Row[],
  fields: readonly string[],
): number {
  const { panel, top } = panelOf(item as unknown as SceneItem);
  const scale = view.scale(panel === null ? "y" : `concat_${panel}_y`) as (value: number) => number;
  const field = fields[panel ?? 0]!;
  const y = event.clientY - view.container()!.getBoundingClientRect().top - view.origin()[1]! - top;
  let nearest = -1;
  let distance = NEAR_PIXELS;
  for (const row of rows) {
    if (row[field] === null) continue;
    const away = Math.abs(scale(row[field] as number) - y);
    if (away < distance) [nearest, distance] = [row["b"] as number, away];
  }
  return nearest;
}

/** The panel that an item belongs to, by the name that Vega-Lite gives its group, and how far down that begins. */
function panelOf(item: SceneItem): { panel: number | null; top: number } {
  let top = 0;
  let panel: number | null = null;
  for (let group = item.mark?.group; group?.mark !== undefined; group = group.mark.group) {
    top += group.y ?? 0;
    const found = /^concat_(\d+)_group$/.exec(group.mark.name ?? "");
    if (found !== null) panel = Number(found[1]);
  }
  return { panel, top };
}
