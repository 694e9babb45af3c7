import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkExpectation, evaluateExpectations, MEASURES } from "../../scenarios/index.ts";
import { runResult } from "../unit/scenarios/expect/results.ts";

const SEED = 20_240_613;

/** A value: how it is written, how tightly its outermost operator binds, and what it is worth. */
interface Written {
  readonly text: string;
  readonly binding: number;
  readonly value: number;
}

interface Claim {
  readonly text: string;
  readonly binding: number;
  readonly value: boolean;
}

const [SUM, PRODUCT, MINUS, ATOM] = [1, 2, 3, 4];
const [OR, AND, NOT, COMPARED] = [1, 2, 3, 4];

/** Brackets only where the grammar needs them, so that its binding and association are what is tested. */
function at(part: { readonly text: string; readonly binding: number }, least: number): string {
  return part.binding >= least ? part.text : `(${part.text})`;
}

function join(left: Written, operator: string, right: Written): Written {
  const binding = operator === "+" || operator === "-" ? SUM : PRODUCT;
  const text = `${at(left, binding)} ${operator} ${at(right, binding + 1)}`;
  const [a, b] = [left.value, right.value];
  const value = operator === "+" ? a + b : operator === "-" ? a - b : operator === "*" ? a * b : a / b;
  return { text, binding, value };
}

const number = fc.oneof(
  fc.integer({ min: 1, max: 999 }).map((n): Written => ({ text: `${n}`, binding: ATOM, value: n })),
  fc.integer({ min: 1, max: 99 }).map((n): Written => ({ text: `${n}.5`, binding: ATOM, value: n + 0.5 })),
  fc.constantFrom<Written>(
    { text: "delivered(hash)", binding: ATOM, value: 980 },
    { text: "lost(hash, rejected)", binding: ATOM, value: 8 },
    { text: "50%", binding: ATOM, value: 0.5 },
  ),
);

const { quantity } = fc.letrec<{ quantity: Written; compound: Written }>((tie) => ({
  quantity: fc.oneof({ depthSize: "small", withCrossShrink: true }, number, tie("compound")),
  compound: fc.oneof(
    fc
      .tuple(tie("quantity"), fc.constantFrom("+", "-", "*", "/"), tie("quantity"))
      .map(([a, operator, b]) => join(a, operator, b)),
    tie("quantity").map((of) => ({ text: `-${at(of, MINUS)}`, binding: MINUS, value: -of.value })),
    fc
      .tuple(tie("quantity"), tie("quantity"))
      .map(([a, b]) => ({ text: `max(${a.text}, ${b.text})`, binding: ATOM, value: Math.max(a.value, b.value) })),
    tie("quantity").map((of) => ({ text: `abs( ${of.text} )`, binding: ATOM, value: Math.abs(of.value) })),
  ),
}));

function compare(left: Written, operator: string, right: Written): Claim {
  const [a, b] = [left.value, right.value];
  const value = { "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b, "==": a === b, "!=": a !== b }[operator]!;
  return { text: `${left.text} ${operator} ${right.text}`, binding: COMPARED, value };
}

const { claim } = fc.letrec<{ claim: Claim; comparison: Claim }>((tie) => ({
  comparison: fc
    .tuple(quantity, fc.constantFrom("<", "<=", ">", ">=", "==", "!="), quantity)
    .map(([a, operator, b]) => compare(a, operator, b)),
  claim: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    tie("comparison"),
    fc
      .tuple(tie("claim"), tie("claim"))
      .map(([a, b]) => ({ text: `${at(a, OR)} or ${at(b, AND)}`, binding: OR, value: a.value || b.value })),
    fc
      .tuple(tie("claim"), tie("claim"))
      .map(([a, b]) => ({ text: `${at(a, AND)} and ${at(b, NOT)}`, binding: AND, value: a.value && b.value })),
    tie("claim").map((of) => ({ text: `not ${at(of, NOT)}`, binding: NOT, value: !of.value })),
  ),
}));

const runs = [runResult("hash")];

describe(`expectations at random (seed ${SEED})`, () => {
  it("are worth what arithmetic and logic say", () => {
    let [met, known] = [0, 0];
    fc.assert(
      fc.property(claim, ({ text, value }) => {
        const [result] = evaluateExpectations([text], runs);
        // Only a division by zero may leave it open: 1 - 1 is easily made.
        if (result!.outcome === "unknown") return expect(text).toContain("/");
        expect(result).toMatchObject({ outcome: value ? "met" : "failed" });
        known++;
        if (value) met++;
      }),
      { seed: SEED, numRuns: 3000 },
    );
    expect(known).toBeGreaterThan(2700);
    expect(met / known).toBeGreaterThan(0.2);
    expect(met / known).toBeLessThan(0.8);
  });

  it("never make the reader stumble, and its complaints point into the text", () => {
    const words = [
      ...MEASURES.map(({ name }) => name),
      "p99",
      "max",
      "min",
      "abs",
      "responseTime",
      "hash",
      "n1",
      "and",
      "or",
      "not",
      "every",
    ];
    const signs = [
      "(",
      ")",
      ",",
      "*",
      "/",
      "+",
      "-",
      "<",
      "<=",
      "==",
      "=",
      "!",
      "%",
      '"',
      "'",
      "1",
      "0",
      "5ms",
      "1e9",
      "3/s",
      "4KiB",
      ".5",
      "1.",
      "é",
      "😀",
      "\n",
    ];
    const token = fc.oneof(fc.constantFrom(...words, ...signs), fc.string({ maxLength: 3 }));
    const names = { balancers: ["hash", "random"], nodes: ["n1"], producers: ["web"] };
    let fine = 0;
    fc.assert(
      fc.property(fc.array(token, { maxLength: 14 }), fc.constantFrom("", " "), (tokens, space) => {
        const text = tokens.join(space);
        const fault = checkExpectation(text, names);
        if (fault === null) fine++;
        else {
          expect(fault.offset).toBeGreaterThanOrEqual(0);
          expect(fault.offset).toBeLessThanOrEqual(text.length);
          expect(fault.message).toMatch(/^expected [^]+/);
        }
        expect(evaluateExpectations([text], runs)[0]!.text).toBe(text);
      }),
      { seed: SEED, numRuns: 3000 },
    );
    expect(fine).toBeLessThan(300);
  });
});
