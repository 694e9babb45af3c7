/** The scripts that a report carries: vega, its interpreter (which needs no `eval`), and the page's own. */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { linkScript } from "./link-script.ts";

/** Types of the page's entry, so that the call at the end of the script keeps to its signature. */
type Entry = typeof import("./client/main.ts");

const ENTRY_NAME: keyof Entry = "startPage";
const SUFFIX = import.meta.url.endsWith(".ts") ? "ts" : "js";

/** The texts of the scripts, in the order in which they run. None of them can end its own script element. */
export async function pageScripts(): Promise<readonly string[]> {
  const require = createRequire(import.meta.url);
  const vega = await readFile(join(dirname(require.resolve("vega")), "vega.min.js"), "utf8");
  const interpreter = await readFile(require.resolve("vega-interpreter"), "utf8");
  const page = await linkScript(new URL(`./client/main.${SUFFIX}`, import.meta.url));
  const start = `${page}.${ENTRY_NAME}(vega, ${interpreterExpression(interpreter)});`;
  return [withoutMap(vega), start].map(inert);
}

/** The interpreter's module as an expression: its only import comes from vega, which is there as a global. */
function interpreterExpression(code: string): string {
  const body = withoutMap(code)
    .replace(/^import \{([^}]*)\} from 'vega-util';$/m, "const {$1} = vega;")
    .replace(/^export \{ (\w+) as expressionInterpreter \};$/m, "return $1;");
  if (/^(?:import|export)\b/m.test(body)) throw new Error("vega-interpreter: unknown imports or exports");
  return `(() => {\n${body.trim()}\n})()`;
}

function withoutMap(code: string): string {
  return code.replace(/^\/\/# sourceMappingURL=.*$/gm, "").trim();
}

/** Inside a script element only these two could be read as markup. */
function inert(code: string): string {
  return code.replace(/<\/(?=script)/gi, "<\\/").replace(/<!--/g, "<\\!--");
}
