import { describe, expect, it } from "vitest";
import { keyOf } from "../../../scenarios/traces/keys.ts";

describe("a key", () => {
  it.each([
    ["0", 0],
    ["7", 7],
    ["9007199254740991", 9007199254740991],
  ])("of %s is the number itself", (text, key) => expect(keyOf(text)).toBe(key));

  it.each(["007", "1e3", "-1", "1.0", "9007199254740992", "", "a", "é", "1 "])("of %j is hashed", (text) => {
    const key = keyOf(text);
    expect(Number.isSafeInteger(key) && key >= 0).toBe(true);
    expect(key).toBeGreaterThan(1e6);
    expect(keyOf(text)).toBe(key);
  });

  it("does not change from version to version: results depend on it", () => {
    expect([keyOf("a"), keyOf("10.0.0.1"), keyOf("/index.html"), keyOf("naïve 🙂")]).toMatchInlineSnapshot(`
      [
        6004614179531668,
        5066863322095496,
        4394337375574800,
        2605349986682462,
      ]
    `);
  });

  it("of 40,000 different texts are all different, and fill their 53 bits evenly", () => {
    const texts = Array.from({ length: 20_000 }, (_, i) => [
      `user-${i}`,
      `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`,
    ]).flat();
    const keys = texts.map(keyOf);
    expect(new Set(keys).size).toBe(texts.length);
    // Each bit is set in half of them: five standard deviations of a binomial are 5 * sqrt(40000) / 2 = 500.
    for (let bit = 0; bit < 53; bit++) {
      const set = keys.filter((key) => Math.floor(key / 2 ** bit) % 2 === 1).length;
      expect(Math.abs(set - texts.length / 2)).toBeLessThan(500);
    }
  });
});
