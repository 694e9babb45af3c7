import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { UserError } from "../../../cli/errors.ts";
import { writeWhole } from "../../../cli/output-files.ts";

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "evenkeel-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("writing a file whole", () => {
  it("makes its folders, replaces what was there and leaves nothing beside it", async () => {
    const path = join(folder, "a", "b", "c.txt");
    await writeWhole(path, "first, and longer");
    await writeWhole(path, "second");
    expect(readFileSync(path, "utf8")).toBe("second");
    expect(readdirSync(join(folder, "a", "b"))).toEqual(["c.txt"]);
  });

  it("says in a sentence that a folder is in the way, and cleans up", async () => {
    mkdirSync(join(folder, "taken"));
    const failure = await writeWhole(join(folder, "taken"), "x", "shown/taken").catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UserError);
    expect((failure as UserError).problems[0]).toMatch(/^shown\/taken: expected a place to write to, got a folder/);
    expect(readdirSync(folder)).toEqual(["taken"]);
  });

  it("says in a sentence that a file stands where a folder is needed", async () => {
    writeFileSync(join(folder, "file"), "");
    const failure = await writeWhole(join(folder, "file", "x"), "x", "file/x").catch((error: unknown) => error);
    expect((failure as UserError).problems).toEqual([
      "file/x: expected a place to write to, got a file where a folder is needed",
    ]);
  });

  it.skipIf(process.getuid?.() === 0)("says in a sentence that it may not", async () => {
    chmodSync(folder, 0o500);
    const failure = await writeWhole(join(folder, "x"), "x", "x").catch((error: unknown) => error);
    chmodSync(folder, 0o700);
    expect((failure as UserError).problems).toEqual(["x: expected a place to write to, got no permission"]);
  });
});
