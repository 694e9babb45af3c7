/// <reference lib="dom" />
/** The reader's controls: which balancers show, which is lit up, the order of the tables, the theme, copying. */
import type { ReaderState } from "./state.ts";

/** Every checkbox of a balancer, wherever it stands, shows and sets the same. */
export function connectToggles(state: ReaderState): void {
  const boxes = [...document.querySelectorAll<HTMLInputElement>("input[data-balancer]")];
  for (const box of boxes) {
    box.disabled = false;
    box.checked = true;
    box.addEventListener("change", () => state.show(placeOf(box), box.checked));
  }
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-show]")) {
    const shown = button.dataset["show"] === "all";
    button.addEventListener("click", () => boxes.forEach((box) => state.show(placeOf(box), shown)));
  }
  state.follow(() => {
    for (const box of boxes) {
      const shown = !state.hidden.has(placeOf(box));
      box.checked = shown;
      box.closest("[data-place]")?.classList.toggle("hidden-balancer", !shown);
    }
  });
}

/** Pointing at a balancer, or reaching it with the keyboard, lights it up in every chart. */
export function connectPicking(state: ReaderState): void {
  for (const element of document.querySelectorAll<HTMLElement>("[data-place]")) {
    const place = Number(element.dataset["place"]);
    element.addEventListener("pointerenter", () => state.pick(place));
    element.addEventListener("pointerleave", () => state.pick(-1));
    element.addEventListener("focusin", () => state.pick(place));
    element.addEventListener("focusout", () => state.pick(-1));
  }
}

/** A click on a column's head sorts by it: smallest first, then largest first, then as the scenario has it. */
export function connectSorting(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("table.sortable th button")) {
    button.disabled = false;
    button.addEventListener("click", () => sortBy(button.closest("th")!));
  }
}

function sortBy(head: HTMLTableCellElement): void {
  const table = head.closest("table")!;
  const next = { none: "ascending", ascending: "descending", descending: "none" } as const;
  const order = next[(head.getAttribute("aria-sort") ?? "none") as keyof typeof next];
  for (const other of table.querySelectorAll("th[aria-sort]")) other.setAttribute("aria-sort", "none");
  head.setAttribute("aria-sort", order);
  const column = head.dataset["column"]!;
  const sign = order === "descending" ? -1 : 1;
  const rows = [...table.tBodies[0]!.rows];
  const key = (row: HTMLTableRowElement): number => {
    if (order === "none") return Number(row.dataset["place"]);
    const value = row.querySelector<HTMLElement>(`[data-column="${column}"]`)?.dataset["value"];
    return value === undefined || value === "" ? Infinity : sign * Number(value);
  };
  const keys = new Map(rows.map((row) => [row, key(row)]));
  rows.sort((one, other) => {
    const [first, second] = [keys.get(one)!, keys.get(other)!];
    return first === second ? Number(one.dataset["place"]) - Number(other.dataset["place"]) : first - second;
  });
  table.tBodies[0]!.append(...rows);
}

/** The theme follows the system until the switch is used. */
export function connectTheme(state: ReaderState): void {
  const button = document.querySelector<HTMLButtonElement>("button[data-theme-switch]")!;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const label = (): void => {
    button.textContent = state.theme === "dark" ? "Light" : "Dark";
    button.setAttribute("aria-label", `Change to ${state.theme === "dark" ? "light" : "dark"} colours`);
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    const theme = state.theme === "dark" ? "light" : "dark";
    document.documentElement.dataset["theme"] = theme;
    state.changeTheme(theme);
    label();
  });
  system.addEventListener("change", () => {
    if (document.documentElement.dataset["theme"] !== undefined) return;
    state.changeTheme(system.matches ? "dark" : "light");
    label();
  });
  label();
}

/** Copies the text of the element that a button names. From disk the clipboard may be closed: then the text is selected. */
export function connectCopying(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => void copy(button));
  }
}

async function copy(button: HTMLButtonElement): Promise<void> {
  const source = document.getElementById(button.dataset["copy"]!)!;
  const word = button.textContent;
  try {
    await navigator.clipboard.writeText(source.textContent);
    button.textContent = "Copied";
  } catch {
    getSelection()?.selectAllChildren(source);
    button.textContent = "Selected";
  }
  setTimeout(() => (button.textContent = word), 2000);
}

function placeOf(box: HTMLInputElement): number {
  return Number(box.dataset["balancer"]);
}
