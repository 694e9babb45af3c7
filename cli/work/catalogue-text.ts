/** The catalogue of balancers as text for a terminal, all of it from their declarations. */
import { emphasise, padEnd, wrap } from "../../reports/terminal/text.ts";
import type { TerminalStyle } from "../../reports/terminal.ts";
import { aliases, catalogue } from "../../sim/index.ts";
import type { BalancerDefinition, ParameterDeclaration, WithoutNode } from "../../sim/index.ts";

const INDENT = 2;
/** Longer names do not push the text of all others to the right. */
const WIDEST_NAME = 25;
/** Text keeps this width where the terminal is narrower than what stands before it. */
const NARROWEST_TEXT = 20;

/** What becomes of messages that find no node, unless the scenario says otherwise. */
const WITHOUT_NODE: Readonly<Record<WithoutNode, string>> = {
  wait: "Messages wait in the gateway's queue, where it has room.",
  refuse: "Messages are refused at once, queue or not, as its product does.",
};

/** The other names of a balancer of the catalogue. */
export function aliasesOf(name: string): readonly string[] {
  return aliases.filter((alias) => alias.means === name).map((alias) => alias.name);
}

/** Every balancer in a line, the honest ones first, then the bounds, then what else they are called. */
export function listing(style: TerminalStyle): string {
  const longest = Math.max(...[...catalogue, ...aliases].map(({ name }) => name.length));
  const width = Math.min(longest, WIDEST_NAME) + INDENT;
  const rows = (truth: boolean): readonly string[] =>
    families(catalogue.filter(({ about }) => about.truth === truth))
      .map((family) => family.flatMap(({ name, about }) => hang(name, about.summary, width, style)).join("\n"))
      .flatMap((lines, index) => (index === 0 ? [lines] : ["", lines]));
  return text([
    ...title("What a real load balancer can know", style),
    ...rows(false),
    "",
    ...title("With the true state of every node: bounds, no real balancer", style),
    ...rows(true),
    "",
    ...title("Other names", style),
    ...aliases.flatMap(({ name, means, note }) => hang(name, `${means}: ${note}`, width, style)),
    "",
    ...wrap("evenkeel balancers NAME explains one.", style),
  ]);
}

/** Neighbours that share a product's name (`nginx-…`), three at least, stand by themselves; the others together. */
function families(definitions: readonly BalancerDefinition[]): readonly (readonly BalancerDefinition[])[] {
  const productOf = ({ name }: BalancerDefinition): string => name.split("-")[0]!;
  const familyOf = (one: BalancerDefinition): string =>
    definitions.filter((other) => productOf(other) === productOf(one)).length >= 3 ? productOf(one) : "";
  const found: BalancerDefinition[][] = [];
  for (const definition of definitions) {
    const last = found.at(-1);
    if (last !== undefined && familyOf(last[0]!) === familyOf(definition)) last.push(definition);
    else found.push([definition]);
  }
  return found;
}

/**
 * One balancer: what it knows, how it picks, where it comes from, when it fails, its parameters. `written` is how a
 * scenario names it.
 */
export function explanation({ name, about }: BalancerDefinition, written: string, style: TerminalStyle): string {
  const knows = about.truth ? "The true state of every node: a bound, no real balancer." : "What its gateway saw.";
  const parameters = Object.entries(about.parameters);
  const width = Math.max(0, ...parameters.map(([parameter]) => parameter.length)) + INDENT;
  return text([
    ...title(about.summary === "" ? name : `${name}: ${about.summary}`, style),
    ...section("Knows", wrap(knows, narrower(style, INDENT)), style),
    ...section("How it picks", wrap(about.how, narrower(style, INDENT)), style),
    ...section("Where it comes from", wrap(about.source, narrower(style, INDENT)), style),
    ...section("While no node is up", wrap(WITHOUT_NODE[about.withoutNode], narrower(style, INDENT)), style),
    ...section("Without a queue at its gateway", wrap(withoutQueue(about), narrower(style, INDENT)), style),
    ...section("When it fails", wrap(about.fails, narrower(style, INDENT)), style),
    ...section("Other names", wrap(aliasesOf(name).join(", "), narrower(style, INDENT)), style),
    ...section(
      "Parameters",
      parameters.flatMap(([parameter, one]) => hang(parameter, described(one), width, narrower(style, INDENT))),
      style,
    ),
    ...section("In a scenario", [`balancers: [${example(written, parameters)}]`], style),
  ]);
}

function withoutQueue({ withoutQueue: does }: BalancerDefinition["about"]): string {
  return does === "" ? "" : `It ${does}.`;
}

/** `nodes drawn per message (a whole number from 1 to 100; 2 unless given)`. */
function described(declaration: ParameterDeclaration): string {
  return `${declaration.help} (${rangeOf(declaration)}; ${valueText(declaration, declaration.default)} unless given)`;
}

function rangeOf(declaration: ParameterDeclaration): string {
  switch (declaration.type) {
    case "boolean":
      return "true or false";
    case "choice":
      return declaration.choices.join(" or ");
    case "integer":
    case "number": {
      const kind = declaration.type === "integer" ? "a whole number" : "a number";
      return `${kind} from ${valueText(declaration, declaration.min)} to ${valueText(declaration, declaration.max)}`;
    }
  }
}

/** As a scenario writes it: a duration has its unit. */
function valueText(declaration: ParameterDeclaration, value: number | string | boolean): string {
  return "unit" in declaration && declaration.unit === "duration" ? `${value}s` : String(value);
}

function example(written: string, parameters: readonly (readonly [string, ParameterDeclaration])[]): string {
  const [first] = parameters;
  return first === undefined ? written : `{${written}: {${first[0]}: ${valueText(first[1], first[1].default)}}}`;
}

function title(words: string, style: TerminalStyle): readonly string[] {
  return wrap(words, style).map((line) => emphasise(line, "bold", style));
}

/** A heading and its indented lines after a blank one; nothing where there are no lines. */
function section(heading: string, lines: readonly string[], style: TerminalStyle): readonly string[] {
  if (lines.length === 0) return [];
  return ["", ...title(heading, style), ...lines.map((line) => " ".repeat(INDENT) + line)];
}

/** A name and what is said of it, later lines hanging under the first's text; a long name has a line of its own. */
function hang(name: string, words: string, width: number, style: TerminalStyle): readonly string[] {
  const lines = wrap(words, narrower(style, width));
  const [first = "", ...rest] = name.length + INDENT <= width ? lines : ["", ...lines];
  return [(padEnd(name, width) + first).trimEnd(), ...rest.map((line) => " ".repeat(width) + line)];
}

function narrower({ columns, colour, unicode }: TerminalStyle, cells: number): TerminalStyle {
  return { columns: Math.max(NARROWEST_TEXT, columns - cells), colour, unicode };
}

function text(lines: readonly string[]): string {
  return `${lines.join("\n")}\n`;
}
