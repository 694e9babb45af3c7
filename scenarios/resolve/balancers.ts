/** Balancers with the labels by which results, charts and expectations call them. */
import type { BalancerSpec, ParameterValue } from "../../sim/index.ts";
import type { BalancerSyntax } from "../schema/balancers.ts";
import { formatSeconds } from "../units/duration.ts";
import { isBalancerFile } from "../balancer-book.ts";
import { quoted } from "../wording.ts";
import type { Report } from "./report.ts";

export function resolveBalancers(all: readonly BalancerSyntax[], report: Report): readonly BalancerSpec[] {
  const names = all.map((one) => one.as ?? plainLabel(one));
  const taken = new Set<string>();
  return all.map((one, index) => {
    const name = names[index]!;
    const several = one.as === undefined && names.filter((other) => other === name).length > 1;
    const label = several ? labelWithParameters(one) : name;
    if (taken.has(label)) {
      // A file with several balancers is one entry of the list, so entries and balancers may differ in number.
      const raw = report.raw(["balancers"]);
      const path = Array.isArray(raw) && raw.length === all.length ? ["balancers", index] : ["balancers"];
      report.expected(path, "a label of its own (as: …)", `${quoted(label)} again`);
    }
    taken.add(label);
    return { algorithm: one.definition.name, label, parameters: one.parameters };
  });
}

function plainLabel({ written, definition }: BalancerSyntax): string {
  return isBalancerFile(written) ? definition.name : written;
}

/** `power-of-two-choices(choices=3)`; the plain name where no parameter is written. */
function labelWithParameters(one: BalancerSyntax): string {
  const parts = Object.entries(one.parameters).map(([key, value]) => `${key}=${shownParameter(one, key, value)}`);
  return parts.length === 0 ? plainLabel(one) : `${plainLabel(one)}(${parts.join(", ")})`;
}

function shownParameter({ definition }: BalancerSyntax, key: string, value: ParameterValue): string {
  const declaration = definition.about.parameters[key]!;
  const isDuration = "unit" in declaration && declaration.unit === "duration";
  return isDuration && typeof value === "number" ? formatSeconds(value) : String(value);
}
