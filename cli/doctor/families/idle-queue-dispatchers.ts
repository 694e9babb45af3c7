/** Join-idle-queue with several dispatchers: `{n, dispatchers, r?, lambda_per_server, policy}`. */
import { parseMeasure } from "../measure.ts";
import { balancer } from "../model.ts";
import type { Policy } from "../policy.ts";
import { stationRelaxation } from "../relaxation.ts";
import { NotCovered, type Setup } from "../setup.ts";
import type { Family } from "./family.ts";
import { equalSpeeds, split, totalRate } from "./split.ts";
import { serviceOf } from "./symmetric.ts";

export const idleQueueMultiDispatcher: Family = {
  name: "JIQ multi-dispatcher",
  plan(setup, { measure }) {
    const nodes = setup.count("n");
    const dispatchers = setup.count(setup.oneOf("dispatchers", "m"));
    setup.expectNumber("r", nodes / dispatchers);
    setup.expectText("discipline", /^(FIFO|FCFS)( per server)?$/i);
    const service = serviceOf(setup);
    const arrivalRate = totalRate(setup, nodes);
    setup.expectNumber("rho", (arrivalRate * service.mean) / nodes);
    const policy: Policy = {
      balancer: balancer("jiq", { choices: choicesOf(setup, dispatchers) }),
      aware: true,
      weights: null,
      slowestFirst: false,
    };
    const model = split({ arrivalRate, service, speeds: equalSpeeds(nodes), policy });
    const blind = blindLoad((arrivalRate * service.mean) / nodes, nodes / dispatchers);
    const queue = stationRelaxation(blind, service.scv, 1, Infinity) * service.mean;
    return {
      model: { ...model, dispatchers, relaxation: Math.max(model.relaxation, queue) },
      measure: parseMeasure(measure),
    };
  },
};

/** `JIQ-Random`, `JIQ-SQ(2)`, perhaps explained. */
const POLICY = /^JIQ-(?:(Random)|SQ\((\d+)\))(?:: (.*))?$/i;
/** What explanations say, each true of the algorithm as it is built. */
const EXPLANATIONS: readonly RegExp[] = [
  /^server that becomes idle joins (one uniformly random I-queue|the short(?:est|er) of \d+ (uniformly )?random I-queues)( \(once\))?$/,
  /^dispatcher with empty I-queue sends to (a )?uniform(ly)? random server$/,
  /^a server that gets a random job stays listed until used$/,
];

/** How many dispatchers an idle server asks. */
function choicesOf(setup: Setup, dispatchers: number): number {
  const words = setup.text("policy");
  const match = POLICY.exec(words);
  const clauses = (match?.[3] ?? "").split("; ").filter((clause) => clause !== "");
  const understood = clauses.every((clause) => EXPLANATIONS.some((pattern) => pattern.test(clause)));
  if (match === null || !understood) throw new NotCovered(`policy ${JSON.stringify(words)} is not understood`);
  const choices = match[1] === undefined ? Number(match[2]) : 1;
  const said = /short(?:est|er) of (\d+)/.exec(words)?.[1];
  const random = /one uniformly random/.test(words);
  if ((said !== undefined && Number(said) !== choices) || (random && choices !== 1)) {
    throw new NotCovered(`policy ${JSON.stringify(words)} contradicts itself`);
  }
  if (choices < 1 || choices > dispatchers) throw new NotCovered(`policy: ${choices} of ${dispatchers} dispatchers`);
  return choices;
}

/**
 * The load that a server's queue sees while it is busy: what dispatchers with empty lists send. In the large-system limit a
 * list is empty with probability 1 - p, where p / (1 - p) = r (1 - load) (Lu et al., 2011): only the scale of the warm-up.
 */
function blindLoad(load: number, serversPerDispatcher: number): number {
  return load / (1 + serversPerDispatcher * (1 - load));
}
