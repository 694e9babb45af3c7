/** The table of links: a line for each that does more than take time, columns only of what happened. */
import { describe, expect, it } from "vitest";
import { linksTable } from "../../../../reports/page/links-table.ts";
import type { LinkResult } from "../../../../sim/index.ts";
import { sampleResult, sampleRun } from "../../cli/sample-result.ts";

const LINK: LinkResult = {
  link: "gateway-node",
  direction: "forward",
  sent: 1234,
  lost: 0,
  lostFraction: 0,
  duplicated: 0,
  held: 0,
  bytes: 99_999,
  meanWireWait: null,
  longestWireWait: 0,
};

const textOf = (network: readonly LinkResult[] | null): string =>
  linksTable(sampleResult([sampleRun("hash", 0.02, { network })]))?.toString() ?? "";

describe("the table of links", () => {
  it("is left out where links only take time", () => {
    expect(textOf(null)).toBe("");
  });

  it("has a line for each direction, and no column of what never happened", () => {
    const text = textOf([LINK, { ...LINK, direction: "back", sent: 1200, lost: 12, lostFraction: 0.01 }]);
    expect(text).toContain("gateway → node");
    expect(text).toContain("node → gateway");
    expect(text).toContain("1,234");
    expect(text).toContain("1.00%");
    expect(text).not.toContain("duplicated");
    expect(text).not.toContain("wire, mean");
  });

  it("tells how long was waited for the wire, in one unit", () => {
    const text = textOf([{ ...LINK, meanWireWait: 0.0021, longestWireWait: 0.25 }]);
    expect(text).toContain("wire, mean ms");
    expect(text).toContain("2.10");
    expect(text).toContain("250");
  });
});
