/**
 * docs/hashing.md: its tables are what the balancers do now. `npm run docs:hashing` writes them anew; the words around them then
 * have to be read again.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { movementTable, spreadTable } from "../support/hashing-tables.ts";

const PAGE = join(import.meta.dirname, "../../docs/hashing.md");

/** The page with this table between its marks. */
function withTable(page: string, name: string, table: string): string {
  const [begin, end] = [`<!-- ${name} -->\n\n`, `\n\n<!-- end of ${name} -->`];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < 0) throw new Error(`docs/hashing.md has no place for ${name}`);
  return page.slice(0, from + begin.length) + table + page.slice(to);
}

test("docs/hashing.md has the tables that the balancers give", async () => {
  const page = readFileSync(PAGE, "utf8");
  const now = withTable(withTable(page, "key movement", movementTable()), "load spread", spreadTable());
  await expect(now).toMatchFileSnapshot(PAGE);
}, 120_000);
