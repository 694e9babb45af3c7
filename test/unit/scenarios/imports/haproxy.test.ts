import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readHaproxy, simulateBackend, type HaproxyBackend } from "../../../../scenarios/imports/haproxy/index.ts";
import { formatProblem } from "../../../../scenarios/problem.ts";
import { findBalancer, resolveParameters } from "../../../../sim/index.ts";

const read = (text: string) => readHaproxy(text, "haproxy.cfg");

/** The only backend of a configuration without faults. */
function only(text: string): HaproxyBackend {
  const { backends, problems } = read(text);
  expect(problems.map(formatProblem)).toEqual([]);
  expect(backends).toHaveLength(1);
  return backends[0]!;
}

const withLine = (line: string): HaproxyBackend => only(`backend b\n  ${line}\n  server a 10.0.0.1:80\n`);

describe("inheritance", () => {
  const TEXT = `
global
    maxconn 1000        # of the process, no server's
defaults
    mode http
    balance leastconn
    retries 5
    option redispatch 2
    option allbackups
    default-server weight 10 inter 500 slowstart 30s
frontend f
    bind :80
    maxconn 300
    default_backend b
backend b
    no option allbackups
    server early 10.0.0.1:80
    default-server maxconn 20 no-backup
    server late "10.0.0.2:80" weight 3 check fall 2 id 7
    server gone 10.0.0.3:80 disabled backup maxconn 0
`;

  test("backends take over what defaults says, and servers what default-server has said so far", () => {
    const backend = only(TEXT);
    expect(backend).toMatchObject({
      name: "b",
      kind: "backend",
      mode: "http",
      retries: 5,
      redispatch: 2,
      allBackups: false,
    });
    expect(backend.balance.algorithm).toBe("haproxy-leastconn");
    const common = {
      weight: 10,
      interSeconds: 0.5,
      slowStartSeconds: 30,
      check: false,
      fall: 3,
      rise: 2,
      backup: false,
      down: false,
    };
    expect(backend.servers).toMatchObject([
      { name: "early", address: "10.0.0.1:80", ...common, maxConnections: Infinity, line: 17, column: 12 },
      { name: "late", address: "10.0.0.2:80", ...common, weight: 3, check: true, fall: 2, maxConnections: 20, id: 7 },
      { name: "gone", ...common, backup: true, down: true, maxConnections: Infinity },
    ]);
  });

  test("each defaults begins anew; named ones are there for whoever names them", () => {
    const text = [
      "defaults one",
      "  balance first",
      "defaults two from one",
      "  retries 1",
      "defaults",
      "  mode http",
      "backend plain\n  server a :1",
      "backend from-two from two\n  server a :1",
    ].join("\n");
    const { backends, problems } = read(text);
    expect(problems).toEqual([]);
    expect(backends.map(({ balance, retries, mode }) => [balance.text, retries, mode])).toEqual([
      ["roundrobin", 3, "http"],
      ["first", 1, "tcp"],
    ]);
  });

  test("a listen with servers is a backend", () => {
    const text = "listen l\n  bind :80\n  server a 10.0.0.1:80\nlisten stats\n  stats enable\n";
    expect(read(text).backends.map(({ name, kind }) => [name, kind])).toEqual([["l", "listen"]]);
  });
});

describe("lines", () => {
  test.each([
    ["balance roundrobin", "haproxy-roundrobin", {}],
    ["balance static-rr", "haproxy-static-rr", {}],
    ["balance first", "haproxy-first", {}],
    ["balance source", "haproxy-source", {}],
    ["balance random", "haproxy-random", {}],
    ["balance random(4)", "haproxy-random", { draws: 4 }],
    ["balance url_param k check_post", "haproxy-hash", {}],
    ["balance hdr(X-User)", "haproxy-hash", {}],
    ["balance hash req.hdr(host),lower", "haproxy-hash", {}],
    ["balance hash src", "haproxy-hash", { input: "address" }],
    ["balance rdp-cookie(mstshash)", "haproxy-hash", {}],
    ["balance uri len 20 depth 3 whole", "haproxy-hash", { input: "uri", uriLength: 20, uriDepth: 3, uriWhole: true }],
  ])("%s is %s", (line, algorithm, parameters) => {
    const { balance } = withLine(line);
    expect([balance.algorithm, balance.parameters]).toEqual([algorithm, parameters]);
    expect(balance.text).toBe(line.slice("balance ".length));
  });

  test.each([
    ["map-based", { hashType: "map-based" }],
    ["consistent", { hashType: "consistent" }],
    ["consistent sdbm", { hashType: "consistent", function: "sdbm", avalanche: "off" }],
    ["map-based wt6 avalanche", { hashType: "map-based", function: "wt6", avalanche: "on" }],
  ])("hash-type %s", (words, parameters) => {
    expect(withLine(`hash-type ${words}`).hashType).toEqual(parameters);
  });

  test.each([
    ["timeout queue 500", 0.5],
    ["timeout queue 5s", 5],
    ["timeout queue 2m", 120],
    ["timeout connect 5s", null],
  ])("%s: times are milliseconds where no unit says otherwise", (line, seconds) => {
    expect(withLine(line).queueTimeoutSeconds).toBe(seconds);
  });

  test("quotes, escapes and comments", () => {
    const text = 'backend b # all\n\tserver a\\ b \'x#y z\'  weight 2#3\n\tserver "q\\"" \\x41:1\n';
    expect(only(text).servers.map(({ name, address, weight }) => [name, address, weight])).toEqual([
      ["a b", "x#y z", 2],
      ['q"', "A:1", 1],
    ]);
  });

  test("server-template makes one server per number, of which the first has its id", () => {
    const { servers } = withLine("server-template web 2-4 app.local:80 weight 5 id 20");
    expect(servers.slice(0, 3).map(({ name, address, weight, id }) => [name, address, weight, id])).toEqual([
      ["web2", "app.local:80", 5, 20],
      ["web3", "app.local:80", 5, 0],
      ["web4", "app.local:80", 5, 0],
    ]);
    expect(withLine("server-template web 3 app.local:80").servers.map(({ name }) => name)).toEqual([
      "web1",
      "web2",
      "web3",
      "a",
    ]);
  });

  test("options that change no pick are passed over with their values", () => {
    const options =
      "ssl verify none sni str(weight) cookie backup source 10.0.0.9 interface eth0 on-marked-down shutdown-sessions";
    const [server] = only(`backend b\n  server a 10.0.0.1:443 ${options} weight 9\n`).servers;
    expect(server).toMatchObject({ weight: 9, backup: false });
  });
});

describe("faults", () => {
  test.each([
    [
      "backend b\n  balance round-robin\n",
      '2:11: backend b.balance: expected one of roundrobin, static-rr, leastconn, first, source, uri, url_param, hdr, random, rdp-cookie, hash; did you mean "roundrobin"?, got "round-robin"',
    ],
    [
      "backend b\n  balance\n",
      "2:3: backend b.balance: expected one of roundrobin, static-rr, leastconn, first, source, uri, url_param, hdr, random, rdp-cookie, hash, got nothing",
    ],
    ["backend b\n  balance first x\n", '2:17: backend b.balance: expected the end of the line, got "x"'],
    [
      "backend b\n  balance random(0)\n",
      '2:11: backend b.balance: expected random(N) with N from 1 to 100, got "random(0)"',
    ],
    ["backend b\n  balance uri depth\n", "2:15: backend b.balance: expected a number after depth, got nothing"],
    [
      "backend b\n  hash-type consistent md5\n",
      '2:24: backend b.hash-type: expected one of sdbm, djb2, wt6, crc32, none, got "md5"',
    ],
    [
      "backend b\n  hash-balance-factor 100\n",
      '2:23: backend b.hash-balance-factor: expected 0 or a whole number from 101 to 65535, got "100"',
    ],
    ["backend b\n  server a\n", '2:3: backend b.server: expected a name and an address, got "a"'],
    [
      "backend b\n  server a :1 weight 300\n",
      '2:22: backend b.server.weight: expected a whole number from 0 to 256, got "300"',
    ],
    [
      "backend b\n  server a :1 maxconn\n",
      "2:15: backend b.server.maxconn: expected a value after maxconn, got the end of the line",
    ],
    [
      "backend b\n  server a :1 slowstart soon\n",
      '2:25: backend b.server.slowstart: expected a time such as 500ms or 10s, got "soon"',
    ],
    ["backend b\n  server a :1\n  server a :2\n", '3:10: backend b.server a: expected a name that is new, got "a"'],
    [
      "backend b\n  server a :1 id 7\n  server c :2 id 7\n",
      "3:10: backend b.server c.id: expected an id that is new, got 7",
    ],
    ["backend b\nbackend b\n", '2:9: backend b: expected a name that is new, got "b"'],
    ["backend b\n  retries few\n", '2:11: backend b.retries: expected a whole number of at least 0, got "few"'],
    ["backend b from x\n", '1:16: backend: expected a defaults section: nothing here, got "x"'],
    ["backend b\n  server a 'x\n", "2:12: haproxy: expected a closing ', got the end of the line"],
    [
      "backend b\n  server-template a 0 x:1\n",
      '2:21: backend b.server-template: expected a number of servers such as 3, or a range such as 1-3, got "0"',
    ],
    [
      "backend b\n  option redispatch often\n",
      '2:21: backend b.option.redispatch: expected a whole number from -100 to 100, got "often"',
    ],
  ])("%j", (text, expected) => {
    expect(read(text).problems.map(formatProblem)).toEqual([`haproxy.cfg:${expected}`]);
  });

  test("an unknown server option is told with what was probably meant", () => {
    const [problem] = read("backend b\n  server a :1 wieght 3\n").problems;
    expect(problem!.message).toContain('did you mean "weight"?');
  });

  test("lines before any section", () => {
    expect(read("balance first\n").problems.map(({ message }) => message.slice(0, 30))).toEqual([
      "expected a section: one of glo",
    ]);
  });

  test("what changes picks and is not modelled is said", () => {
    const text = "backend b\n  stick on src\n  server a :1 minconn 3 maxconn 7 maxqueue 9\n";
    expect(read(text).warnings.map(formatProblem)).toEqual([
      "haproxy.cfg:2:3: backend b.stick: is not modelled: clients that come back bypass the algorithm",
      "haproxy.cfg:3:10: backend b.server a: without fullconn HAProxy takes a tenth of the frontends' maxconn, which is not given: the limit is maxconn",
    ]);
  });

  /** The `fullconn` of backend b, of which a server has minconn 2 and maxconn 9, behind these lines. */
  const fullConnectionsBehind = (lines: string): readonly [fullConnections: number, warnings: number] => {
    const { backends, warnings } = read(`${lines}\nbackend b\n  server a :1 minconn 2 maxconn 9\n`);
    return [backends.find(({ name }) => name === "b")!.fullConnections, warnings.length];
  };

  test.each([
    ["of the frontend that sends there by default", "frontend f\n  maxconn 400\n  default_backend b", 40],
    ["rounded up", "frontend f\n  maxconn 401\n  default_backend b", 41],
    ["0 is the process's", "global\n  maxconn 70\nfrontend f\n  maxconn 0\n  default_backend b", 7],
    [
      "of those that may, each once",
      "frontend f\n  maxconn 400\n  use_backend b if x\n  use_backend b if y\n  default_backend c",
      40,
    ],
    ["of all", "frontend f\n  maxconn 400\n  default_backend b\nlisten l\n  maxconn 100\n  use_backend b if x", 50],
    ["as defaults hand it down", "defaults\n  maxconn 300\nfrontend f\n  default_backend b", 30],
    ["or the process's", "global\n  maxconn 2000\nfrontend f\n  default_backend b", 200],
  ])("without fullconn it is a tenth of the frontends' maxconn: %s", (_, lines, fullConnections) => {
    expect(fullConnectionsBehind(lines)).toEqual([fullConnections, 0]);
  });

  test.each([
    ["the process's maxconn comes from the machine", "frontend f\n  default_backend b"],
    ["frontends are elsewhere", "frontend f\n  maxconn 400\n  default_backend c"],
    ["it is worked out per request", "frontend f\n  maxconn 400\n  use_backend %[req.hdr(host)]"],
  ])("which is not known where %s", (_, lines) => {
    expect(fullConnectionsBehind(lines)).toEqual([0, 1]);
  });

  test("3000 mutated files: no exception, and every fault lies within the file", () => {
    const text =
      "defaults\n  balance leastconn\nbackend b from x\n  balance uri len 3\n  hash-type consistent djb2\n" +
      "  option redispatch 1\n  server a 'x y' weight 3 maxconn 2\n  server-template t 1-3 h:80 id 4\n";
    const mutation = fc.tuple(fc.nat(text.length), fc.nat(6), fc.string({ maxLength: 4 }));
    const survives = (mutations: (readonly [number, number, string])[]): void => {
      let mutated = text;
      for (const [at, length, inserted] of mutations)
        mutated = mutated.slice(0, at) + inserted + mutated.slice(at + length);
      const lines = mutated.split(/\r?\n/);
      for (const { line, column } of read(mutated).problems) {
        expect(line).toBeGreaterThanOrEqual(1);
        expect(column).toBeLessThanOrEqual((lines[line - 1] ?? "").length + 1);
      }
    };
    fc.assert(fc.property(fc.array(mutation, { minLength: 1, maxLength: 6 }), survives), { seed: 9, numRuns: 3000 });
  });
});

describe("in the terms of a scenario", () => {
  test("limits and queues are the servers', what they depend on the balancer's", () => {
    const text =
      "backend b\n  server a 10.0.0.1:80 maxconn 9 minconn 2 maxqueue 4\n  fullconn 50\n  timeout queue 3s\n";
    const { nodes, parameters } = simulateBackend(only(text));
    expect(nodes[0]!.server).toMatchObject({ maxConnections: 9, minConnections: 2, maxQueue: 4 });
    expect(parameters).toMatchObject({ fullConnections: 50, queueTimeout: 3 });
  });

  test("servers are nodes, the balance line a balancer whose parameters it takes", () => {
    const backend = only(
      "backend b\n  balance hdr(x)\n  hash-type consistent wt6\n  hash-balance-factor 150\n  option redispatch\n  retries 2\n" +
        "  server a 10.0.0.1:80 weight 2 maxconn 5 backup slowstart 10s id 9\n",
    );
    const { nodes, algorithm, parameters, retries } = simulateBackend(backend);
    expect(nodes).toEqual([
      {
        name: "a",
        weight: 2,
        server: {
          address: "10.0.0.1:80",
          maxConnections: 5,
          backup: true,
          down: false,
          slowStartSeconds: 10,
          metadata: { id: "9" },
        },
      },
    ]);
    const expected = {
      hashType: "consistent",
      function: "wt6",
      avalanche: "off",
      hashBalanceFactor: 150,
      redispatch: true,
      redispatchInterval: -1,
    };
    expect([algorithm, parameters, retries]).toEqual(["haproxy-hash", expected, 2]);
  });

  test.each([
    "roundrobin",
    "static-rr",
    "leastconn",
    "first",
    "source",
    "uri whole",
    "url_param k",
    "random(3)",
    "hash src",
  ])("balance %s: what is handed on, the balancer has declared", (balance) => {
    const text = `backend b\n  balance ${balance}\n  hash-type consistent crc32 avalanche\n  hash-balance-factor 120\n  option allbackups\n  server a :1\n`;
    const { algorithm, parameters } = simulateBackend(only(text));
    expect(resolveParameters(findBalancer(algorithm)!, parameters).problems).toEqual([]);
  });
});
