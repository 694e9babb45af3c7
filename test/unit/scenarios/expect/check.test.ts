import { describe, expect, it } from "vitest";
import { checkExpectation, MEASURES } from "../../../../scenarios/index.ts";

const names = { balancers: ["round-robin", "hash"], nodes: ["n1", "n2"], producers: ["web", "api"] };

function fault(text: string): string | null {
  const found = checkExpectation(text, names);
  return found === null ? null : `${found.offset}: ${found.message}`;
}

describe("an expectation is refused", () => {
  it.each([
    ["", "0: expected a number, a measure or a bracket, got the end"],
    ["lost(hash) <", "12: expected a number, a measure or a bracket, got the end"],
    ["lost(hash)", "0: expected a comparison such as lost(hash) < …, got a value"],
    ["1 + 2", "0: expected a comparison such as 1 + 2 < …, got a value"],
    ["lost(hash) = 0", '11: expected an operator such as <, == or and, got "="'],
    ["lost(hash) == 0 lost(hash) == 0", '16: expected an operator such as <, == or and, got "lost"'],
    ["0 < lost(hash) < 5", '15: expected and, or, or the end after a comparison, got "<"'],
    ["(lost(hash) == 0", "16: expected ), got the end"],
    ["(lost(hash) == 0))", '17: expected an operator such as <, == or and, got ")"'],
    ["1 + (2 < 3) > 1", "4: expected a value, got a comparison"],
    ["not lost(hash)", "4: expected a comparison such as lost(hash) < …, got a value"],
    ["lost(hash", "9: expected , or ), got the end"],
    ["lost(hash,) == 0", '10: expected a name, got ")"'],
    ["lost(, rejected) == 0", '5: expected a name, got ","'],
    ['lost("hash) == 0', '5: expected a closing ", got the end'],
    [
      "lost(hash, rejectd) == 0",
      '11: expected one of rejected, dropped, refused, node-down, node-crash, network, error, expired, shed, throttled, gateway-crash, timed-out, web, api; did you mean "rejected"?, got "rejectd"',
    ],
    ["lost(hash, rejected, 5) == 0", '21: expected ), got "5"'],
    ["wastedWork(hash, n1) == 0", '17: expected ), got "n1"'],
    [
      "duplicates(hash, hedges) == 0",
      '17: expected one of first, retry, hedge, network, copy; did you mean "hedge"?, got "hedges"',
    ],
    ["throughput(hash, 60s) > 1/s", '17: expected a window such as 60s..80s, got "60s"'],
    ["lostWithin(hash) == 0", "15: expected a window such as 60s..80s after the balancer, got nothing"],
    ["throughput(hash, 80s..60s) > 1/s", '17: expected a window from an earlier to a later time, got "80s..60s"'],
    ["utilisation(hash, n3) < 1", '18: expected one of n1, n2; did you mean "n1"?, got "n3"'],
    ["p99(responseTime, hash, wbe) < 1s", '24: expected one of web, api; did you mean "web"?, got "wbe"'],
    ["p99(waitingTime, hash, web) < 1s", '23: expected ), got "web"'],
    ["p99(hash) < 1s", '4: expected one of responseTime, endToEndTime, waitingTime, serviceTime, got "hash"'],
    ["p99() < 1s", "3: expected one of responseTime, endToEndTime, waitingTime, serviceTime, got nothing"],
    ["meanResponseTime(hash) < 1s", "21: expected a node after the balancer, got nothing"],
    ["queueAtLeast(hash, many) < 1", '19: expected a whole number, got "many"'],
    ["lots(hash) == 0", null],
    ["p99(responseTime, hash) < 5", '26: expected a time as on the left, got a number: "5"'],
    [
      "p99(responseTime, hash) < 10 * lost(hash)",
      '26: expected a time as on the left, got a number: "10 * lost(hash)"',
    ],
    ["throughput(hash) > 5s", '19: expected a rate as on the left, got a time: "5s"'],
    ["p99(responseTime, hash) * 2s > 1", '31: expected a value in seconds^2 as on the left, got a number: "1"'],
    ["lost(hash) + 1s > 1", '13: expected a number as on the left, got a time: "1s"'],
    ["min(1, 2s) > 1", '7: expected a number as on the left, got a time: "2s"'],
    ["abs(1, 2) > 1", "7: expected ) after one value, got another"],
    ["abs() > 1", '4: expected a number, a measure or a bracket, got ")"'],
    ["lost(hash) < 5x", '13: expected a number with a unit such as ms, %, KiB or /s, got "5x"'],
    ["lost(hash) < 1s1m", '13: expected a duration such as 1m30s, got "1s1m"'],
    ["lost(hash) < $", '13: expected a number, a measure or a bracket, got "$"'],
    ["* > 3", '0: expected a number, a measure or a bracket, got "*"'],
  ])("%j: %s", (text, message) => {
    if (message === null)
      expect(fault(text)).toMatch(/^0: expected one of mean, .*; did you mean "lost"\?, got "lots"$/);
    else expect(fault(text)).toBe(message);
  });

  it("where brackets nest without end", () => {
    expect(fault(`${"(".repeat(5000)}1${")".repeat(5000)} > 0`)).toMatch(
      /expected at most 200 levels of brackets, got more$/,
    );
    expect(fault(`${"-".repeat(5000)}1 > 0`)).toMatch(/expected at most 200 levels of brackets, got more$/);
  });
});

describe("an expectation is accepted", () => {
  it.each([
    "p99(responseTime, hash) > 0",
    "0 < p99(responseTime, hash)",
    "max(0, p99(responseTime, hash)) < 1s",
    "p99( responseTime , hash )<1s",
    "lost(every) == 0",
    "(((lost(hash)))) == (0)",
    "lost == 0",
    "max(responseTime, hash) < max(1s, 2s)",
    "-lost(hash) < 0 and not -1 > 0",
    "1s * throughput(hash) > 1",
  ])("%s", (text) => expect(fault(text)).toBeNull());

  it("with every measure by its name alone", () => {
    for (const { name, extraRequired } of MEASURES) if (!extraRequired) expect(fault(`${name} >= 0`)).toBeNull();
  });

  it("with any name where names are not known", () => {
    expect(checkExpectation("lost(who, knows) == 0", { balancers: null, nodes: null, producers: null })).toBeNull();
  });
});
