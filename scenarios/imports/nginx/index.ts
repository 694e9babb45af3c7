/**
 * nginx configuration read for what its load balancing is: the `upstream` blocks of http and stream, and how failed tries go on.
 * Semantics: nginx 1.22.1, with what later versions and NGINX Plus add to the same directives.
 */
import { sortProblems, type Problem } from "../../problem.ts";
import { quoted } from "../../wording.ts";
import { readDirectives, type Directive } from "./directives.ts";
import { Notes } from "../notes.ts";
import { readProxies, type NginxProxy } from "./proxying.ts";
import { readUpstream, type NginxProtocol, type NginxUpstream } from "./upstream.ts";

export type { NginxMethod } from "./method.ts";
export { NEXT_UPSTREAM, type NextUpstream, type NginxProxy } from "./proxying.ts";
export type { NginxServer } from "./server-line.ts";
export { simulateUpstream, triesOf, type SimulatedServer, type SimulatedUpstream } from "./simulated.ts";
export type { NginxProtocol, NginxUpstream } from "./upstream.ts";

export interface NginxConfiguration {
  readonly upstreams: readonly NginxUpstream[];
  readonly proxies: readonly NginxProxy[];
  /** Where there are any, the rest is what could be read beside them. */
  readonly problems: readonly Problem[];
  /** What nginx would warn of, and what was passed over. */
  readonly warnings: readonly Problem[];
}

/** Reads a whole configuration or a part of one. Blocks outside of http and stream are taken as those of http. */
export function readNginx(text: string, file: string): NginxConfiguration {
  const { directives, problems } = readDirectives(text, file);
  const notes = new Notes(file);
  notes.problems.push(...problems);
  const stream = blocksOf(directives, "stream");
  const http = [
    ...blocksOf(directives, "http"),
    ...directives.filter(({ name }) => name !== "stream" && name !== "http"),
  ];
  const upstreams = [...upstreamsOf(http, "http", notes), ...upstreamsOf(stream, "stream", notes)];
  const proxies = [...readProxies(http, "http", notes), ...readProxies(stream, "stream", notes)];
  noteIncludes(directives, notes);
  return { upstreams, proxies, problems: sortProblems(notes.problems), warnings: sortProblems(notes.warnings) };
}

function blocksOf(directives: readonly Directive[], name: string): readonly Directive[] {
  return directives.filter((directive) => directive.name === name).flatMap((directive) => directive.block ?? []);
}

function upstreamsOf(block: readonly Directive[], protocol: NginxProtocol, notes: Notes): NginxUpstream[] {
  const upstreams: NginxUpstream[] = [];
  for (const directive of block) {
    if (directive.name !== "upstream" || directive.block === null) continue;
    const upstream = readUpstream(directive, protocol, notes);
    if (upstreams.some(({ name }) => name === upstream.name)) {
      notes.fault(upstream, `${protocol}.upstream ${upstream.name}`, "a name that is new", quoted(upstream.name));
    }
    upstreams.push(upstream);
  }
  return upstreams;
}

function noteIncludes(directives: readonly Directive[], notes: Notes): void {
  for (const directive of directives) {
    if (directive.name === "include") notes.warn(directive, "nginx.include", "is not followed: only this file is read");
    noteIncludes(directive.block ?? [], notes);
  }
}
