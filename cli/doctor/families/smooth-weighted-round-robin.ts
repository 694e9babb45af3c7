/** Smooth weighted round robin: `{weights, ties}`, the picks as letters, `a` for the first server. */
import type { OracleCase } from "../case-file.ts";
import { NotCovered } from "../setup.ts";
import type { Family } from "./family.ts";
import { Desk } from "./hashing/desk.ts";

const A = "a".charCodeAt(0);

export const smoothWeightedRoundRobin: Family = {
  name: "smooth weighted round robin",
  plan(setup, oracle) {
    const weights = setup.numbers("weights");
    setup.expectText("ties", /^first$/);
    const expected = letters(oracle, weights.length);
    const names = weights.map((_, index) => String.fromCharCode(A + index));
    return {
      expected,
      compute: (seed) => {
        const desk = new Desk({ algorithm: "weighted-round-robin", names, weights, seed });
        return expected.map(() => desk.where(1));
      },
    };
  },
};

/** `abac`, `a, b, a, c` or a list as 0 1 0 2; figures are indices. */
function letters({ measure, value }: OracleCase, servers: number): number[] {
  if (!/^selection sequence\b/.test(measure))
    throw new NotCovered(`measure ${JSON.stringify(measure)} is not understood`);
  const listed: readonly unknown[] = Array.isArray(value) ? value : typeof value === "string" ? withoutGaps(value) : [];
  const picks = listed.map((pick) =>
    typeof pick === "string" && pick.length === 1 ? pick.toLowerCase().charCodeAt(0) - A : Number(pick),
  );
  if (picks.length > 0 && picks.every((pick) => Number.isInteger(pick) && pick >= 0 && pick < servers)) return picks;
  throw new NotCovered(`value: expected a text of the servers' letters, got ${JSON.stringify(value) ?? "none"}`);
}

function withoutGaps(text: string): readonly string[] {
  return [...text.replace(/[\s,]/g, "")];
}
