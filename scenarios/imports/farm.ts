/** A farm of servers, wherever it is configured: an nginx upstream or a HAProxy backend in the terms of a scenario. */
import type { ParameterValue } from "../../sim/index.ts";
import type { Problem } from "../problem.ts";
import { readHaproxy, simulateBackend, type SimulatedServer } from "./haproxy/index.ts";
import { NEXT_UPSTREAM, readNginx, simulateUpstream } from "./nginx/index.ts";

export interface Farm {
  readonly product: "nginx" | "HAProxy";
  /** What it is called in the configuration. */
  readonly name: string;
  /** In the order of the file. */
  readonly nodes: readonly SimulatedServer[];
  readonly algorithm: string;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** How often a failed message is tried again. */
  readonly retries: number;
}

export interface Configuration {
  readonly farms: readonly Farm[];
  readonly problems: readonly Problem[];
  /** What was passed over. */
  readonly warnings: readonly Problem[];
}

/** Reads an nginx.conf or a haproxy.cfg, told apart by what they look like: nginx has blocks in braces. */
export function readConfiguration(text: string, file: string): Configuration {
  return /^\s*(\w[^#\n{]*)?\{/m.test(text) ? nginxFarms(text, file) : haproxyFarms(text, file);
}

function nginxFarms(text: string, file: string): Configuration {
  const { upstreams, proxies, problems, warnings } = readNginx(text, file);
  const farms = upstreams.map((upstream): Farm => {
    const { name, protocol } = upstream;
    const proxy = proxies.find((each) => each.target === name && each.protocol === protocol);
    return { product: "nginx", name, ...simulateUpstream(upstream, proxy?.next ?? NEXT_UPSTREAM[protocol]) };
  });
  return { farms, problems, warnings };
}

function haproxyFarms(text: string, file: string): Configuration {
  const { backends, problems, warnings } = readHaproxy(text, file);
  const farms = backends
    .filter(({ servers }) => servers.length > 0)
    .map((backend): Farm => ({ product: "HAProxy", name: backend.name, ...simulateBackend(backend) }));
  return { farms, problems, warnings };
}
