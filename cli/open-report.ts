/** Shows the finished report in a browser, where somebody sits in front of one. */
import type { Surroundings } from "./surroundings.ts";

/** The program that opens a file on this platform and its words before the file; null where none is to be expected. */
export function openerFor(surroundings: Surroundings): readonly string[] | null {
  const { platform, environment } = surroundings;
  if (platform === "darwin") return ["open"];
  if (platform === "win32") return ["cmd", "/c", "start", ""];
  const hasDisplay = environment["DISPLAY"] || environment["WAYLAND_DISPLAY"];
  return hasDisplay ? ["xdg-open"] : null;
}

/** Opens `file` unless nobody would see it: output that is no terminal, a build server, a remote shell. */
export function openReport(file: string, surroundings: Surroundings): void {
  const { out, environment } = surroundings;
  const unattended = environment["CI"] || environment["SSH_CONNECTION"];
  const opener = openerFor(surroundings);
  if (!out.isTerminal || unattended || opener === null) return;
  surroundings.launch(opener[0]!, [...opener.slice(1), file]);
}
