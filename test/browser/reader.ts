/** A reader in Chromium: opens a page from disk, scrolls through it, counts what the charts drew, notes every complaint. */
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";

export interface Opened {
  readonly page: Page;
  /** What the page said on its console, and what it failed with. */
  readonly complaints: readonly string[];
  /** What it asked for beside itself. */
  readonly requests: readonly string[];
}

export interface Look {
  readonly width?: number;
  readonly colorScheme?: "light" | "dark";
  readonly reducedMotion?: "reduce";
  readonly javaScriptEnabled?: boolean;
}

export async function openPage(browser: Browser, path: string, { width = 1280, ...look }: Look = {}): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, ...look });
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  const address = pathToFileURL(path).href;
  page.on("console", (message) => complaints.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("dialog", (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    if (request.url() !== address && !request.url().startsWith("blob:")) requests.push(request.url());
  });
  await page.goto(address);
  return { page, complaints, requests };
}

/**
 * Scrolls to every figure, as a reader would, and waits for its chart: all of it within the page, which is a third faster.
 * Says by which factor the page has grown meanwhile.
 */
export async function readThrough(page: Page): Promise<number> {
  return page.evaluate<number>(`(async () => {
    const before = document.documentElement.scrollHeight;
    for (const figure of document.querySelectorAll("figure")) {
      figure.scrollIntoView();
      for (const since = performance.now(); figure.dataset.marks === undefined; ) {
        if (performance.now() - since > 20_000) throw new Error(figure.id + " was not drawn within 20 s");
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    }
    return document.documentElement.scrollHeight / before;
  })()`);
}

/** Marks of every chart, by its id. */
export async function marks(page: Page): Promise<Readonly<Record<string, number>>> {
  const found = await page
    .locator("figure")
    .evaluateAll((figures) =>
      (figures as unknown as { id: string; dataset: Record<string, string> }[]).map(({ id, dataset }) => [
        id.replace("figure-", ""),
        Number(dataset["marks"] ?? Number.NaN),
      ]),
    );
  return Object.fromEntries(found) as Record<string, number>;
}
