/** nginx configuration as a tree of directives: `name argument… ;` or `name argument… { directives }`. */
import { type Problem, problemAt } from "../../problem.ts";
import { quoted } from "../../wording.ts";
import { type Token, tokenize } from "./tokens.ts";

export interface Directive {
  readonly name: string;
  readonly parameters: readonly Token[];
  /** null for a directive that ends with `;`. */
  readonly block: readonly Directive[] | null;
  readonly line: number;
  readonly column: number;
}

export interface DirectiveTree {
  readonly directives: readonly Directive[];
  readonly problems: readonly Problem[];
}

/** The tree of a file; where the file is no such tree, its first fault and what came before. */
export function readDirectives(text: string, file: string): DirectiveTree {
  const { tokens, problems } = tokenize(text, file);
  if (problems.length > 0) return { directives: [], problems };
  const reader = new TreeReader(tokens, file, endOf(text));
  return { directives: reader.block(false), problems: reader.problems };
}

type Place = Pick<Token, "line" | "column">;

class TreeReader {
  readonly problems: Problem[] = [];
  readonly #tokens: readonly Token[];
  readonly #file: string;
  readonly #end: Place;
  #at = 0;

  constructor(tokens: readonly Token[], file: string, end: Place) {
    this.#tokens = tokens;
    this.#file = file;
    this.#end = end;
  }

  /** Directives up to the closing brace, or at the top up to the end of the file. */
  block(inner: boolean): Directive[] {
    const directives: Directive[] = [];
    while (this.problems.length === 0) {
      const token = this.#tokens[this.#at++];
      if (token === undefined) {
        if (inner) this.#fault(this.#end, '"}"', "the end of the file");
        break;
      }
      if (token.kind === "}" && inner) break;
      if (token.kind !== "word") this.#fault(token, "a directive", quoted(token.text));
      else directives.push(this.#directive(token));
    }
    return directives;
  }

  #directive(name: Token): Directive {
    const parameters: Token[] = [];
    for (;;) {
      const token = this.#tokens[this.#at++];
      const directive = { name: name.text, parameters, line: name.line, column: name.column };
      if (token?.kind === "word") parameters.push(token);
      else if (token?.kind === ";") return { ...directive, block: null };
      else if (token?.kind === "{") return { ...directive, block: this.block(true) };
      else {
        const expected = `";" or "{" to end directive ${quoted(name.text)}`;
        this.#fault(token ?? this.#end, expected, token === undefined ? "the end of the file" : '"}"');
        return { ...directive, block: null };
      }
    }
  }

  #fault(place: Place, expected: string, got: string): void {
    this.problems.push(problemAt(this.#file, place, "nginx", `expected ${expected}, got ${got}`));
  }
}

function endOf(text: string): Place {
  const lines = text.split("\n");
  return { line: lines.length, column: lines.at(-1)!.length + 1 };
}
