import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openJournal, runKey } from "../../../../cli/work/tune/journal.ts";
import type { Journal, JournalHead, JournalRun } from "../../../../cli/work/tune/journal.ts";
import { lockStudy } from "../../../../cli/work/tune/lock.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";
import { HEAD } from "./support.ts";

const folder = temporaryFolder();
let files = 0;
const fresh = (): string => join(folder, `study-${files++}.jsonl`);
const open = (path: string, resume = false, head: JournalHead = HEAD): Journal =>
  openJournal(path, "study.jsonl", head, resume);

const RUN: JournalRun = {
  balancer: "b",
  values: { x: 0.5, way: "up" },
  seed: 3,
  answer: { kind: "done", objectives: [0.25], violations: [0], lostFraction: 0 },
};

/** A journal with one run. */
function written(): string {
  const path = fresh();
  const journal = open(path);
  journal.append(RUN);
  journal.close();
  return path;
}

describe("a journal", () => {
  it("has one line for the study and one for each run, on disk as soon as it is appended", () => {
    const path = fresh();
    const journal = open(path);
    journal.append(RUN);
    const lines = readFileSync(path, "utf8").split("\n");
    journal.close();
    expect(lines.map((line) => line !== "" && (JSON.parse(line) as unknown))).toEqual([HEAD, RUN, false]);
  });

  it("knows its runs again, whatever the order of their values", () => {
    const journal = open(written(), true);
    expect(journal.answers.get(runKey({ ...RUN, values: { way: "up", x: 0.5 } }))).toEqual(RUN.answer);
    expect(journal.answers.get(runKey({ ...RUN, seed: 4 }))).toBeUndefined();
    journal.close();
  });

  it("cuts off what is half-written, and goes on behind what is whole", () => {
    const path = written();
    writeFileSync(path, `${readFileSync(path, "utf8")}{"balancer":"b","val`);
    const journal = open(path, true);
    journal.append({ ...RUN, seed: 9 });
    journal.close();
    const again = open(path, true);
    expect(again.answers.size).toBe(2);
    again.close();
  });

  it("is not written over unasked", () => {
    expect(() => open(written())).toThrow(
      "study.jsonl: expected a new file, got a study; --resume continues it, --study names another",
    );
  });

  it.each([
    [
      { ...HEAD, objectives: ["mean"] },
      'study.jsonl:1:1: objectives: expected a study of ["mean"], got one of ["p99"]',
    ],
    [{ ...HEAD, constraints: [] }, 'study.jsonl:1:1: constraints: expected a study of [], got one of ["lost == 0"]'],
    [{ ...HEAD, version: "9" }, 'study.jsonl:1:1: version: expected a study of "9", got one of "0.1.0"'],
    [{ ...HEAD, identity: "other" }, /^study\.jsonl:1:1: identity: expected a study of this scenario/],
  ])("is not taken for another study's (%#)", (head, message) => {
    expect(() => open(written(), true, head)).toThrow(message);
  });

  it.each([
    ["no json\n", /^study\.jsonl:1:1: study: expected a line of JSON, got "no json"/],
    ['{"a": 1}\n', "study.jsonl:1:1: study: expected a study, got another file"],
    [`${JSON.stringify(HEAD)}\n{"balancer":"b"}\n`, /^study\.jsonl:2:1: run: expected a run of this study, got /],
  ])("says where a file is none: %j", (text, message) => {
    const path = fresh();
    writeFileSync(path, text);
    expect(() => open(path, true)).toThrow(message);
    // And lets go of it.
    expect(existsSync(`${path}.lock`)).toBe(false);
  });
});

describe("the lock of a study", () => {
  it("keeps a second process out, and lets it in afterwards", () => {
    const path = fresh();
    const unlock = lockStudy(path, "study.jsonl");
    expect(() => open(path)).toThrow(
      `study.jsonl: expected a study that nobody is running, got one that process ${process.pid} is running`,
    );
    unlock();
    open(path).close();
  });

  const dead = spawnSync(process.execPath, ["-e", ""]).pid;

  it.each([
    ["a process that is gone", JSON.stringify({ pid: dead, host: hostname(), began: null })],
    ["a number that another process has now", JSON.stringify({ pid: process.ppid, host: hostname(), began: "1" })],
    ["a process that died while it wrote it", '{"pid":'],
  ])("of %s holds nothing", (_, holder) => {
    const path = fresh();
    writeFileSync(`${path}.lock`, holder);
    open(path).close();
    expect(existsSync(`${path}.lock`)).toBe(false);
  });

  it("of another machine is respected, since nobody can tell from here", () => {
    const path = fresh();
    writeFileSync(`${path}.lock`, JSON.stringify({ pid: 1, host: "elsewhere", began: null }));
    expect(() => open(path)).toThrow("got one that process 1 on elsewhere is running");
  });
});
