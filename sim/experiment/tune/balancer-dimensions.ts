/** The dimensions that a balancer's own declarations give: every parameter with its type, range, scale and unit. */
import type { BalancerDefinition, ParameterDeclaration } from "../../balancers/contract.ts";
import { resolveParameters } from "../../balancers/define.ts";
import type { BalancerSpec, ParameterValue } from "../../scenario.ts";
import type { Dimension } from "./space.ts";

/** One for each parameter; what is written with the balancer is where the search starts. */
export function balancerDimensions({ label, parameters }: BalancerSpec, definition: BalancerDefinition): Dimension[] {
  const { values } = resolveParameters(definition, parameters);
  return Object.entries(definition.about.parameters).map(([path, declaration]) =>
    declaredDimension(path, label, declaration, values[path]!),
  );
}

function declaredDimension(
  path: string,
  balancer: string,
  declaration: ParameterDeclaration,
  initial: ParameterValue,
): Dimension {
  const common = { path, balancer, initial, type: declaration.type };
  const none = { low: null, high: null, choices: null, logarithmic: false, unit: null };
  switch (declaration.type) {
    case "boolean":
      return { ...common, ...none, levels: [false, true] };
    case "choice":
      return { ...common, ...none, choices: declaration.choices, levels: declaration.choices };
    default: {
      const { min, max, logarithmic = false, unit = null } = declaration;
      return { ...common, ...none, low: min, high: max, logarithmic, unit, levels: null };
    }
  }
}
