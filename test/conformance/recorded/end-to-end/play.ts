/**
 * Plays a recording through a whole run: its requests are a trace's, its servers are nodes that crash and err as the recorded
 * ones did, and the gateway retries and checks as its configuration says. What is compared are the balancer's own picks.
 */
import {
  catalogue,
  NONE,
  type Balancer,
  type BalancerDefinition,
  type FaultSpec,
  type GatewaysSpec,
  type MessageRecord,
  type NodeId,
  type NodeSpec,
} from "../../../../sim/index.ts";
import { recordsOf, traceOf } from "../../../fixtures/run.ts";
import { aBalancer, aNode, aProducer, aScenario, once, SECOND } from "../../../fixtures/scenario.ts";
import type { ControlEvent } from "../recording.ts";

const MS = 1e6;

/** What both readers of configurations make of one. */
export interface Simulated {
  readonly nodes: readonly Pick<NodeSpec, "name" | "weight" | "server">[];
  readonly algorithm: string;
  readonly parameters: Parameters<typeof aBalancer>[1];
}

export interface Request {
  readonly atMs: number;
  readonly workMs: number;
  readonly key: number;
}

export interface Played {
  /** By request: whom the balancer named for its tries, NONE for nobody. */
  readonly tried: readonly (readonly NodeId[])[];
  readonly fates: readonly MessageRecord["fate"][];
}

/** `offsetMs`: of the recording's 0 within its calendar second, for products that look at whole ones. */
export async function playThrough(
  { nodes, algorithm, parameters }: Simulated,
  requests: readonly Request[],
  faults: readonly FaultSpec[],
  gateways: Partial<GatewaysSpec>,
  offsetMs = 0,
): Promise<Played> {
  const at = (ms: number): number => (ms + offsetMs) * MS;
  const picks = new Map<number, NodeId[]>();
  const watched = watch(algorithm, (nowNs, node) => picks.set(nowNs, [...(picks.get(nowNs) ?? []), node]));
  const trace = requests.map(({ atMs, workMs, key }) => ({ timeNs: at(atMs), workNs: workMs * MS, key }));
  const column = { kind: "trace" } as const;
  const scenario = aScenario({
    durationNs: 300 * SECOND,
    traffic: [aProducer({ arrivals: { kind: "trace", trace: "requests" }, work: column, keys: column })],
    // As many connections as are opened, each held for its own time.
    nodes: nodes.map(({ name, ...rest }) => aNode(name, { ...rest, workers: Infinity })),
    gateways: { ...aScenario().gateways, detectionNs: Infinity, ...gateways },
    faults: faults.map((fault) => ({ ...fault, timing: shifted(fault.timing, offsetMs) })),
    balancers: [aBalancer(watched.name, parameters)],
  });
  const records = await recordsOf(scenario, 0, { extra: [watched], openTrace: () => traceOf(trace) });
  const fates = records.sort((a, b) => a.sequence - b.sequence).map(({ fate }) => fate);
  return { tried: requests.map(({ atMs }) => picks.get(at(atMs)) ?? []), fates };
}

/** The balancer under another name, with somebody who hears of every pick. */
function watch(algorithm: string, onPick: (nowNs: number, node: NodeId) => void): BalancerDefinition {
  const definition = catalogue.find(({ name }) => name === algorithm)!;
  const create: BalancerDefinition["create"] = (context) => {
    const balancer = definition.create(context);
    const pick: Balancer["pick"] = (view, message) => {
      const node = balancer.pick(view, message);
      onPick(view.nowNs, node < 0 ? NONE : node);
      return node;
    };
    return {
      pick,
      onSettle: (...told) => balancer.onSettle?.(...told),
      onMembership: (view) => balancer.onMembership?.(view),
      onWithdraw: (ticket, view) => balancer.onWithdraw?.(ticket, view),
    };
  };
  return { ...definition, name: `watched-${algorithm}`, create };
}

/** What was done to the backends, as faults: from `/down` to `/up`, and while `/status` says another than 200. */
export function faultsOf(events: readonly ControlEvent[], nodeOf: (port: string) => NodeId): FaultSpec[] {
  return events.flatMap(({ t, do: what }, index): FaultSpec[] => {
    const { pathname, searchParams } = new URL(what, "http://control");
    const port = searchParams.get("port")!;
    const isEnd = pathname === "/up" || searchParams.get("code") === "200";
    if (isEnd) return [];
    const end = events
      .slice(index + 1)
      .find((later) => new URL(later.do, "http://c").searchParams.get("port") === port);
    const base = { nodes: [nodeOf(port)], timing: once(t * MS - 1, (end?.t ?? Infinity) * MS - 1), label: what };
    if (pathname === "/down") return [{ kind: "crash", ...base }];
    return [{ kind: "errors", ...base, probability: 1, latencyNs: 0 }];
  });
}

function shifted(timing: FaultSpec["timing"], offsetMs: number): FaultSpec["timing"] {
  if (timing.kind !== "once") throw new Error(`expected a fault that happens once, got ${timing.kind}`);
  return once(Math.max(0, timing.startNs + offsetMs * MS), timing.endNs + offsetMs * MS);
}
