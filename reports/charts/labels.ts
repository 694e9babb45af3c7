/** Labels beside the ends of lines, moved apart where they would overlap. */

/** The distance between the baselines of two labels, in pixels. */
export const LABEL_PIXELS = 14;

/** A label: whose it is, where its line ends, and where the label itself goes, in pixels from the top. */
export interface EndLabel {
  readonly b: number;
  readonly end: number;
  readonly y: number;
}

/**
 * Moves labels apart to `LABEL_PIXELS` and keeps them within [0, height], each as near to its line's end as that allows:
 * neighbours that collide become one block around the mean of the places they want (pool adjacent violators).
 */
export function spreadLabels(ends: readonly { b: number; end: number }[], height: number): readonly EndLabel[] {
  const sorted = ends.map((label) => ({ ...label })).sort((a, b) => a.end - b.end || a.b - b.b);
  const blocks: { members: typeof sorted; centre: number }[] = [];
  for (const label of sorted) {
    let block = { members: [label], centre: label.end };
    let above = blocks.at(-1);
    while (above !== undefined && above.centre + reach(above) > block.centre - reach(block)) {
      blocks.pop();
      const members = [...above.members, ...block.members];
      block = { members, centre: within(members.length, mean(members.map((member) => member.end)), height) };
      above = blocks.at(-1);
    }
    blocks.push({ ...block, centre: within(block.members.length, block.centre, height) });
  }
  return blocks.flatMap(({ members, centre }) =>
    members.map((member, index) => ({ ...member, y: centre + (index - (members.length - 1) / 2) * LABEL_PIXELS })),
  );
}

function reach(block: { members: readonly unknown[] }): number {
  return (block.members.length * LABEL_PIXELS) / 2;
}

function within(count: number, centre: number, height: number): number {
  const half = ((count - 1) * LABEL_PIXELS) / 2;
  return Math.max(half, Math.min(height - half, centre));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
