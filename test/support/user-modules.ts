/**
 * Balancer modules as users write them, well and badly, written to a folder for a test. As text and not as files of the
 * project, since they are no part of it: some do not parse, and all import `evenkeel` by its name.
 */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const MODULES: Readonly<Record<string, string>> = {
  "bad-name.js": `\
import { defineBalancer } from "evenkeel";

export const broken = defineBalancer("Not A Name", () => ({ pick: () => 0 }));
`,
  "best-of-three.ts": `\
/** Three definitions in one module, with types, as a user may write them. */
import { defineBalancer, type Balancer, type BalancerDefinition } from "evenkeel";

export const bestOfThree: BalancerDefinition = defineBalancer("best-of-three", ({ random }) => ({
  pick(view) {
    let best = view.candidates[random.below(view.count)]!;
    for (let i = 0; i < 2; i++) {
      const other = view.candidates[random.below(view.count)]!;
      if (view.inFlight[other]! < view.inFlight[best]!) best = other;
    }
    return best;
  },
}));

export const first: BalancerDefinition = defineBalancer(
  "always-the-first",
  { summary: "the first routable node", parameters: { skip: { type: "integer", min: 0, max: 3, default: 0, help: "how many to pass over" } } },
  ({ parameters }): Balancer => ({ pick: (view) => view.candidates[Math.min(parameters.skip, view.count - 1)]! }),
);

export default bestOfThree;
export const helper: number = 3;
`,
  "misbehaving.ts": `\
/** Balancers that break the contract, each in its own way. */
import { defineBalancer } from "evenkeel";

export const throws = defineBalancer("throws", () => {
  let picks = 0;
  return {
    pick(view) {
      if (++picks > 100) throw new Error("had enough");
      return view.candidates[0]!;
    },
  };
});

export const nowhere = defineBalancer("picks-nowhere", () => ({ pick: () => 9999 }));

export const stillborn = defineBalancer("throws-at-birth", () => {
  throw new TypeError("no such thing");
});

export const shapeless = defineBalancer("has-no-pick", (() => ({})) as never);
`,
  "no-balancer.ts": `\
export const answer: number = 42;
`,
  "plain.js": `\
import { defineBalancer } from "evenkeel";

export const plain = defineBalancer("plain", () => ({ pick: (view) => view.candidates[0] }));
`,
  "syntax-error.ts": `\
import { defineBalancer } from "evenkeel";

export const broken = defineBalancer("broken", () => ({
  pick(view) {
    let best = ;
    return best;
  },
}));
`,
  "wrong-import.ts": `\
import { defineBalancr } from "evenkeel";

export const broken = defineBalancr("broken", () => ({ pick: () => 0 }));
`,
};

/** A new folder that holds them all; whoever asks for it removes it. */
export function userModulesFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "evenkeel-balancers-"));
  for (const [name, text] of Object.entries(MODULES)) writeFileSync(join(folder, name), text);
  return folder;
}
