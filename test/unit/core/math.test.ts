import { describe, expect, it } from "vitest";
import { logGamma } from "../../../sim/core/log-gamma.ts";
import { exp, expm1, log, log1p, pow, roundHalfUp } from "../../../sim/core/math.ts";
import { Stream } from "../../../sim/core/random.ts";
import { ulpsApart } from "../../support/statistics.ts";

const DRAWS = 20_000;

/** Any positive finite double, every exponent as likely as every other. */
function anyPositive(random: Stream): number {
  return (1 + random.unit()) * 2 ** (random.below(2044) - 1022);
}

function worst(name: string, draw: (random: Stream) => number, ours: typeof exp, theirs: typeof exp): number {
  const random = new Stream(1, `math/${name}`);
  let most = 0;
  for (let i = 0; i < DRAWS; i++) {
    const x = draw(random);
    const distance = ulpsApart(ours(x), theirs(x));
    if (!(distance <= most)) most = distance;
  }
  return most;
}

// The engine's own functions are within one unit in the last place of the truth, and ours within 2.2 (measured against
// 160-bit arithmetic: log 0.8, exp 0.9, expm1 1.6, log1p 2.2, pow 1.9).
describe("portable functions agree with the engine's to the last place or two", () => {
  it.each([
    ["log, over all doubles", anyPositive, log, Math.log, 2],
    ["log, around 1", (r: Stream) => 0.5 + 1.5 * r.unit(), log, Math.log, 2],
    ["log, next to 1", (r: Stream) => 1 + (r.unit() - 0.5) * 1e-6, log, Math.log, 2],
    ["exp, over its range", (r: Stream) => -708 + 1417 * r.unit(), exp, Math.exp, 2],
    ["exp, around 0", (r: Stream) => 2 * r.unit() - 1, exp, Math.exp, 2],
    ["expm1, over its range", (r: Stream) => 80 * r.unit() - 40, expm1, Math.expm1, 3],
    ["expm1, near 0", (r: Stream) => (r.unit() - 0.5) * 10 ** -r.below(15), expm1, Math.expm1, 3],
    ["log1p, over its range", (r: Stream) => 10 * r.unit() - 1, log1p, Math.log1p, 4],
    ["log1p, near 0", (r: Stream) => (r.unit() - 0.5) * 10 ** -r.below(15), log1p, Math.log1p, 4],
  ])("%s", (name, draw, ours, theirs, bound) => {
    expect(worst(name, draw, ours, theirs)).toBeLessThanOrEqual(bound);
  });

  it.each([
    ["of moderate powers", (r: Stream) => 10 * r.unit(), (r: Stream) => 20 * r.unit() - 10],
    ["of all doubles", anyPositive, (r: Stream) => r.unit() - 0.5],
    ["of large powers", (r: Stream) => 0.5 + r.unit(), (r: Stream) => 2000 * (r.unit() - 0.5)],
    ["of bases next to 1", (r: Stream) => 1 + (r.unit() - 0.5) * 1e-5, (r: Stream) => 1e8 * (r.unit() - 0.5)],
  ])("pow, %s", (name, base, power) => {
    const random = new Stream(1, `math/pow/${name}`);
    let most = 0;
    for (let i = 0; i < DRAWS; i++) {
      const [x, y] = [base(random), power(random)];
      const truth = Math.pow(x, y);
      if (truth > 1e-300 && truth < Infinity) most = Math.max(most, ulpsApart(pow(x, y), truth));
    }
    // Some engines' own pow errs by a few units; ours is within 1.9 of the truth.
    expect(most).toBeLessThanOrEqual(4);
  });
});

// From 160-bit arithmetic.
describe("portable functions against exact figures", () => {
  it.each([
    ["ln 10", log(10), 2.302585092994045684],
    ["ln of the smallest double", log(5e-324), -744.4400719213812623],
    ["ln of the largest double", log(Number.MAX_VALUE), 709.7827128933839968],
    ["e", exp(1), 2.718281828459045235],
    ["e^-700", exp(-700), 9.859676543759770435e-305],
    ["e^0.1 - 1", expm1(0.1), 0.1051709180756476309],
    ["ln 1.1", log1p(0.1), 0.09531017980432486504],
    ["2^0.5", pow(2, 0.5), 1.414213562373095049],
    ["0.5^1074, the smallest double", pow(0.5, 1074), 5e-324],
    ["10^308", pow(10, 308), 1e308],
    ["3^-500", pow(3, -500), 2.750252956203138018e-239],
  ])("%s", (_, got, truth) => {
    expect(ulpsApart(got, truth)).toBeLessThanOrEqual(2);
  });

  it("ln Γ at whole and half arguments", () => {
    let factorial = 1;
    for (let n = 1; n <= 20; n++) {
      expect(logGamma(n)).toBeCloseTo(Math.log(factorial), 12);
      factorial *= n;
    }
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.PI) / 2, 13);
    expect(logGamma(1e6)).toBeCloseTo(12815504.569147611, 7);
  });
});

describe("portable functions at their edges", () => {
  it.each([0, 1, Infinity, -1, NaN])("log(%d)", (x) => expect(log(x)).toBe(Math.log(x)));
  it.each([0, Infinity, -Infinity, NaN, 709.79, -745.2, -745.1])("exp(%d)", (x) => expect(exp(x)).toBe(Math.exp(x)));
  it.each([0, Infinity, -Infinity, NaN, 100, -100])("expm1(%d)", (x) => expect(expm1(x)).toBe(Math.expm1(x)));
  it.each([0, -1, -2, Infinity, NaN, 1e-300])("log1p(%d)", (x) => expect(log1p(x)).toBe(Math.log1p(x)));
  it.each([
    [0, 2],
    [0, -2],
    [0, 0],
    [Infinity, 2],
    [Infinity, -2],
    [1, 3],
    [7, 1],
    [NaN, 1.5],
    [2, NaN],
    [2, 5000],
    [2, -5000],
    [0.5, Infinity],
    [2, -Infinity],
  ])("pow(%d, %d)", (x, y) => expect(pow(x, y)).toBe(Math.pow(x, y)));

  it("rounds halves upwards, as Math.round does", () => {
    for (const x of [0, 0.4, 0.5, 1.5, 2.5, 1e9 + 0.5, 123456789012.7, 2 ** 51 + 0.5, Infinity]) {
      expect(roundHalfUp(x)).toBe(Math.round(x));
    }
  });
});
