/** A headless Chromium for tests, wherever the machine has one. */
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";
import type { Browser } from "playwright-core";

const DEBIAN = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"];

/** No service of the browser's own may add to what the page asks of the network. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * The first of EVENKEEL_CHROMIUM, Debian's places, and the usual names on the path; undefined where there is none. The shell
 * without windows comes first: it opens a page in two thirds of the time.
 */
export function findChromium(): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const named = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"].flatMap((name) =>
    folders.map((folder) => join(folder, name)),
  );
  return [process.env["EVENKEEL_CHROMIUM"], ...DEBIAN, ...named].find(
    (path) => path !== undefined && path !== "" && existsSync(path),
  );
}

export function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error("no Chromium found: set EVENKEEL_CHROMIUM to its path");
  return chromium.launch({ executablePath, headless: true, args: FLAGS });
}
