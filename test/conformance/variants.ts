/** The settings under which a balancer is tested: its defaults, and each parameter alone at its other values. */
import fc from "fast-check";
import type { BalancerDefinition, ParameterDeclaration, ParameterValue } from "../../sim/index.ts";

export type Parameters = Readonly<Record<string, ParameterValue>>;

/** Every value of a choice or boolean, both ends of a range; without the default. */
export function otherValues(declaration: ParameterDeclaration): readonly ParameterValue[] {
  const { type } = declaration;
  const all: readonly ParameterValue[] =
    type === "choice" ? declaration.choices : type === "boolean" ? [true, false] : [declaration.min, declaration.max];
  return [...new Set(all)].filter((value) => value !== declaration.default);
}

/**
 * The ends of every range as well: a ring of the greatest size takes seconds to build. And every setting as long and as large
 * as the defaults. `npm run test:long` asks for it.
 */
export const LONG: boolean = process.env.EVENKEEL_LONG === "1";

/** The defaults, then each choice alone at each of its other values; in the long run each range at its ends, too. */
export function variants(definition: BalancerDefinition): readonly Parameters[] {
  const alone = Object.entries(definition.about.parameters).flatMap(([name, declaration]) => {
    const ranged = declaration.type === "integer" || declaration.type === "number";
    return ranged && !LONG ? [] : otherValues(declaration).map((value) => ({ [name]: value }));
  });
  return [{}, ...alone];
}

/** Whether these settings are tested at full length: in the short run only the defaults are. */
export function atLength(parameters: Parameters): boolean {
  return LONG || Object.keys(parameters).length === 0;
}

export function named(parameters: Parameters): string {
  const entries = Object.entries(parameters);
  return entries.length === 0 ? "defaults" : entries.map(([name, value]) => `${name} ${value}`).join(", ");
}

/** Any values that the declarations allow. */
export function anyParameters(definition: BalancerDefinition): fc.Arbitrary<Parameters> {
  return fc.record(
    Object.fromEntries(
      Object.entries(definition.about.parameters).map(([name, declaration]) => [name, anyValue(declaration)]),
    ),
  );
}

function anyValue(declaration: ParameterDeclaration): fc.Arbitrary<ParameterValue> {
  switch (declaration.type) {
    case "boolean":
      return fc.boolean();
    case "choice":
      return fc.constantFrom(...declaration.choices);
    case "integer":
      return fc.integer({ min: declaration.min, max: declaration.max });
    case "number":
      return fc.double({ min: declaration.min, max: declaration.max, noNaN: true });
  }
}
