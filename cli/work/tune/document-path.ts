/** What a path of `--set` or `--vary` leads to in a scenario whose defaults are all filled in. */

/** As text in the scenario language (JSON for what is no plain value); undefined where there is nothing. */
export function valueAtPath(document: unknown, path: string): string | undefined {
  let value: unknown = document;
  for (const step of path.replaceAll(/\[(\d+)\]/g, ".$1").split(".")) value = child(value, step.replaceAll('"', ""));
  if (value === undefined || value === null) return undefined;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** Items of a list go by their name or their place, as in `--set`. */
function child(value: unknown, step: string): unknown {
  if (Array.isArray(value)) {
    const named = value.find(
      (item) => typeof item === "object" && item !== null && "name" in item && item.name === step,
    );
    return named ?? value[/^\d+$/.test(step) ? Number(step) : -1];
  }
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>)[step] : undefined;
}
