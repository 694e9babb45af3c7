import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { parseScenario } from "../../scenarios/index.ts";
import { scenarioDocument } from "./scenario-language.ts";

const SEED = 20_240_611;
const RUNS = 400;

describe(`scenarios at random (seed ${SEED})`, () => {
  it("read back from their own document as the same scenario", () => {
    let accepted = 0;
    fc.assert(
      fc.property(scenarioDocument, (value) => {
        const first = parseScenario(stringify(value), { file: "first.yaml" });
        if (!first.ok) return;
        accepted++;
        const again = parseScenario(stringify(first.document), { file: "first.yaml" });
        expect(again).toMatchObject({ ok: true });
        if (!again.ok) return;
        expect(again.scenario).toEqual(first.scenario);
        expect(again.traces).toEqual(first.traces);
        expect(again.document).toEqual(first.document);
        // JSON is YAML too, and it is what results carry.
        const json = parseScenario(JSON.stringify(first.document), { file: "first.yaml" });
        expect(json.ok && json.scenario).toEqual(first.scenario);
      }),
      { seed: SEED, numRuns: RUNS },
    );
    // A property that refuses nearly everything would hold of anything.
    expect(accepted).toBeGreaterThan(RUNS / 3);
  });
});
