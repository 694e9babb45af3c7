/**
 * Takes the README's picture of a report: `npm run screenshot -- report.html [docs/report.png]`. Needs a Chromium on the
 * PATH, or named by EVENKEEL_CHROMIUM.
 */
import { execFileSync } from "node:child_process";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const WIDTH = 1180;
const HEIGHT = 1500;
/** As much as shows the decision and the first of its evidence. */
const SHOWN = 2005;

const [report, picture = "docs/report.png"] = process.argv.slice(2);
if (report === undefined) {
  console.error("expected a report: npm run screenshot -- evenkeel-report/NAME/report.html [docs/report.png]");
  process.exit(2);
}

const browser = await chromium.launch({ executablePath: browserPath(), args: ["--no-sandbox"] });
try {
  const page = await browser.newPage({ viewport: { width: WIDTH, height: HEIGHT }, colorScheme: "light" });
  await page.goto(pathToFileURL(resolve(report)).href);
  await drawEverything(page);
  await page.screenshot({ path: picture, fullPage: true, clip: { x: 0, y: 0, width: WIDTH, height: SHOWN } });
  console.log(`Wrote ${picture}`);
} finally {
  await browser.close();
}

/** Charts are drawn as they come into view, so the page is walked through once. */
async function drawEverything(page) {
  const length = await page.evaluate(() => document.documentElement.scrollHeight);
  for (let y = 0; y < length; y += HEIGHT) {
    await page.evaluate((top) => scrollTo(0, top), y);
    await page.waitForTimeout(250);
  }
  await page.evaluate(() => scrollTo(0, 0));
  await page.waitForTimeout(250);
}

function browserPath() {
  if (process.env.EVENKEEL_CHROMIUM) return process.env.EVENKEEL_CHROMIUM;
  for (const name of ["chromium", "chromium-browser", "google-chrome"]) {
    try {
      return execFileSync("which", [name], { encoding: "utf8" }).trim();
    } catch {
      // Not this one.
    }
  }
  throw new Error("expected a Chromium on the PATH or in EVENKEEL_CHROMIUM, got none");
}
