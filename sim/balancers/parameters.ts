/** The rules that a parameter's declaration and a value for it have to keep; faults read `expected …, got …`. */
import type { ParameterDeclaration } from "./contract.ts";

/** What is wrong with the declaration of `parameter`; null where nothing is. */
export function declarationFault(parameter: string, declaration: ParameterDeclaration): string | null {
  if (!/^[a-z][A-Za-z0-9]*$/.test(parameter)) {
    return `expected a name in camel case, such as failureFactor, got ${JSON.stringify(parameter)}`;
  }
  if (typeof declaration !== "object" || declaration === null) return `expected an object, got ${shown(declaration)}`;
  if (typeof declaration.help !== "string" || !/^[^\n]+$/.test(declaration.help)) {
    return `expected one line of help, got ${shown(declaration.help)}`;
  }
  switch (declaration.type) {
    case "integer":
    case "number":
      return rangeFault(declaration) ?? defaultFault(declaration);
    case "choice":
      return choicesFault(declaration.choices) ?? defaultFault(declaration);
    case "boolean":
      return defaultFault(declaration);
    default:
      return `expected the type integer, number, boolean or choice, got ${shown((declaration as { type: unknown }).type)}`;
  }
}

/** What is wrong with `value` under this declaration; null where nothing is. */
export function valueFault(declaration: ParameterDeclaration, value: unknown): string | null {
  return allows(declaration, value) ? null : `expected ${expectation(declaration)}, got ${shown(value)}`;
}

function allows(declaration: ParameterDeclaration, value: unknown): boolean {
  switch (declaration.type) {
    case "boolean":
      return typeof value === "boolean";
    case "choice":
      return typeof value === "string" && declaration.choices.includes(value);
    case "integer":
    case "number":
      return (
        typeof value === "number" &&
        value >= declaration.min &&
        value <= declaration.max &&
        (declaration.type === "number" || Number.isInteger(value))
      );
  }
}

function expectation(declaration: ParameterDeclaration): string {
  switch (declaration.type) {
    case "boolean":
      return "true or false";
    case "choice":
      return `one of ${declaration.choices.join(", ")}`;
    case "integer":
    case "number": {
      const unit = declaration.unit === "duration" ? " (in seconds)" : "";
      const kind = declaration.type === "integer" ? "a whole number" : "a number";
      return `${kind} from ${declaration.min} to ${declaration.max}${unit}`;
    }
  }
}

type NumberDeclaration = Extract<ParameterDeclaration, { readonly type: "integer" | "number" }>;

function rangeFault({ min, max, logarithmic }: NumberDeclaration): string | null {
  if (!Number.isFinite(min) || !Number.isFinite(max) || min > max) {
    return `expected a finite min of at most a finite max, got ${shown(min)} and ${shown(max)}`;
  }
  return logarithmic === true && min <= 0 ? `expected a min above 0 on a logarithmic scale, got ${min}` : null;
}

function choicesFault(choices: readonly string[]): string | null {
  const fine =
    Array.isArray(choices) &&
    choices.length >= 2 &&
    choices.every((choice) => typeof choice === "string" && choice !== "") &&
    new Set(choices).size === choices.length;
  return fine ? null : `expected at least two different choices, got ${shown(choices)}`;
}

function defaultFault(declaration: ParameterDeclaration): string | null {
  const message = valueFault(declaration, declaration.default);
  return message === null ? null : `default: ${message}`;
}

function shown(value: unknown): string {
  return typeof value === "string" || typeof value === "object" ? JSON.stringify(value) : String(value);
}
