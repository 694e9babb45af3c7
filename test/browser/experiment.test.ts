/** The pages of experiments in a real browser: every chart drawn, every mark counted, nothing leaves, nothing spills. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { experimentCharts } from "../../reports/experiment/charts.ts";
import { renderExperimentHtml } from "../../reports/experiment-html.ts";
import { EXPERIMENTS } from "../fixtures/experiments/index.ts";
import { findChromium, launchChromium } from "./chromium.ts";
import { marks, openPage, readThrough } from "./reader.ts";
import type { Look, Opened } from "./reader.ts";

const missing = findChromium() === undefined && (process.env["CI"] ?? "") === "";
if (missing) console.warn("browser tests skipped: no Chromium found; set EVENKEEL_CHROMIUM to its path");

describe.skipIf(missing)("the page of an experiment in Chromium", () => {
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    browser = await launchChromium();
    folder = await mkdtemp(join(tmpdir(), "evenkeel-experiment-"));
    for (const [name, fabricate] of Object.entries(EXPERIMENTS)) {
      await writeFile(join(folder, `${name}.html`), await renderExperimentHtml(fabricate()));
    }
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    if (folder !== undefined) await rm(folder, { recursive: true });
  });

  const open = (name: string, look?: Look): Promise<Opened> => openPage(browser, join(folder, `${name}.html`), look);

  test.each(Object.keys(EXPERIMENTS))("draws every chart of a %s without a complaint or a request", async (name) => {
    const { page, complaints, requests } = await open(name);
    const growth = await readThrough(page);
    expect(Math.abs(growth - 1), "charts have the room that they take").toBeLessThan(0.02);
    const drawn = await marks(page);
    expect(Object.keys(drawn)).toEqual(experimentCharts(EXPERIMENTS[name]!()).map(({ id }) => id));
    for (const [id, count] of Object.entries(drawn)) expect(count, id).toBeGreaterThan(1);
    expect(complaints).toEqual([]);
    expect(requests).toEqual([]);
    await page.context().close();
  });

  test("draws as many marks as a comparison has data", async () => {
    const { page } = await open("compare");
    await readThrough(page);
    const drawn = await marks(page);
    const rows = (id: string): number =>
      experimentCharts(EXPERIMENTS["compare"]!()).find((each) => each.id === id)!.rows.length;
    const [measures, balancers] = [5, 5];
    // Of each row a bar, a dot and a name; of each panel its title.
    expect(drawn["intervals"]).toBe(3 * rows("intervals") + measures);
    // Of each panel also the line at zero and the tolerance band.
    expect(drawn["differences"]).toBe(3 * rows("differences") + 3 * measures);
    expect(drawn["ranking"]).toBe(2 * balancers + 1);
    expect(drawn["replications"]).toBe(rows("replications") + measures * (balancers + 1));
    await page.context().close();
  });

  test("hides a balancer in every chart at once, and shows it again", async () => {
    const { page } = await open("compare");
    await readThrough(page);
    const before = await marks(page);
    await page.locator("table input[data-balancer='1']").uncheck();
    await page.mouse.move(2, 2);
    await page.waitForTimeout(400);
    const hidden = await marks(page);
    for (const [id, count] of Object.entries(hidden)) expect(count, id).toBeLessThan(before[id]!);
    await page.locator(".bar input[data-balancer='1']").check();
    await page.mouse.move(2, 2);
    await page.waitForTimeout(400);
    expect(await marks(page)).toEqual(before);
    await page.context().close();
  });

  test("says under the pointer what a dot is", async () => {
    const { page } = await open("compare", { reducedMotion: "reduce" });
    await readThrough(page);
    const dot = page.locator("#figure-differences svg .mark-symbol path").first();
    await dot.scrollIntoViewIfNeeded();
    // Scrolling puts the tooltip away: the pointer comes when the page has come to rest.
    await page.waitForTimeout(300);
    await dot.hover();
    const tooltip = page.locator(".tooltip");
    await tooltip.waitFor({ state: "visible" });
    expect(await tooltip.innerText()).toMatch(/balancer\s+hash[\s\S]*verdict\s+worse/);
    await page.context().close();
  });

  /** The narrow screen is the hard one: every page that has data fits it, and one of each kind fits the wide ones. */
  const pagesAt = (width: number): string[] =>
    Object.keys(EXPERIMENTS).filter(
      (name) => !/of |over (three|words)|nasty|many/.test(name) || (width === 400 && !name.includes("of ")),
    );

  test.each([400, 900, 1400])("fits a screen of %i pixels, its charts too", async (width) => {
    for (const name of pagesAt(width)) {
      const { page } = await open(name, { width, colorScheme: width === 900 ? "dark" : "light" });
      await readThrough(page);
      expect(await page.evaluate("document.documentElement.scrollWidth"), name).toBe(width);
      const spilled = await page.evaluate(`[...document.querySelectorAll(".plot")]
        .filter((plot) => plot.firstElementChild.getBoundingClientRect().width > plot.clientWidth + 3)
        .map((plot) => plot.parentElement.id)`);
      expect(spilled, name).toEqual([]);
      await page.context().close();
    }
  });

  test("can be used from the keyboard, and every chart says in words what it shows", async () => {
    const { page } = await open("compare");
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to the comparison");
    for (const plot of await page.locator(".plot").all()) {
      expect(await plot.getAttribute("role")).toBe("img");
      expect((await plot.getAttribute("aria-label"))!.length).toBeGreaterThan(60);
    }
    await page.locator(".decision thead button").nth(1).focus();
    await page.keyboard.press("Enter");
    const first = page.locator(".decision tbody tr .name").first();
    expect(await first.innerText()).toBe("join-shortest-queue");
    await page.context().close();
  });

  test("prints every chart without having been read through", async () => {
    const { page, complaints } = await open("compare", { colorScheme: "dark" });
    const pdf = await page.pdf({ format: "A4", printBackground: true });
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    for (const [id, count] of Object.entries(await marks(page))) expect(count, id).toBeGreaterThan(5);
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
