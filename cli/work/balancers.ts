/** What `evenkeel balancers` does: lists the catalogue, or explains one entry, all from the declarations themselves. */
import { stringifyStable } from "../../reports/json.ts";
import { emphasise, padEnd, wrap } from "../../reports/terminal/text.ts";
import { nearest } from "../../scenarios/wording.ts";
import { aliases, catalogue, findBalancer } from "../../sim/index.ts";
import type { BalancerDefinition, ParameterDeclaration } from "../../sim/index.ts";
import { UserError } from "../errors.ts";
import { EXIT } from "../exit-codes.ts";
import type { ExitCode } from "../exit-codes.ts";
import type { Outlet, Surroundings } from "../surroundings.ts";
import { isModulePath, loadBalancerModule } from "../user-balancers.ts";

/** The options of `balancers` as commander reads them. */
export interface BalancersOptions {
  readonly json?: true;
}

/** Lists all balancers, or explains the one (or the file's ones) that `name` names. */
export async function balancers(
  surroundings: Surroundings,
  name: string | undefined,
  options: BalancersOptions,
): Promise<ExitCode> {
  const { out } = surroundings;
  const found = name === undefined ? catalogue : await definitionsNamed(name, surroundings.directory);
  if (options.json) {
    const entries = found.map(entryOf);
    out.write(`${stringifyStable(name === undefined || isModulePath(name) ? entries : entries[0])}\n`);
  } else if (name === undefined) {
    out.write(listing(out));
  } else {
    out.write(found.map((definition) => explanation(definition, out)).join("\n"));
  }
  return EXIT.fine;
}

async function definitionsNamed(name: string, directory: string): Promise<readonly BalancerDefinition[]> {
  if (isModulePath(name)) return await loadBalancerModule(name, directory);
  const definition = findBalancer(name);
  if (definition !== undefined) return [definition];
  const near = nearest(
    name,
    [...catalogue, ...aliases].map((entry) => entry.name),
  );
  throw new UserError(
    `balancer: expected a name that evenkeel balancers lists, got ${JSON.stringify(name)}` +
      (near === null ? "" : `; did you mean ${near}?`),
  );
}

/** An entry as data. */
function entryOf({ name, about }: BalancerDefinition): Record<string, unknown> {
  const { summary, how, source, fails, truth, parameters } = about;
  return { name, summary, truth, how, source, fails, aliases: aliasesOf(name), parameters };
}

function aliasesOf(name: string): readonly string[] {
  return aliases.filter((alias) => alias.means === name).map((alias) => alias.name);
}

function listing(out: Outlet): string {
  const width = Math.max(...catalogue.map(({ name }) => name.length), ...aliases.map(({ name }) => name.length)) + 2;
  const row = (name: string, text: string): string => hang(name, text, width, out);
  const rows = (truth: boolean): readonly string[] =>
    catalogue.filter(({ about }) => about.truth === truth).map(({ name, about }) => row(name, about.summary));
  const title = (text: string): string =>
    wrap(text, out)
      .map((line) => emphasise(line, "bold", out))
      .join("\n");
  return `${[
    title("What a real load balancer can know"),
    ...rows(false),
    "",
    title("With the true state of every node: bounds, no real balancer"),
    ...rows(true),
    "",
    title("Other names"),
    ...aliases.map(({ name, means, note }) => row(name, `${means}: ${note}`)),
    "",
    ...wrap("evenkeel balancers NAME explains one.", out),
  ].join("\n")}\n`;
}

function explanation({ name, about }: BalancerDefinition, out: Outlet): string {
  const others = aliasesOf(name);
  const section = (title: string, text: string): readonly string[] =>
    text === "" ? [] : ["", emphasise(title, "bold", out), ...wrap(text, narrower(out, 2)).map((line) => `  ${line}`)];
  const parameters = Object.entries(about.parameters);
  return `${[
    ...wrap(`${name}: ${about.summary || "no summary"}`, out).map((line) => emphasise(line, "bold", out)),
    ...section(
      "Knows",
      about.truth ? "The true state of every node. A bound: no real balancer can." : "Only what its gateway saw.",
    ),
    ...section("How it picks", about.how),
    ...section("Where it comes from", about.source),
    ...section("When it fails", about.fails),
    ...section("Other names", others.join(", ")),
    ...(parameters.length === 0 ? [] : ["", emphasise("Parameters", "bold", out)]),
    ...parameters.map(
      ([parameter, declaration]) => `  ${hang(parameter, described(declaration), 16, narrower(out, 2), "  ")}`,
    ),
    ...section("In a scenario", `balancers: [${example(name, parameters)}]`),
  ].join("\n")}\n`;
}

function described(declaration: ParameterDeclaration): string {
  const unit = "unit" in declaration && declaration.unit === "duration" ? " seconds" : "";
  const range =
    declaration.type === "boolean"
      ? "true or false"
      : declaration.type === "choice"
        ? declaration.choices.join(" or ")
        : `${declaration.type === "integer" ? "a whole number" : "a number"} from ${declaration.min} to ${declaration.max}${unit}`;
  return `${declaration.help} (${range}; default ${declaration.default}${unit})`;
}

function example(name: string, parameters: readonly (readonly [string, ParameterDeclaration])[]): string {
  const first = parameters[0];
  return first === undefined ? name : `{${name}: {${first[0]}: ${first[1].default}}}`;
}

/** A name and what is said of it, later lines hanging under the first's text. */
function hang(
  name: string,
  text: string,
  width: number,
  out: Pick<Outlet, "columns" | "colour" | "unicode">,
  before = "",
): string {
  const indent = " ".repeat(width);
  const [first = "", ...rest] = wrap(text, narrower(out, width));
  return [padEnd(name.padEnd(width - 1) + " ", width) + first, ...rest.map((line) => before + indent + line)].join(
    "\n",
  );
}

function narrower<Style extends Pick<Outlet, "columns" | "colour" | "unicode">>(
  out: Style,
  cells: number,
): {
  columns: number;
  colour: boolean;
  unicode: boolean;
} {
  return { columns: Math.max(20, out.columns - cells), colour: out.colour, unicode: out.unicode };
}
