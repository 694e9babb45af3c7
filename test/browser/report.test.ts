/** The report in a real browser, opened from disk: every chart drawn, everything that can be pressed works, nothing leaves. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { renderHtml } from "../../reports/html.ts";
import { chartSpecs } from "../../reports/charts/index.ts";
import { THEMES } from "../../reports/colours.ts";
import { FABRICATIONS, fabricateResult } from "../fixtures/result-file.ts";
import { findChromium, launchChromium } from "./chromium.ts";
import { marks, openPage, readThrough } from "./reader.ts";
import type { Look, Opened } from "./reader.ts";

// Where it is the job of the machine to have a browser, its absence is a failure and not a reason.
const missing = findChromium() === undefined && (process.env["CI"] ?? "") === "";
if (missing) console.warn("browser tests skipped: no Chromium found; set EVENKEEL_CHROMIUM to its path");

/** A colour as the browser writes it. */
function rgb(hex: string): string {
  return `rgb(${[1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)).join(", ")})`;
}

describe.skipIf(missing)("the report in Chromium", () => {
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    browser = await launchChromium();
    folder = await mkdtemp(join(tmpdir(), "evenkeel-report-"));
    for (const [name, given] of Object.entries(FABRICATIONS)) {
      await writeFile(join(folder, `${name}.html`), await renderHtml(fabricateResult(given)));
    }
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    if (folder !== undefined) await rm(folder, { recursive: true });
  });

  const open = (name: string, look: Look = {}): Promise<Opened> =>
    openPage(browser, join(folder, `${name}.html`), look);

  /** The marks before and after a change; with the pointer taken away, so that it lights nothing up. */
  async function settled(page: Page, change: () => Promise<void>, away = true) {
    const before = await marks(page);
    await change();
    if (away) await page.mouse.move(2, 2);
    // Two frames: one for the page to tell its charts, one for them to draw.
    await page.waitForTimeout(400);
    return { before, after: await marks(page) };
  }

  test.each(Object.keys(FABRICATIONS))("draws every chart of %s without a complaint or a request", async (name) => {
    const { page, complaints, requests } = await open(name);
    const growth = await readThrough(page);
    expect(Math.abs(growth - 1), "charts have the room that they take").toBeLessThan(0.02);
    const drawn = await marks(page);
    const charts = chartSpecs(fabricateResult(FABRICATIONS[name]));
    expect(Object.keys(drawn)).toEqual(charts.map((chart) => chart.id));
    const balancers = fabricateResult(FABRICATIONS[name]).runs.length;
    for (const [id, count] of Object.entries(drawn)) expect(count, id).toBeGreaterThan(balancers);
    expect(complaints).toEqual([]);
    expect(requests).toEqual([]);
    await page.context().close();
  });

  test("draws as many marks as there are data: a cell, a dot or a piece of bar each", async () => {
    const { page } = await open("standard");
    await readThrough(page);
    const drawn = await marks(page);
    const rows = (id: string): number => chartSpecs(fabricateResult()).find((chart) => chart.id === id)!.rows.length;
    const edges = 2 * 5;
    expect(drawn["queue-depth"]).toBe(rows("queue-depth") + edges);
    // Beside the dots: a name and a stroke for the ideal per balancer.
    expect(drawn["utilisation"]).toBe(rows("utilisation") + 2 * 5);
    expect(drawn["losses"]).toBe(rows("losses") + 5);
    expect(drawn["fates"]).toBe(rows("fates") + edges);
    // Points of the lines, a name with its pointer per line.
    expect(drawn["response-quantiles"]).toBe(rows("response-quantiles") + 2 * 5);
    await page.context().close();
  });

  test("hides a balancer in every chart at once, from the table and from the bar, and shows it again", async () => {
    const { page } = await open("standard");
    await readThrough(page);
    const fromTable = await settled(page, () => page.locator("table input[data-balancer='1']").uncheck());
    for (const [id, count] of Object.entries(fromTable.after)) expect(count, id).toBeLessThan(fromTable.before[id]!);
    expect(await page.locator(".bar input[data-balancer='1']").isChecked()).toBe(false);
    const fromBar = await settled(page, () => page.locator(".bar input[data-balancer='1']").check());
    expect(fromBar.after).toEqual(fromTable.before);
    const none = await settled(page, () => page.locator("button[data-show='none']").click());
    for (const id of ["queue-depth", "utilisation", "losses", "fates"]) expect(none.after[id]).toBe(0);
    const all = await settled(page, () => page.locator("button[data-show='all']").click());
    expect(all.after).toEqual(fromTable.before);
    await page.context().close();
  });

  test("lights up the balancer that is pointed at, with more than eight a grey one too", async () => {
    const { page } = await open("twenty");
    await readThrough(page);
    const { before, after } = await settled(page, () => page.locator(".bar label[data-place='17']").hover(), false);
    expect(after["response-quantiles"]).toBe(
      before["response-quantiles"]! +
        chartSpecs(fabricateResult(FABRICATIONS["twenty"]))[0]!.rows.filter((row) => row["b"] === 17).length,
    );
    await page.context().close();
  });

  test("keeps twenty balancers readable: no table spills, and the bar is one line that begins with the coloured ones", async () => {
    const { page } = await open("twenty");
    await readThrough(page);
    const spilled = await page.evaluate(`[...document.querySelectorAll(".scroll.comparison")]
      .filter((box) => box.scrollWidth > box.clientWidth)
      .map((box) => box.getAttribute("aria-label") ?? box.getAttribute("aria-labelledby"))`);
    expect(spilled).toEqual([]);
    expect((await page.locator(".bar").boundingBox())!.height).toBeLessThan(50);
    const colours = await page.evaluate(`[...document.querySelectorAll(".bar label .swatch")]
      .map((swatch) => getComputedStyle(swatch).backgroundColor)`);
    const grey = (colours as string[]).map((colour) => colour === rgb(THEMES.light.other));
    expect(grey).toEqual(Array.from({ length: 20 }, (_, place) => place >= 5));
    // All and None can be reached although the line goes on behind them.
    expect(await page.locator("button[data-show='none']").isVisible()).toBe(true);
    const none = await settled(page, () => page.locator("button[data-show='none']").click());
    expect(none.after["queue-depth"]).toBe(0);
    await settled(page, () => page.locator(".bar label[data-place='17'] input").check());
    expect(await page.locator("table input[data-balancer='17']").isChecked()).toBe(true);
    expect(await page.locator(".repeat details").count()).toBe(1);
    await settled(page, () => page.locator("button[data-show='all']").click());
    const box = (await page.locator("#figure-response-quantiles .plot").boundingBox())!;
    await page.mouse.wheel(0, box.y - 150);
    const there = (await page.locator("#figure-response-quantiles .plot").boundingBox())!;
    await page.mouse.move(there.x + there.width / 2, there.y + 40);
    await page.mouse.move(there.x + there.width / 2 + 2, there.y + 42);
    await page.locator(".tooltip").waitFor({ state: "visible" });
    const said = await page.locator(".tooltip").innerText();
    const shown = await page.locator(".bar .name").allInnerTexts();
    for (const name of shown.slice(0, 5)) expect(said).toContain(name);
    expect(said).toContain("and 8 more");
    await page.context().close();
  });

  test("shows values under the pointer: all balancers at one place of a line chart", async () => {
    const { page } = await open("standard");
    const plot = page.locator("#figure-response-quantiles .plot");
    await plot.scrollIntoViewIfNeeded();
    await page.locator("#figure-response-quantiles[data-marks]").waitFor();
    const box = (await plot.boundingBox())!;
    await page.mouse.move(box.x + box.width / 2 - 2, box.y + box.height / 2);
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.locator(".tooltip").waitFor({ state: "visible" });
    const said = await page.locator(".tooltip").innerText();
    for (const { balancer } of fabricateResult().runs) expect(said).toContain(balancer);
    expect(said).toMatch(/9\d\.\d%[\s\S]*hash\s+\d/);
    await page.mouse.move(2, 2);
    await page.locator(".tooltip").waitFor({ state: "hidden" });
    await page.context().close();
  });

  test("sorts by a column: up, down, and back to the scenario's order", async () => {
    const { page } = await open("standard");
    const names = async (): Promise<string[]> => page.locator("table.sortable tbody th .name").allInnerTexts();
    const original = await names();
    const button = page.locator("table.sortable th[data-column='p99'] button");
    await button.click();
    expect(await names()).toEqual([...original].reverse().map((_, place) => original[[4, 3, 2, 0, 1][place]!]));
    expect(await page.locator("th[data-column='p99']").getAttribute("aria-sort")).toBe("ascending");
    await button.click();
    expect((await names())[0]).toBe("hash");
    await button.click();
    expect(await names()).toEqual(original);
    await page.context().close();
  });

  test("follows the system's colours until the switch is used, charts and all", async () => {
    const { page } = await open("standard", { colorScheme: "dark" });
    await readThrough(page);
    const look = () =>
      page.evaluate(`[getComputedStyle(document.body).backgroundColor,
        document.querySelector("#figure-response-quantiles svg text").getAttribute("fill")]`);
    const dark = await look();
    expect(dark).toEqual(["rgb(21, 24, 27)", "#a3abb3"]);
    await page.locator("button[data-theme-switch]").click();
    await page.waitForTimeout(300);
    expect(await look()).toEqual(["rgb(252, 252, 250)", "#5a626b"]);
    await page.locator("button[data-theme-switch]").click();
    await page.waitForTimeout(300);
    expect(await look()).toEqual(dark);
    await page.context().close();
  });

  test.each([
    [400, ["standard", "twenty", "nasty"]],
    [800, ["nasty"]],
    [1400, ["standard"]],
  ])("fits a screen of %i pixels, its charts too", async (width, names) => {
    for (const name of names) {
      const { page } = await open(name, { width });
      await readThrough(page);
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
      const spilled = await page.evaluate(`[...document.querySelectorAll(".plot")]
        .filter((plot) => plot.firstElementChild.getBoundingClientRect().width > plot.clientWidth + 3)
        .map((plot) => plot.parentElement.id)`);
      expect(spilled).toEqual([]);
      await page.context().close();
    }
  });

  test("gives each chart's data as CSV and as a table, and its specification", async () => {
    const { page } = await open("standard");
    const figure = page.locator("#figure-losses");
    // While charts are being drawn the page moves, and a button may slip from under the pointer.
    await readThrough(page);
    const download = async (tool: string) => {
      const [file] = await Promise.all([
        page.waitForEvent("download"),
        figure.locator(`button[data-tool='${tool}']`).click(),
      ]);
      const chunks: Buffer[] = [];
      for await (const chunk of await file.createReadStream()) chunks.push(chunk as Buffer);
      return { name: file.suggestedFilename(), text: Buffer.concat(chunks).toString() };
    };
    const csv = await download("csv");
    expect(csv.name).toBe("one-slow-node-losses.csv");
    expect(csv.text).toMatch(
      /^balancer,cause,messages,of the offered\r\nround-robin,rejected by a full queue,1153,0\.0288/,
    );
    const spec = await download("vega-lite");
    expect(spec.name).toBe("one-slow-node-losses.vl.json");
    expect(JSON.parse(spec.text)).toMatchObject({
      data: { name: "rows" },
      title: { text: expect.any(Array) as unknown },
    });
    await figure.locator("summary").click();
    await figure.locator("details tbody tr").first().waitFor();
    expect(await figure.locator("details tbody tr").count()).toBe(15);
    await page.context().close();
  });

  test("can be used from the keyboard, and every chart says in words what it shows", async () => {
    const { page } = await open("standard");
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.textContent")).toBe("Skip to the comparison");
    await page.locator(".bar input[data-balancer='2']").focus();
    await page.keyboard.press("Space");
    await page.waitForTimeout(200);
    expect(await page.locator("table input[data-balancer='2']").isChecked()).toBe(false);
    for (const plot of await page.locator(".plot").all()) {
      expect(await plot.getAttribute("role")).toBe("img");
      expect((await plot.getAttribute("aria-label"))!.length).toBeGreaterThan(60);
    }
    expect(await page.locator("button:not([type])").count()).toBe(0);
    await page.context().close();
  });

  test("prints every chart without having been read through, in light colours", async () => {
    const { page, complaints } = await open("standard", { colorScheme: "dark" });
    const pdf = await page.pdf({ format: "A4", printBackground: true });
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    const drawn = await marks(page);
    for (const [id, count] of Object.entries(drawn)) expect(count, id).toBeGreaterThan(5);
    expect(complaints).toEqual([]);
    const fill = (): Promise<unknown> =>
      page.evaluate(`document.querySelector("#figure-response-quantiles svg text").getAttribute("fill")`);
    const dispatch = async (event: string): Promise<void> => {
      await page.evaluate(`dispatchEvent(new Event("${event}"))`);
      await page.waitForTimeout(1000);
    };
    await dispatch("beforeprint");
    expect(await fill()).toBe(THEMES.light.muted);
    await dispatch("afterprint");
    expect(await fill()).toBe(THEMES.dark.muted);
    await page.context().close();
  });

  test("stands without its script: verdict, tables and scenario are markup", async () => {
    const { page } = await open("standard", { javaScriptEnabled: false });
    expect(await page.locator("#verdict").innerText()).toContain("power-of-two-choices answered soonest");
    expect(await page.locator("table.sortable tbody tr").count()).toBe(5);
    expect(await page.locator("#scenario").innerText()).toContain("question: One of five nodes");
    await page.context().close();
  });

  /** Milliseconds until a report has loaded, at best of two times: the rest is what else the machine does. */
  async function loaded(name: Parameters<typeof open>[0]): Promise<number> {
    const times: number[] = [];
    for (let time = 0; time < 2; time++) {
      const { page } = await open(name);
      times.push((await page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")) as number);
      await page.context().close();
    }
    return Math.min(...times);
  }

  test("opens twenty balancers nearly as soon as one: no chart is drawn before it is seen", async () => {
    const one = await loaded("one");
    expect(await loaded("twenty")).toBeLessThan(5 * one);
  });
});
