import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { column, messageOf, readAll, timesOf, traceSpec } from "./support.ts";

const CONTENT = `time,key\n${Array.from({ length: 50_000 }, (_, i) => `${i},k${i % 7}`).join("\n")}\n`;

let folder = "";
const write = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content);
  return name;
};
const spec = (file: string): ReturnType<typeof traceSpec> => traceSpec({ file, baseDir: folder, key: column("key") });

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "evenkeel-traces-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("a trace file", () => {
  it("is found relative to the scenario's directory, or by its absolute path", async () => {
    const file = write("plain.csv", CONTENT);
    expect(await readAll(spec(file))).toHaveLength(50_000);
    expect(await readAll({ ...spec(join(folder, file)), baseDir: "elsewhere" })).toHaveLength(50_000);
  });

  it("may be gzip, whatever its name, and in several members", async () => {
    const plain = await readAll(spec(write("a.csv", CONTENT)));
    expect(await readAll(spec(write("b.csv", gzipSync(CONTENT))))).toEqual(plain);
    expect(await readAll(spec(write("c.csv.gz", gzipSync(CONTENT))))).toEqual(plain);
    expect(await readAll(spec(write("d.csv.gz", CONTENT)))).toEqual(plain);
    const middle = CONTENT.length >> 1;
    const members = [CONTENT.slice(0, middle), CONTENT.slice(middle)].map((part) => gzipSync(part));
    expect(await readAll(spec(write("e.gz", Buffer.concat(members))))).toEqual(plain);
  });

  it("is known by its name, with or without .gz, or else by its first line", async () => {
    const object = '{"time": 0, "key": "a"}\n{"time": 1, "key": "a"}\n';
    for (const name of ["a.ndjson", "a.jsonl", "a.json", "a.log", "a.txt", "a"]) {
      expect(timesOf(await readAll(spec(write(name, object))))).toEqual([0, 1e9]);
      expect(timesOf(await readAll(spec(write(`${name}.gz`, gzipSync(object)))))).toEqual([0, 1e9]);
    }
    for (const name of ["b.tsv", "b.TSV", "b.txt"]) {
      expect(await readAll(spec(write(name, "time\tkey, who\tkey\n0\ta,b\tc\n")))).toHaveLength(1);
    }
    expect(await readAll({ ...spec(write("c.txt", object)), format: "ndjson" })).toHaveLength(2);
  });

  it.runIf(process.platform === "linux")(
    "is closed when it has been read, or before (seen in Linux's /proc)",
    async () => {
      const ours = (): string[] => {
        const open = execFileSync("ls", ["-l", `/proc/${process.pid}/fd`], { encoding: "utf8" });
        return open.split("\n").filter((line) => line.includes(folder));
      };
      const [small, large] = [write("s.csv.gz", gzipSync("time,key\n0,a\n")), write("l.csv.gz", gzipSync(CONTENT))];
      for (let i = 0; i < 20; i++) await readAll(spec(small));
      for (let i = 0; i < 20; i++) await readAll({ ...spec(large), limit: 1 });
      for (let i = 0; i < 20; i++) await messageOf({ ...spec(large), key: column("none") });
      await expect.poll(ours).toEqual([]);
    },
  );
});

describe("a file that is no trace", () => {
  const expectProblem = async (file: string, problem: string | RegExp): Promise<void> => {
    const message = await messageOf(spec(file));
    const start = `${join(folder, file)}:`;
    expect(message.slice(0, start.length)).toBe(start);
    expect(message.slice(start.length)).toMatch(problem);
  };

  it("is told when it is missing, with the one that was meant", async () => {
    write("access.csv.gz", "");
    await expectProblem(
      "acess.csv.gz",
      /^1:1: file: expected a file, got none of that name; did you mean "access\.csv\.gz"\?$/,
    );
    await expectProblem("access.csv", /did you mean "access\.csv\.gz"\?$/);
    await expectProblem("nowhere/at/all.csv", /^1:1: file: expected a file, got none of that name$/);
    await expectProblem("access.csv.gz/inside", /^1:1: file: expected a file, got none of that name$/);
  });

  it("is told when it is a directory, a device or a pipe", async () => {
    mkdirSync(join(folder, "sub"));
    await expectProblem("sub", /^1:1: file: expected a file, got a directory$/);
    expect(await messageOf(spec("/dev/null"))).toBe("/dev/null:1:1: file: expected a file, got a device");
    execFileSync("mkfifo", [join(folder, "pipe")]);
    await expectProblem("pipe", /^1:1: file: expected a file, got a pipe, which can be read only once$/);
  });

  it.skipIf(process.getuid?.() === 0)("is told when it must not be read (skipped as root, who may)", async () => {
    chmodSync(join(folder, write("secret.csv", CONTENT)), 0);
    await expectProblem("secret.csv", /^1:1: file: expected a readable file, got no permission$/);
  });

  it("is told when it is empty, packed by another packer, or no text", async () => {
    await expectProblem(write("empty.csv", ""), /^1:1: file: expected at least one record, got none$/);
    await expectProblem(write("empty.csv.gz", gzipSync("")), /^1:1: file: expected at least one record, got none$/);
    const zstd = write("a.csv.zst", Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, 0));
    await expectProblem(
      zstd,
      /^1:1: file: expected plain text or gzip, got a zstd file: unpack it, or pack it with gzip$/,
    );
    await expectProblem(write("a.zip", "PK\u0003\u0004 and more"), /got a zip file/);
    await expectProblem(write("a.parquet", "PAR1\0\0"), /got a parquet file/);
    await expectProblem(
      write("wide.csv", Buffer.from("\uFEFFtime\n1\n", "utf16le")),
      /expected UTF-8 text, got UTF-16$/,
    );
    await expectProblem(write("binary.csv", "\0\u0001\u0002\n"), /expected UTF-8 text, got binary data$/);
  });

  it("is told when its gzip is cut off or damaged, with the line that was reached", async () => {
    const packed = gzipSync(CONTENT);
    const cut = await messageOf(spec(write("cut.csv.gz", packed.subarray(0, packed.length >> 1))));
    expect(cut).toMatch(/:\d+:1: file: expected the rest of a gzip file, got its end: it is cut off$/);
    const damaged = Uint8Array.from(packed);
    damaged.fill(0xff, packed.length >> 1, (packed.length >> 1) + 64);
    expect(await messageOf(spec(write("bad.csv.gz", damaged)))).toMatch(
      /:\d+:1: file: expected gzip data, got damaged/,
    );
    await expectProblem(write("tiny.csv.gz", packed.subarray(0, 5)), /^1:1: file: expected the rest of a gzip file/);
  });
});
