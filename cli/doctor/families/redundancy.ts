/** Redundancy-d: copies of each message at d distinct servers: `{n, d, lambda_per_server, mu, policy}`. */
import { parseMeasure } from "../measure.ts";
import { parsePolicy } from "../policy.ts";
import { NotCovered, type Setup } from "../setup.ts";
import type { RedundancySpec } from "../../../sim/index.ts";
import { balancedRelaxation, poolRelaxation } from "../relaxation.ts";
import type { Family } from "./family.ts";
import { equalSpeeds, split, totalRate } from "./split.ts";
import { serviceOf } from "./symmetric.ts";

const POLICY =
  /^copy to (?:d distinct random|d random distinct|all) servers, (independent|identical)(?: exp(?:onential)?)? service per copy, (cancel others on first completion|cancel others on (?:first )?start|no cancellation)(?:, no overhead)?$/i;

export const redundancyD: Family = {
  name: "redundancy-d",
  plan(setup, { measure }) {
    const nodes = setup.count("n");
    const service = serviceOf(setup);
    const redundancy = redundancyOf(setup, nodes);
    const policy = parsePolicy("random", equalSpeeds(nodes));
    const arrivalRate = totalRate(setup, nodes);
    const load = (arrivalRate * service.mean) / nodes;
    expectStable(redundancy, load);
    // All copies end with the first, so that the servers are emptied together, as by balancers that look at them.
    const model = split({ arrivalRate, service, speeds: equalSpeeds(nodes), policy });
    // A single copy is a message as any other, to a server drawn at random.
    if (redundancy.copies === 1) return { model, measure: parseMeasure(measure) };
    return {
      model: {
        ...model,
        redundancy,
        relaxation: balancedRelaxation(load, service.scv, nodes) * service.mean,
        slowestMode: poolRelaxation(load, service.scv, nodes) * service.mean,
      },
      measure: parseMeasure(measure),
    };
  },
};

function redundancyOf(setup: Setup, nodes: number): RedundancySpec {
  const all = /^copy to all servers/i.test(setup.text("policy"));
  const copies = all && !setup.has("d") ? nodes : setup.count("d");
  if (all && copies !== nodes) throw new NotCovered(`setup.policy: to all ${nodes} servers, or to ${copies}?`);
  if (copies > nodes) throw new NotCovered(`setup.d: expected at most n = ${nodes}, got ${copies}`);
  const text = setup.text("policy");
  const match = POLICY.exec(text);
  if (match === null) throw new NotCovered(`setup.policy: ${JSON.stringify(text)} is not understood`);
  return { copies, work: match[1]!.toLowerCase() as RedundancySpec["work"], cancel: cancelOf(match[2]!.toLowerCase()) };
}

function cancelOf(words: string): RedundancySpec["cancel"] {
  if (words === "no cancellation") return "never";
  return words.endsWith("completion") ? "on-completion" : "on-start";
}

/** Copies that are not cancelled, or all have the same work, may overload servers that messages alone do not. */
function expectStable({ cancel, copies, work }: RedundancySpec, load: number): void {
  const most = cancel === "never" || (cancel === "on-completion" && work === "identical") ? 1 / copies : 1;
  if (load >= most) throw new NotCovered(`load ${load}: a steady state is certain only below ${most}`);
}
