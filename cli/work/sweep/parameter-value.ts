/** The text of a value as the parameter of a balancer takes it, by the parameter's declaration. */
import { readQuantity } from "../../../scenarios/index.ts";
import { resolveParameters } from "../../../sim/index.ts";
import type { BalancerDefinition, ParameterDeclaration, ParameterValue } from "../../../sim/index.ts";
import { UserError } from "../../errors.ts";

/** Throws a `UserError` that begins with `option` where the parameter does not take it. */
export function parameterValue(
  text: string,
  parameter: string,
  definition: BalancerDefinition,
  option: string,
): ParameterValue {
  const declaration = definition.about.parameters[parameter]!;
  const value = read(text, declaration);
  if (value === null) throw new UserError(`${option}: expected a duration such as 10s, got ${JSON.stringify(text)}`);
  const problem = resolveParameters(definition, { [parameter]: value }).problems[0];
  if (problem !== undefined) throw new UserError(`${option}: ${problem.message}`);
  return value;
}

/** What cannot be read stays text, for the declaration to refuse; null where a duration lacks its unit. */
function read(text: string, declaration: ParameterDeclaration): ParameterValue | null {
  if (declaration.type === "choice") return text;
  if (declaration.type === "boolean") return text === "true" ? true : text === "false" ? false : text;
  const quantity = readQuantity(text);
  if (declaration.unit === "duration") {
    return quantity !== null && (quantity.unit === "seconds" || quantity.number === 0) ? quantity.number : null;
  }
  const fits = quantity?.unit === "number" || (quantity?.unit === "fraction" && declaration.unit === "fraction");
  return fits ? quantity!.number : text;
}
