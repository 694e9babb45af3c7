import { describe, expect, it } from "vitest";
import { keyOf } from "../../../scenarios/traces/keys.ts";
import { logColumn, logColumnNames } from "../../../scenarios/traces/log-columns.ts";
import { detectLogFormat } from "../../../scenarios/traces/log-detect.ts";
import { parseLogFormat } from "../../../scenarios/traces/log-format.ts";
import { LogMatcher } from "../../../scenarios/traces/log-matcher.ts";
import { bytesOf, column, messageOf, readAll, scaled, timesOf, traceSpec } from "./support.ts";

const COMMON = '10.0.0.1 - frank [17/May/2015:10:05:03 +0000] "GET /a/b?x=1 HTTP/1.1" 200 2326';
const COMBINED = `${COMMON} "http://example.com/" "Mozilla/5.0 (X11; \\"quoted\\")"`;
const NGINX = '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer"';

const spec = traceSpec({
  file: "access.log",
  key: column(null),
  work: scaled(null, null),
  size: scaled(null, null),
});
const withoutWork = { ...spec, work: null };

describe("the format of an access log", () => {
  const base = '$remote_addr $remote_logname $remote_user [$time_local] "$request" $status $body_bytes_sent';
  const combined = `${base} "$http_referer" "$http_user_agent"`;

  it.each([
    ["common", COMMON, base],
    ["combined", COMBINED, combined],
    ["combined, cut off", COMBINED.slice(0, -9), combined],
    ["a virtual host first", `www.example.com:80 ${COMMON}`, `$server_name ${base}`],
    ["a request time", `${COMBINED} 0.012`, `${combined} \${request_time}`],
    ["a request time after common", `${COMMON} 0.012`, `${base} \${request_time}`],
    ["both times", `${COMBINED} 0.012 0.010`, `${combined} \${request_time} \${upstream_response_time}`],
    ["no upstream", `${COMBINED} 0.012 -`, `${combined} \${request_time} \${upstream_response_time}`],
    ["several upstreams", `${COMBINED} 0.012 0.001, 0.010`, `${combined} \${request_time} \${upstream_response_time}`],
    ["quoted times", `${COMBINED} "0.012" "0.010"`, `${combined} "\${request_time}" "\${upstream_response_time}"`],
    ["a forwarded address first", `${COMBINED} "1.2.3.4, 5.6.7.8" 0.012`, `${combined} "\${extra_1}" \${request_time}`],
    [
      "names before the values",
      `${COMBINED} rt=0.123 uct="-" uht="0.1" urt="0.120" id=a1`,
      `${combined} rt=\${request_time} uct="\${upstream_connect_time}" uht="\${upstream_header_time}" ` +
        'urt="${upstream_response_time}" id=${id}',
    ],
    ["a number that is no time", `${COMBINED} 5120 10.0.0.7:8080`, `${combined} \${extra_1} \${extra_2}`],
  ])("is found with %s", (_, line, format) => expect(detectLogFormat(line)).toBe(format));

  it.each(["", "hello", "time,key,work", '{"time": 1}', "10.0.0.1 - - [now] GET / 200 5"])("is none in %j", (line) => {
    expect(detectLogFormat(line)).toBeNull();
  });

  it("is read from nginx's configuration as it stands there", () => {
    const pasted = `log_format timed escape=json '$remote_addr [$time_local] '\n    '"$request" \${status}';`;
    expect(parseLogFormat(pasted)).toEqual([
      { variable: "remote_addr" },
      { literal: " [" },
      { variable: "time_local" },
      { literal: '] "' },
      { variable: "request" },
      { literal: '" ' },
      { variable: "status" },
    ]);
  });

  it("is read from Apache's", () => {
    const pasted = 'LogFormat "%h %l %u %t \\"%r\\" %>s %b \\"%{User-Agent}i\\" %D %{ms}T 100%%" timed';
    const variables = parseLogFormat(pasted).map((part) => ("variable" in part ? `$${part.variable}` : part.literal));
    expect(variables.join("")).toBe(
      '$remote_addr $remote_logname $remote_user [$time_local] "$request" $status $body_bytes_sent ' +
        '"$http_user_agent" $request_time_us $request_time_ms 100%',
    );
  });

  it("without a variable is none", () => expect(parseLogFormat("plain text")).toEqual([]));
});

describe("a matcher", () => {
  const texts = (format: string, line: string, ...wanted: string[]): string[] | undefined =>
    new LogMatcher(parseLogFormat(format), new Set(wanted)).match(line)?.slice(1);

  it("takes texts in brackets, quotes and between spaces", () => {
    const all = ["remote_addr", "remote_user", "time_local", "request", "status", "body_bytes_sent", "http_referer"];
    expect(texts(NGINX, COMBINED, ...all)).toEqual([
      "10.0.0.1",
      "frank",
      "17/May/2015:10:05:03 +0000",
      "GET /a/b?x=1 HTTP/1.1",
      "200",
      "2326",
      "http://example.com/",
    ]);
  });

  it("allows users with spaces, quotes behind backslashes, lists of times, and times without brackets", () => {
    expect(texts(NGINX, COMMON.replace("frank", "frank n. stein") + ' "-"', "remote_user")).toEqual(["frank n. stein"]);
    expect(texts('"$request" $status', '"GET /\\"x\\" HTTP/1.1" 200', "request", "status")).toEqual([
      'GET /\\"x\\" HTTP/1.1',
      "200",
    ]);
    const times = "$upstream_response_time $request_time";
    expect(texts(times, "0.001, 0.002 : - 0.005", "upstream_response_time", "request_time")).toEqual([
      "0.001, 0.002 : -",
      "0.005",
    ]);
    expect(texts("$time_local $status", "17/May/2015:10:05:03 +0000 200", "time_local", "status")).toEqual([
      "17/May/2015:10:05:03 +0000",
      "200",
    ]);
    expect(texts("$request $status", "GET / HTTP/1.1 200", "request", "status")).toEqual(["GET / HTTP/1.1", "200"]);
  });

  it("reads no further than it needs", () => {
    expect(texts(NGINX, COMMON, "status")).toEqual(["200"]);
    expect(texts(NGINX, COMMON, "body_bytes_sent")).toBeUndefined();
  });

  it("stays quick on lines made to be slow", () => {
    const began = process.hrtime.bigint();
    const slow = ["a ".repeat(500_000), `a - ${"[ ".repeat(500_000)}`, `a - b [c] "${"\\".repeat(1_000_000)}`];
    for (const line of [...slow, `${COMMON} ${'" "'.repeat(300_000)}`]) {
      texts(NGINX, line, "http_referer");
      detectLogFormat(line);
    }
    // About a second on an idle machine; a pattern that backtracks would take hours on a line of this length.
    expect(Number(process.hrtime.bigint() - began) / 1e9).toBeLessThan(30);
  });
});

describe("the columns of an access log", () => {
  const value = (name: string, given: Record<string, string>): string | undefined => {
    const made = logColumn(name, Object.keys(given));
    return made?.read(made.sources.map((source) => given[source]!));
  };

  it("name those that are worked out", () => {
    expect(logColumnNames(["request", "request_time"])).toEqual([
      "request",
      "request_time",
      "method",
      "path",
      "service_time",
    ]);
    expect(logColumnNames(["status"])).toEqual(["status"]);
  });

  it("take the request line apart", () => {
    expect(value("path", { request: "GET /a/b?x=1 HTTP/1.1" })).toBe("/a/b");
    expect(value("method", { request: "GET /a/b?x=1 HTTP/1.1" })).toBe("GET");
    expect(value("path", { request: "\\x16\\x03" })).toBe("\\x16\\x03");
    expect(value("path", { request: "-" })).toBe("");
    expect(value("path", { request: "GET /x HTTP/1.1", request_uri: "/y?z" })).toBe("/y");
  });

  it("add up the times of several upstream servers", () => {
    expect(Number(value("upstream_response_time", { upstream_response_time: "0.001, 0.003 : -" }))).toBeCloseTo(0.004);
    expect(value("upstream_response_time", { upstream_response_time: "-" })).toBe("");
    expect(value("upstream_response_time", { upstream_response_time: "0.001, x" })).toBe("0.001, x");
  });

  it("take the most telling time that a line has, in seconds", () => {
    const times = { request_time: "0.5", upstream_response_time: "0.3", request_time_us: "400000" };
    expect(value("service_time", times)).toBe("0.3");
    expect(value("service_time", { ...times, upstream_response_time: "-" })).toBe("0.4");
    expect(value("service_time", { request_time: "0.5", upstream_response_time: "-" })).toBe("0.5");
    expect(value("service_time", { request_time: "-" })).toBe("");
    expect(value("service_time", { request_time_us: "soon" })).toBe("soon");
  });

  it("count no bytes where the log has a dash", () => {
    expect(value("body_bytes_sent", { body_bytes_sent: "-" })).toBe("0");
    expect(value("remote_user", { remote_user: "-" })).toBe("");
  });
});

describe("access logs", () => {
  it.each([1, 64, 1 << 16])("give address, bytes and the time taken, in chunks of %d bytes", async (chunkBytes) => {
    const second = COMBINED.replace(":03 ", ":04 ").replace("2326", "-").replace("10.0.0.1", "::1");
    const content = `${COMBINED} 0.012 0.010\r\n\n${second} 0.250 -\n`;
    const format = `${NGINX} "$http_user_agent" $request_time $upstream_response_time`;
    expect(await readAll({ ...spec, logFormat: format }, bytesOf(content, chunkBytes))).toEqual([
      { timeNs: 0, key: keyOf("10.0.0.1"), workNs: 10e6, sizeBytes: 2326 },
      { timeNs: 1e9, key: keyOf("::1"), workNs: 250e6, sizeBytes: 0 },
    ]);
  });

  it("are recognised whatever the file is called", async () => {
    for (const file of ["access.log", "access.log.1", "traffic"]) {
      expect(await readAll({ ...withoutWork, file }, `${COMMON}\n`)).toHaveLength(1);
    }
  });

  it("take other columns, with or without the dollar sign", async () => {
    for (const name of ["path", "request_time", "$request_time"]) {
      const records = await readAll({ ...withoutWork, key: column(name) }, `${COMBINED} 0.012\n`);
      expect(records[0]!.key).toBe(keyOf(name === "path" ? "/a/b" : "0.012"));
    }
  });

  it("prefer the time with the finest resolution", async () => {
    const logFormat = "$time_local $msec";
    const line = "17/May/2015:10:05:03 +0000";
    const content = `${line} 1431857103.250\n${line} 1431857103.750\n`;
    expect(timesOf(await readAll(traceSpec({ logFormat }), content))).toEqual([0, 0.5e9]);
    const apache = traceSpec({ logFormat: "%{usec}t %h" });
    expect(timesOf(await readAll(apache, "1431857103250000 a\n1431857103250007 b\n"))).toEqual([0, 7000]);
  });

  it("give when a request came, less what it took", async () => {
    const time = { column: null, missing: null, unit: "auto", minus: scaled(null, null) } as const;
    const content = `${COMBINED} 2.000\n${COMBINED} 0.500\n`;
    expect(timesOf(await readAll({ ...spec, time }, content))).toEqual([0, 1.5e9]);
  });

  it("do not mind what is cut off after the last column wanted", async () => {
    expect(await readAll(withoutWork, `${COMBINED}\n${COMBINED.slice(0, -9)}\n`)).toHaveLength(2);
    expect(
      await messageOf({ ...withoutWork, key: column("http_user_agent") }, `${COMBINED}\n${COMBINED.slice(0, -9)}`),
    ).toMatch(/^access\.log:2:\d+: line: expected "\\"" of the log's format, got nothing$/);
  });

  it.each([
    [
      "no access log",
      "hello world\n",
      '1:1: line: expected an access log in common or combined format (or its `logFormat`), got "hello world"',
    ],
    [
      "a line of another format",
      `${COMMON}\n\n10.0.0.1 frank\n`,
      '3:15: line: expected " " of the log\'s format, got nothing',
    ],
    [
      "a bad date",
      `${COMMON}\n${COMMON.replace("May", "Mai")}\n`,
      '2:19: time_local: expected a time as in 17/May/2015:10:05:03 +0000, got "17/Mai/2015:10:05:03 +0000"',
    ],
    [
      "bad bytes",
      `${COMMON}\n${COMMON.replace("2326", "many")}\n`,
      '2:75: body_bytes_sent: expected a number of 0 or more, got "many"',
    ],
  ])("tell the place of %s", async (_, content, expected) => {
    expect(await messageOf(withoutWork, content)).toBe(`access.log:${expected}`);
  });

  it("tell what they lack", async () => {
    expect(await messageOf(spec, `${COMMON}\n`)).toMatch(
      /^access\.log:1:1: work: expected a log with \$upstream_response_time or \$request_time, or the name of a column/,
    );
    expect(await messageOf({ ...withoutWork, logFormat: "nothing here" }, `${COMMON}\n`)).toBe(
      'access.log:1:1: logFormat: expected a format with variables such as $time_local, got "nothing here"',
    );
    const dash = `${COMBINED} 0.012 0.010\n${COMBINED} 0.012 -\n`;
    expect(await messageOf({ ...spec, work: scaled("upstream_response_time", null) }, dash)).toMatch(
      /^access\.log:2:\d+: upstream_response_time: expected a number of 0 or more, got nothing/,
    );
    const given = await readAll({ ...spec, work: scaled("upstream_response_time", null, "0") }, dash);
    expect(given.map((record) => record.workNs)).toEqual([10e6, 0]);
  });
});
