import { createHash } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { renderHtml } from "../../../reports/html.ts";
import { FABRICATIONS, fabricateResult } from "../../fixtures/result-file.ts";

const MEGABYTE = 1_000_000;

let page: string;
let nasty: string;

beforeAll(async () => {
  page = await renderHtml(fabricateResult());
  nasty = await renderHtml(fabricateResult(FABRICATIONS["nasty"]));
}, 60_000);

/** The page's markup alone: without its scripts, its data and its style. */
function markup(text: string): string {
  return text.replace(/<(script|style)[\s\S]*?<\/\1>/g, "");
}

describe("the report", () => {
  test("is under 1.2 MB, and gives the same bytes twice", async () => {
    expect(Buffer.byteLength(page)).toBeLessThan(1.2 * MEGABYTE);
    expect(await renderHtml(fabricateResult())).toBe(page);
  });

  test.each(["twenty", "hundredGroups", "tenThousandNodes"])("is under 1.2 MB for %s as well", async (name) => {
    expect(Buffer.byteLength(await renderHtml(fabricateResult(FABRICATIONS[name])))).toBeLessThan(1.2 * MEGABYTE);
  });

  test("says what matters in its markup, before any script", () => {
    const text = markup(page);
    for (const said of [
      "<h1>One of five nodes runs at a third of its speed. Who notices?</h1>",
      "power-of-two-choices answered soonest: 99% of its messages within 110 ms",
      "least-response-time keeps p99 under a quarter of round-robin&#39;s.",
      "It did not hold: 1 of 2 expectations met.",
      "Fault: crash n2 (1 min to 1 min 15 s).",
      "join-shortest-queue sees global truth: it is a bound, not a choice.",
      "p99(responseTime, least-response-time) = 84.1 ms",
      "A formula that is still taught",
      "evenkeel run scenarios/library/one-slow-node.yaml --seed 1",
      "00001234abcd5678",
      "    zipf:",
    ]) {
      expect(text).toContain(said);
    }
    expect(text.indexOf("</main>")).toBeLessThan(page.indexOf("<script"));
  });

  test("has its parts in the order of a decision", () => {
    const ids = [...markup(page).matchAll(/<h2 id="([^"]+)"/g)].map((match) => match[1]);
    expect(ids).toEqual([
      "comparison",
      "expectations",
      "response",
      "load",
      "messages",
      "imbalance",
      "theory",
      "repeat",
    ]);
  });

  test("marks the best of a column once, ties as ties, and never a bound", () => {
    const rows = markup(page).split("<tbody>")[1]!.split("</tbody>")[0]!.split("<tr ").slice(1);
    const marked = (row: string): string[] =>
      [...row.matchAll(/class="number (best|tied)"\s+data-column="(\w+)"/g)].map((match) => `${match[2]} ${match[1]}`);
    expect(rows.map(marked)).toEqual([
      ["outOfOrder tied"],
      ["outOfOrder tied"],
      ["lost best", "throughput tied"],
      ["p50 best", "p99 best", "p999 best", "mean best", "throughput tied"],
      [],
    ]);
    expect(markup(page)).toContain("not marked: the nodes are not alike");
  });

  test("allows nothing but what is in it, known by digest", () => {
    const policy = /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(page)![1]!.replaceAll("&#39;", "'");
    const digest = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
    const scripts = [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)].map((match) => digest(match[1]!));
    const style = digest(/<style>([\s\S]*?)<\/style>/.exec(page)![1]!);
    expect(scripts).toHaveLength(2);
    expect(policy).toBe(
      `default-src 'none'; script-src ${scripts.join(" ")}; style-src ${style}; img-src data: blob:; base-uri 'none'; form-action 'none'`,
    );
  });

  test("points to nothing outside itself", () => {
    expect(markup(page)).not.toMatch(/\s(?:src|href|action)="(?!#)/);
    expect(markup(page)).not.toMatch(/\sstyle="/);
  });

  test("has a dash where something does not apply, and says so when it is incomplete", async () => {
    const text = markup(await renderHtml(fabricateResult({ ...FABRICATIONS["nothingDelivered"], keys: false })));
    expect(text).toMatch(/data-column="p99"\s+data-value=""\s*>\s*–/);
    expect(text).toMatch(/data-column="outOfOrder"\s+data-value=""\s*>\s*–/);
    expect(markup(await renderHtml(fabricateResult(FABRICATIONS["interrupted"])))).toContain(
      "Interrupted: what follows",
    );
    expect(markup(page)).not.toContain("Interrupted");
  });

  test("of no run at all is still a page", async () => {
    const text = await renderHtml({ ...fabricateResult(), runs: [], complete: false });
    expect(markup(text)).toContain("No run finished: there is nothing to compare.");
  });
});

describe("names that attack", () => {
  test("stay text in markup, and cannot end the data block", () => {
    const text = markup(nasty);
    expect(text).not.toMatch(/<(?:img|svg|b>why)|<script>alert/);
    expect(text).toContain("&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;");
    const data = /id="report-data">([\s\S]*?)<\/script>/.exec(nasty)![1]!;
    expect(JSON.parse(data)).toMatchObject({
      balancers: expect.arrayContaining(["</script><img src=x onerror=alert(1)>"]) as unknown,
    });
    expect(nasty.match(/<script/g)).toHaveLength(page.match(/<script/g)!.length);
  });
});
