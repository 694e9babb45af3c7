/** How a balancer is declared, and how the parameters written for it become values. One declaration serves them all. */
import type {
  Balancer,
  BalancerAbout,
  BalancerContext,
  BalancerDefinition,
  ParameterDeclaration,
  ParameterDeclarations,
} from "./contract.ts";
import { declarationFault, valueFault } from "./parameters.ts";
import type { ParameterValue } from "../scenario.ts";

/**
 * Declares a balancer under its name (lower-case words joined by hyphens).
 *
 * @throws Error with a sentence that names the fault, where the name or a parameter's declaration cannot work.
 */
export function defineBalancer(
  name: string,
  create: (context: BalancerContext<Readonly<Record<never, never>>>) => Balancer,
): BalancerDefinition;
/** The same with what the catalogue, the schema and the tuner read; `create` sees the parameters by their types. */
export function defineBalancer<const P extends ParameterDeclarations>(
  name: string,
  about: BalancerAbout<P>,
  create: (context: BalancerContext<P>) => Balancer,
): BalancerDefinition;
export function defineBalancer(name: string, ...rest: readonly unknown[]): BalancerDefinition {
  // The overloads have checked the types; a user's JavaScript has no types, so the shapes are looked at again here.
  const [about, create] = rest.length === 1 ? [{}, rest[0]] : rest;
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    throw fault(
      name,
      "name",
      `expected lower-case words joined by hyphens, such as best-of-three, got ${quoted(name)}`,
    );
  }
  if (typeof about !== "object" || about === null)
    throw fault(name, "about", `expected an object, got ${quoted(about)}`);
  if (typeof create !== "function") throw fault(name, "create", `expected a function, got ${quoted(create)}`);
  const given = about as BalancerAbout;
  checkDeclarations(name, given.parameters ?? {});
  return {
    name,
    about: { ...ABOUT, ...given },
    create: create as BalancerDefinition["create"],
  };
}

/** What a definition that says nothing of itself stands for. */
const ABOUT = {
  summary: "",
  how: "",
  source: "",
  fails: "",
  parameters: {},
  truth: false,
  withoutNode: "wait",
  withoutQueue: "",
} as const satisfies Required<BalancerAbout>;

/** What was wrong with one written parameter. */
export interface ParameterProblem {
  readonly parameter: string;
  /** `expected …, got …`. */
  readonly message: string;
}

export interface ResolvedParameters {
  /** Every declared parameter, in the order of the declaration; the default where nothing usable was written. */
  readonly values: Readonly<Record<string, ParameterValue>>;
  readonly problems: readonly ParameterProblem[];
}

/** Fills in the defaults and checks what was written against the declaration: name, type, range, choice. */
export function resolveParameters(
  definition: BalancerDefinition,
  written: Readonly<Record<string, unknown>>,
): ResolvedParameters {
  const declarations = definition.about.parameters;
  const values: Record<string, ParameterValue> = {};
  const problems: ParameterProblem[] = [];
  for (const [parameter, declaration] of Object.entries(declarations)) {
    const value = Object.hasOwn(written, parameter) ? written[parameter] : declaration.default;
    const message = valueFault(declaration, value);
    if (message !== null) problems.push({ parameter, message });
    values[parameter] = message === null ? (value as ParameterValue) : declaration.default;
  }
  for (const parameter of Object.keys(written)) {
    if (!Object.hasOwn(declarations, parameter))
      problems.push({ parameter, message: unknown(declarations, parameter) });
  }
  return { values, problems };
}

/**
 * The same balancer under another name with other defaults: what an alias with a meaning of its own resolves to.
 *
 * @throws Error where a default is not a declared parameter's, or outside its range.
 */
export function withDefaults(
  definition: BalancerDefinition,
  name: string,
  defaults: Readonly<Record<string, ParameterValue>>,
): BalancerDefinition {
  const { values, problems } = resolveParameters(definition, defaults);
  for (const { parameter, message } of problems) throw fault(name, parameter, message);
  const parameters = Object.fromEntries(
    Object.entries(definition.about.parameters).map(([parameter, declaration]) => [
      parameter,
      { ...declaration, default: values[parameter] } as ParameterDeclaration,
    ]),
  );
  return defineBalancer(name, { ...definition.about, parameters }, definition.create);
}

function checkDeclarations(name: string, declarations: ParameterDeclarations): void {
  for (const [parameter, declaration] of Object.entries(declarations)) {
    const message = declarationFault(parameter, declaration);
    if (message !== null) throw fault(name, `parameters.${parameter}`, message);
  }
}

function unknown(declarations: ParameterDeclarations, parameter: string): string {
  const known = Object.keys(declarations);
  const expected = known.length === 0 ? "no parameters" : `one of ${known.join(", ")}`;
  return `expected ${expected}, got ${quoted(parameter)}`;
}

function fault(name: string, path: string, message: string): Error {
  return new Error(`balancer ${quoted(name)}: ${path}: ${message}`);
}

function quoted(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
