import { describe, expect, test } from "vitest";
import { readDirectives } from "../../../../scenarios/imports/nginx/directives.ts";
import { readNginx, simulateUpstream, type NginxServer } from "../../../../scenarios/imports/nginx/index.ts";
import { tokenize } from "../../../../scenarios/imports/nginx/tokens.ts";
import { nginxNumber, nginxSeconds, nginxWholeSeconds } from "../../../../scenarios/imports/nginx/values.ts";
import { formatProblem } from "../../../../scenarios/problem.ts";
import { findBalancer, resolveParameters } from "../../../../sim/index.ts";

const words = (text: string): string[] => tokenize(text, "f").tokens.map((token) => token.text);

/** An upstream `u` of these lines in the http block, from line 1, column 1. */
const upstream = (...lines: readonly string[]): string => `upstream u {\n${lines.join("\n")}\n}`;

function problemsOf(text: string): string[] {
  return readNginx(text, "nginx.conf").problems.map(formatProblem);
}

function warningsOf(text: string): string[] {
  return readNginx(text, "nginx.conf").warnings.map(formatProblem);
}

function serverOf(line: string): NginxServer {
  return readNginx(upstream(line), "f").upstreams[0]!.servers[0]!;
}

describe("tokens", () => {
  test.each([
    ["a b;", ["a", "b", ";"]],
    ["a{b c;}", ["a", "{", "b", "c", ";", "}"]],
    ["a # b;\nc", ["a", "c"]],
    ["a#b c", ["a#b", "c"]],
    [`a "b c" 'd;e';`, ["a", "b c", "d;e", ";"]],
    [`a "say \\"hi\\" \\t \\\\ \\d";`, ["a", 'say "hi" \t \\ \\d', ";"]],
    ["hash ${arg_k}x;", ["hash", "${arg_k}x", ";"]],
    ["a\\ b;", ["a\\ b", ";"]],
    ["log '';", ["log", "", ";"]],
  ])("%j", (text, expected) => {
    expect(words(text)).toEqual(expected);
  });

  test("know where they are", () => {
    const { tokens } = tokenize('a\n  "b\nc" d;', "f");
    expect(tokens.map(({ line, column }) => [line, column])).toEqual([
      [1, 1],
      [2, 3],
      [3, 4],
      [3, 5],
    ]);
  });
});

describe("values", () => {
  test.each([
    ["10s", 10],
    ["10", 10],
    ["1m30s", 90],
    ["1h 30m", 5400],
    ["500ms", 0.5],
    ["1s500ms", 1.5],
    ["1d", 86_400],
    ["1w", 604_800],
    ["1M", 2_592_000],
    ["1y", 31_536_000],
    ["1m10", 70],
    ["0", 0],
    ["30s1m", null],
    ["1s1s", null],
    ["1.5s", null],
    ["10x", null],
    ["-1s", null],
    ["", null],
  ])("the time %j is %j seconds", (text, seconds) => {
    expect(nginxSeconds(text)).toBe(seconds);
  });

  test("whole seconds have no milliseconds", () => {
    expect([nginxWholeSeconds("500ms"), nginxWholeSeconds("2m")]).toEqual([null, 120]);
  });

  test.each([
    ["0", 0],
    ["17", 17],
    ["1.5", null],
    ["-1", null],
    ["", null],
    ["1e3", null],
  ])("the number %j is %j", (text, value) => {
    expect(nginxNumber(text)).toBe(value);
  });
});

describe("faults of the file itself", () => {
  test.each([
    ["a { b;", 'f:1:7: nginx: expected "}", got the end of the file'],
    ["a", 'f:1:2: nginx: expected ";" or "{" to end directive "a", got the end of the file'],
    ["a { b }", 'f:1:7: nginx: expected ";" or "{" to end directive "b", got "}"'],
    ["a;\n}", 'f:2:1: nginx: expected a directive, got "}"'],
    [";", 'f:1:1: nginx: expected a directive, got ";"'],
    ['a "b;\nc', 'f:1:3: nginx: expected a closing ", got the end of the file'],
    ['a "b"c;', 'f:1:6: nginx: expected a space, ";" or "{" after a closing quote, got "c"'],
  ])("%j", (text, message) => {
    expect(readDirectives(text, "f").problems.map(formatProblem)).toEqual([message]);
  });
});

describe("servers", () => {
  test("have nginx's defaults", () => {
    expect(serverOf("server 10.0.0.1;")).toEqual({
      address: "10.0.0.1",
      weight: 1,
      maxConnections: Infinity,
      maxFails: 1,
      failTimeoutSeconds: 10,
      slowStartSeconds: 0,
      backup: false,
      down: false,
      drain: false,
      route: "",
      line: 2,
      column: 8,
    });
  });

  test("have what is written", () => {
    const line =
      "server a:1 weight=5 max_conns=9 max_fails=0 fail_timeout=1m slow_start=30s backup route=x service=y resolve;";
    expect(serverOf(line)).toMatchObject({
      weight: 5,
      maxConnections: 9,
      maxFails: 0,
      failTimeoutSeconds: 60,
      slowStartSeconds: 30,
      backup: true,
      down: false,
      route: "x",
    });
    expect(serverOf("server a down max_conns=0;")).toMatchObject({ down: true, maxConnections: Infinity });
    expect(serverOf("server a drain;")).toMatchObject({ down: true, drain: true });
  });

  test.each([
    ["server;", "nginx.conf:2:1: http.upstream u.server[0]: expected an address, got nothing"],
    [
      "server a weight=0;",
      'nginx.conf:2:10: http.upstream u.server[0].weight: expected a whole number of at least 1, got "0"',
    ],
    [
      "server a fail_timeout=500ms;",
      'nginx.conf:2:10: http.upstream u.server[0].fail_timeout: expected a time in whole seconds such as 10s or 1m30s, got "500ms"',
    ],
    [
      "server a max_conns=many;",
      'nginx.conf:2:10: http.upstream u.server[0].max_conns: expected a whole number of at least 0, got "many"',
    ],
  ])("%s", (line, message) => {
    expect(problemsOf(upstream(line, "server b;"))).toEqual([message]);
  });

  test("an unknown parameter, and the one that was meant", () => {
    expect(problemsOf(upstream("server a wieght=2;"))[0]).toMatch(
      /^nginx\.conf:2:10: http\.upstream u\.server\[0\]: expected one of weight=, .*; did you mean "weight="\?, got "wieght=2"$/,
    );
    expect(problemsOf(upstream("server a weight;"))[0]).toContain('got "weight"');
  });
});

describe("methods", () => {
  test.each([
    ["", "nginx-round-robin", {}, ""],
    ["ip_hash;", "nginx-ip-hash", {}, ""],
    ["least_conn;", "nginx-least-conn", {}, ""],
    ["hash $arg_k;", "nginx-hash", {}, "$arg_k"],
    ["hash $remote_addr consistent;", "nginx-hash-consistent", { key: "remote-address" }, "$remote_addr"],
    ["hash ${remote_addr};", "nginx-hash", { key: "remote-address" }, "${remote_addr}"],
    ["hash $binary_remote_addr;", "nginx-hash", { key: "binary-remote-address" }, "$binary_remote_addr"],
    ["hash '$host $uri' consistent;", "nginx-hash-consistent", {}, "$host $uri"],
    ["random;", "nginx-random", {}, ""],
    ["random two;", "nginx-random-two", {}, ""],
    ["random two least_conn;", "nginx-random-two", {}, ""],
    ["random two least_time=header;", "nginx-random-two", { method: "least_time" }, ""],
    ["least_time header;", "nginx-least-time", {}, ""],
    ["least_time last_byte inflight;", "nginx-least-time", { inflight: true }, ""],
  ])("%j is %s", (line, algorithm, parameters, key) => {
    const { upstreams, problems, warnings } = readNginx(upstream(line, "server a;", "server b;"), "f");
    expect([...problems, ...warnings].map(formatProblem)).toEqual([]);
    expect(upstreams[0]!.method).toMatchObject({ algorithm, parameters, key });
    expect(resolveParameters(findBalancer(algorithm)!, parameters).problems).toEqual([]);
  });

  test.each([
    ["hash;", "nginx.conf:2:1: http.upstream u.hash: expected a key such as $remote_addr, got nothing"],
    ["hash $x consistently;", 'nginx.conf:2:9: http.upstream u.hash: expected consistent, got "consistently"'],
    ["ip_hash now;", 'nginx.conf:2:9: http.upstream u.ip_hash: expected ";", got "now"'],
    ["random three;", 'nginx.conf:2:8: http.upstream u.random: expected two, got "three"'],
    [
      "random two least;",
      'nginx.conf:2:12: http.upstream u.random: expected least_conn, least_time=header or least_time=last_byte, got "least"',
    ],
    [
      "least_time;",
      "nginx.conf:2:1: http.upstream u.least_time: expected header, last_byte, connect or first_byte, got nothing",
    ],
    ["least_conn {}", 'nginx.conf:2:1: http.upstream u.least_conn: expected ";", got "{"'],
  ])("%s", (line, message) => {
    expect(problemsOf(upstream(line, "server a;"))).toEqual([message]);
  });

  test.each(["hash $k;", "hash $k consistent;", "ip_hash;", "random;", "random two;"])(
    "a backup after %s is an error, before it is none",
    (line) => {
      const directive = line.replace(/[ ;].*/, "");
      expect(problemsOf(upstream(line, "server a;", "server b backup;"))).toEqual([
        `nginx.conf:4:10: http.upstream u.server[1].backup: expected no backup, which the balancing method ${directive} does not support, got "backup"`,
      ]);
      expect(problemsOf(upstream("server a;", "server b backup;", line))).toEqual([]);
      const [block] = readNginx(upstream("server a;", "server b backup;", line), "f").upstreams;
      expect(block!.servers.map(({ backup }) => backup)).toEqual([false, true]);
    },
  );

  test.each(["least_conn;", "least_time header;"])("a backup after %s is fine", (line) => {
    expect(problemsOf(upstream(line, "server a;", "server b backup;"))).toEqual([]);
  });

  test("the last method counts, with a warning", () => {
    const text = upstream("ip_hash;", "least_conn;", "server a;");
    expect(warningsOf(text)).toEqual([
      "nginx.conf:3:1: http.upstream u.least_conn: load balancing method redefined: the last one counts",
    ]);
    expect(readNginx(text, "f").upstreams[0]!.method.algorithm).toBe("nginx-least-conn");
    expect(warningsOf(upstream("keepalive 8;", "least_conn;", "server a;"))).toHaveLength(1);
    expect(warningsOf(upstream("least_conn;", "keepalive 8;", "server a;"))).toEqual([]);
  });
});

describe("upstream blocks", () => {
  test("of http and of stream, told apart", () => {
    const text =
      "http { upstream web { zone web 64k; server a; } }\nstream { upstream amqp { server b:5672; least_conn; } }";
    const { upstreams, problems } = readNginx(text, "f");
    expect(problems).toEqual([]);
    expect(upstreams.map(({ name, protocol, zone }) => [name, protocol, zone])).toEqual([
      ["web", "http", "web"],
      ["amqp", "stream", null],
    ]);
  });

  test.each([
    ["upstream u { }", "nginx.conf:1:1: http.upstream u: expected at least one server, got none"],
    [
      "upstream u { server a backup; }",
      "nginx.conf:1:1: http.upstream u: expected at least one server that is no backup, got backups only",
    ],
    ["upstream { server a; }", "nginx.conf:1:1: http.upstream : expected one name, got 0 words"],
    [
      "upstream u { server a; }\nupstream u { server a; }",
      'nginx.conf:2:1: http.upstream u: expected a name that is new, got "u"',
    ],
    [
      "upstream u { server a; zone z big; }",
      'nginx.conf:1:31: http.upstream u.zone: expected a size such as 64k, got "big"',
    ],
    [
      "stream { upstream u { server a; } }",
      'nginx.conf:1:30: stream.upstream u.server[0]: expected an address with a port, as stream needs, got "a"',
    ],
  ])("%j", (text, message) => {
    expect(problemsOf(text)).toEqual([message]);
  });

  test("an unknown directive, and the one that was meant", () => {
    expect(problemsOf("upstream u { server a; least_con; }")[0]).toMatch(
      /did you mean "least_conn"\?, got "least_con"$/,
    );
  });

  test("what is passed over is said", () => {
    const text = "http { include conf.d/*.conf; upstream u { server a:5672; sticky cookie id; keepalive 4; } }";
    expect(warningsOf(text)).toEqual([
      "nginx.conf:1:8: nginx.include: is not followed: only this file is read",
      "nginx.conf:1:51: http.upstream u.server[0]: is AMQP's port, but AMQP is not HTTP: it needs a stream block",
      "nginx.conf:1:59: http.upstream u.sticky: is not modelled, and left out",
    ]);
  });
});

describe("proxies", () => {
  const around = (settings: string): string =>
    `http { upstream u { server a; server b; server c down; } server { ${settings} location / { proxy_pass http://u/path; } } }`;

  test("have nginx's defaults", () => {
    expect(readNginx(around(""), "f").proxies).toMatchObject([
      {
        target: "u",
        protocol: "http",
        next: {
          conditions: ["error", "timeout"],
          tries: 0,
          timeoutSeconds: 0,
          connectTimeoutSeconds: 60,
          readTimeoutSeconds: 60,
        },
      },
    ]);
  });

  test("inherit what an outer block says, in any order", () => {
    const text = `http { server { location / { proxy_pass http://u; proxy_next_upstream_tries 3; } proxy_next_upstream error http_503; }
      proxy_connect_timeout 1s; proxy_next_upstream_tries 2; proxy_read_timeout 2m; proxy_next_upstream_timeout 500ms; }`;
    expect(readNginx(text, "f").proxies[0]!.next).toEqual({
      conditions: ["error", "http_503"],
      tries: 3,
      timeoutSeconds: 0.5,
      connectTimeoutSeconds: 1,
      readTimeoutSeconds: 120,
    });
  });

  test("of a stream say on or off, and wait for ten minutes", () => {
    const next = (setting: string): unknown =>
      readNginx(`stream { server { proxy_pass u; ${setting} } }`, "f").proxies[0]!.next;
    expect(next("")).toMatchObject({ conditions: ["error", "timeout"], readTimeoutSeconds: 600 });
    expect(next("proxy_next_upstream off; proxy_timeout 1h;")).toMatchObject({
      conditions: [],
      readTimeoutSeconds: 3600,
    });
  });

  test("other modules have directives of their own", () => {
    const text = "server { grpc_next_upstream off; proxy_next_upstream_tries 9; location / { grpc_pass grpc://u; } }";
    expect(readNginx(text, "f").proxies).toMatchObject([{ target: "u", next: { conditions: [], tries: 0 } }]);
  });

  test.each([
    ["proxy_next_upstream errors;", /proxy_next_upstream: expected one of error, .*, got "errors"$/],
    ["proxy_next_upstream_tries some;", /proxy_next_upstream_tries: expected a whole number, got "some"$/],
    ["proxy_connect_timeout soon;", /proxy_connect_timeout: expected a time such as 60s, got "soon"$/],
  ])("%s", (setting, message) => {
    const problems = problemsOf(around(setting));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(message);
  });

  test.each([
    ["", 1, {}],
    ["proxy_next_upstream_tries 1;", 0, {}],
    ["proxy_next_upstream off;", 0, {}],
    ["proxy_next_upstream error http_503;", 1, { http503: true }],
    ["proxy_next_upstream error http_404;", 1, {}],
  ])("%j: %i retries, %j", (settings, retries, parameters) => {
    const { upstreams, proxies } = readNginx(around(settings), "f");
    expect(simulateUpstream(upstreams[0]!, proxies[0]!.next)).toMatchObject({ retries, parameters });
  });
});

test("an upstream in the words of a scenario: nodes by address, each with its line", () => {
  const text =
    "upstream u { zone z 1m; hash $remote_addr; server a:1 weight=2; server a:1; server b:1 down; } server { proxy_pass http://u; }";
  const { upstreams, proxies } = readNginx(text, "f");
  const { nodes, algorithm, parameters } = simulateUpstream(upstreams[0]!, proxies[0]!.next);
  expect(nodes.map(({ name, weight, server }) => [name, weight, server.address, server.down])).toEqual([
    ["a:1", 2, "a:1", false],
    ["a:1#2", 1, "a:1", false],
    ["b:1", 1, "b:1", true],
  ]);
  expect([algorithm, parameters]).toEqual(["nginx-hash", { key: "remote-address", zone: true }]);
});
