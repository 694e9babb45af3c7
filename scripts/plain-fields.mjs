/**
 * The last step of the build: what ships of `sim/` has ordinary properties where its sources have #private ones, and no
 * declarations of fields that the constructor sets. V8 forgets the type of a field that was undefined at first, and looks
 * at it anew whenever it is used; a #method has its object checked at each call, and takes so much bytecode that less is
 * inlined. `#` becomes `_` in place, so that source maps still hold. Figures: sim/DESIGN.md §8.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const ROOT = "dist/sim";

/** By class: its private names. */
const names = new Map();
/** By class: the one that it extends. */
const bases = new Map();

/** The file's text with the changes, as long as it was. Throws where a change would mean something else. */
function plain(path, text) {
  const letters = text.split("");
  const visit = (node) => {
    if (ts.isPrivateIdentifier(node)) letters[node.getStart()] = "_";
    if (ts.isClassDeclaration(node)) note(node);
    if (ts.isPropertyDeclaration(node) && node.initializer === undefined) letters.fill(" ", node.getStart(), node.end);
    else ts.forEachChild(node, visit);
    const isTaken = ts.isClassElement(node) && node.name !== undefined && node.name.getText().startsWith("_");
    const isBrandCheck = ts.isBinaryExpression(node) && ts.isPrivateIdentifier(node.left);
    if (isTaken || isBrandCheck) throw new Error(`${path}: ${node.getText()}: has no plain form`);
  };
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true));
  return letters.join("");
}

function note(node) {
  const members = node.members.map(({ name }) => name).filter((name) => name !== undefined);
  names.set(node.name.text, new Set(members.filter(ts.isPrivateIdentifier).map(({ text }) => text)));
  const base = node.heritageClauses?.[0]?.types[0]?.expression.getText();
  if (base !== undefined) bases.set(node.name.text, base);
}

for (const entry of readdirSync(ROOT, { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath, entry.name);
  if (path.endsWith(".js")) writeFileSync(path, plain(path, readFileSync(path, "utf8")));
}

for (const [name, base] of bases) {
  for (const text of names.get(base) ?? [])
    if (names.get(name).has(text)) throw new Error(`${name} and ${base}, which it extends, both have ${text}`);
}
