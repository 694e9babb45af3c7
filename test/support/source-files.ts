/** The project's own files, and what each module imports, for tests about the house itself. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, posix, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

/** The project's root folder. */
export const ROOT: string = fileURLToPath(new URL("../../", import.meta.url));

const NOT_OURS: ReadonlySet<string> = new Set([
  ".git",
  "node_modules",
  "dist",
  "coverage",
  "evenkeel-report",
  "evenkeel-fuzz",
]);

/** Every file of the project, as paths from its root with forward slashes, in order. */
export function projectFiles(folder: string = ROOT): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !NOT_OURS.has(entry.name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? projectFiles(path) : [relative(ROOT, path).split(sep).join("/")];
    })
    .sort((a, b) => (a < b ? -1 : 1));
}

/** The text of a file of the project. */
export function readProjectFile(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}

export interface Import {
  /** The importing file. */
  readonly from: string;
  /** A file of the project, or the name of a package. */
  readonly to: string;
  /** Only types are imported: gone when it runs. */
  readonly typeOnly: boolean;
  /** `import(…)`: loaded when it is needed. */
  readonly lazy: boolean;
}

/** Every import, export-from and `import()` of a TypeScript file; not an `import()` of what is known only when it runs. */
export function importsOf(path: string): readonly Import[] {
  const source = ts.createSourceFile(path, readProjectFile(path), ts.ScriptTarget.ES2022, false);
  const found: Import[] = [];
  const add = (specifier: string, typeOnly: boolean, lazy: boolean): void => {
    const to = specifier.startsWith(".") ? posix.join(dirname(path), specifier) : specifier;
    found.push({ from: path, to, typeOnly, lazy });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(textOf(node.moduleSpecifier), isTypeOnly(node.importClause), false);
    if (ts.isExportDeclaration(node) && node.moduleSpecifier) add(textOf(node.moduleSpecifier), node.isTypeOnly, false);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      if (ts.isStringLiteral(node.arguments[0]!)) add(textOf(node.arguments[0]), false, true);
    }
    if (ts.isImportTypeNode(node)) add(textOf((node.argument as ts.LiteralTypeNode).literal), true, false);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.isTypeOnly) return true;
  const named = clause.namedBindings;
  if (clause.name !== undefined || named === undefined || !ts.isNamedImports(named)) return false;
  return named.elements.length > 0 && named.elements.every((element) => element.isTypeOnly);
}

function textOf(node: ts.Node): string {
  return ts.isStringLiteral(node) ? node.text : "";
}

/** The circles of a graph, each as the way round it: `a → b → a`. */
export function circles(edges: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const found: string[] = [];
  const state = new Map<string, "open" | "closed">();
  const path: string[] = [];
  const walk = (at: string): void => {
    if (state.get(at) === "closed") return;
    if (state.get(at) === "open") {
      found.push([...path.slice(path.indexOf(at)), at].join(" → "));
      return;
    }
    state.set(at, "open");
    path.push(at);
    for (const next of edges.get(at) ?? []) walk(next);
    path.pop();
    state.set(at, "closed");
  };
  for (const start of edges.keys()) walk(start);
  return found;
}
