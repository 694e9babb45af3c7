/**
 * Makes one classic script of the page's modules: follows the imports of the entry and wraps each module once in a function
 * of its own. It knows only the plain forms that our own modules are written in, and refuses any other.
 */
import { readFile } from "node:fs/promises";

const IMPORT = /^import \{([^}]*)\} from "(\.[^"]+)";$/gm;
const EXPORT = /^export (?:async )?(?:function|class|const|let) (\w+)/gm;
const OTHER = /^(?:import|export)\b.*$/m;

/** Whether this code runs as it was written, not as it was built: then the modules are written in TypeScript as well. */
const FROM_SOURCE = import.meta.url.endsWith(".ts");

/**
 * An expression whose value are the exports of the entry module. Throws where a module uses a form of import or export that
 * this does not know.
 */
export async function linkScript(entry: URL): Promise<string> {
  const modules = new Map<string, string>();
  await collect(entry, modules);
  const names = [...modules.keys()];
  const bodies = [...modules.values()].map((body, index) => `modules[${index}] = (() => {\n${body}\n})();`);
  const linked = bodies
    .join("\n")
    .replace(/modules\["([^"]+)"\]/g, (_, url: string) => `modules[${names.indexOf(url)}]`);
  return `(() => {\n"use strict";\nconst modules = [];\n${linked}\nreturn modules[${names.length - 1}];\n})()`;
}

/** Depth first, so that what a module imports stands before it. */
async function collect(url: URL, modules: Map<string, string>): Promise<void> {
  const code = await javascript(url);
  for (const [, , path] of code.matchAll(IMPORT)) {
    const imported = new URL(path!, url);
    if (!modules.has(imported.href)) await collect(imported, modules);
  }
  modules.set(url.href, asBody(code, url));
}

function asBody(code: string, url: URL): string {
  const names = [...code.matchAll(EXPORT)].map((match) => match[1]);
  const body = code
    .replace(IMPORT, (_, imported: string, path: string) => {
      return `const {${imported.replace(/ as /g, ": ")}} = modules["${new URL(path, url).href}"];`;
    })
    .replace(EXPORT, (declaration) => declaration.slice("export ".length))
    .replace(/^export \{\s*\};$/gm, "")
    .replace(/^\/\/# sourceMappingURL=.*$/gm, "");
  const other = OTHER.exec(body);
  if (other !== null) throw new Error(`${url.href}: cannot link "${other[0]}"`);
  return `${body.trim()}\nreturn { ${names.join(", ")} };`;
}

async function javascript(url: URL): Promise<string> {
  const text = await readFile(url, "utf8");
  if (!FROM_SOURCE) return text;
  const { default: typescript } = await import("typescript");
  const { outputText } = typescript.transpileModule(text, {
    compilerOptions: {
      target: typescript.ScriptTarget.ES2022,
      module: typescript.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
      removeComments: true,
    },
  });
  return outputText;
}
