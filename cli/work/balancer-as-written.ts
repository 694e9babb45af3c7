/** A balancer with its parameters in the words of the command line and the scenario language. */
import { writeQuantity } from "../../scenarios/index.ts";
import type { LoadedScenario } from "../../scenarios/index.ts";
import { resolveParameters } from "../../sim/index.ts";
import type { BalancerSpec, ParameterValue, RunHost } from "../../sim/index.ts";

/** Where balancers come from. */
export type BalancerSource = Pick<LoadedScenario, "userBalancers"> & Pick<RunHost, "definition">;

/** `power-of-two-choices:choices=3`: what `--balancer` takes. `name`: instead of the one that it goes by. */
export function balancerWord(balancer: BalancerSpec, loaded: BalancerSource, name: string | null = null): string {
  const words = Object.entries(writtenParameters(balancer, loaded)).map(([name, value]) => `${name}=${String(value)}`);
  return (name ?? nameOf(balancer, loaded)) + (words.length === 0 ? "" : `:${words.join(",")}`);
}

/** A user's own balancer goes by its file, as the scenario or the command line names it. */
export function nameOf({ algorithm }: BalancerSpec, { userBalancers }: BalancerSource): string {
  return userBalancers[algorithm]?.written ?? algorithm;
}

/** What differs from the declared defaults, as the language writes it. */
export function writtenParameters(
  { algorithm, parameters }: BalancerSpec,
  loaded: BalancerSource,
): Readonly<Record<string, ParameterValue>> {
  const definition = loaded.definition(algorithm);
  const { values } = resolveParameters(definition, parameters);
  return Object.fromEntries(
    Object.entries(definition.about.parameters)
      .filter(([name, declaration]) => values[name] !== declaration.default)
      .map(([name, declaration]) => {
        const value = values[name]!;
        const isDuration = "unit" in declaration && declaration.unit === "duration" && typeof value === "number";
        return [name, isDuration ? writeQuantity({ number: value, unit: "seconds" }) : value];
      }),
  );
}
