/** Balancing policies as the oracle words them, and the balancers of the catalogue that they mean. */
import type { BalancerSpec } from "../../sim/index.ts";
import { balancer } from "./model.ts";
import { NotCovered } from "./setup.ts";
import { inFigures } from "./words.ts";

export interface Policy {
  readonly balancer: BalancerSpec;
  /** Looks at the nodes' load, so that their queues move together. */
  readonly aware: boolean;
  /** Weights by node, where the policy goes by weight. */
  readonly weights: readonly number[] | null;
  /** The nodes must be listed slowest first, since the first of those who tie is taken. */
  readonly slowestFirst: boolean;
}

type Reader = (text: string, match: RegExpExecArray, speeds: readonly number[]) => Policy;

const POLICIES: readonly (readonly [RegExp, Reader])[] = [
  [/^(?:strict )?(?:round robin|rr)(?: to n fifo [a-z]+ servers)?$/, () => blind("round-robin")],
  [/^smooth weighted round robin(?:, weights (\d[\d.:]*))?(?: \(pattern [a-z, ]+\))?$/, smoothWeighted],
  [/^(?:weighted )?random split (?:proportional to (?:capacity|speed|mu)|(?:weights )?(\d[\d.:]*))$/, weightedRandom],
  [
    /^(?:(?:uniform(?:ly)?|equal|bernoulli) )?(?:random|bernoulli)(?: \(bernoulli\))?(?: split| server| dispatch)?(?: uniform(?:ly)?)?(?: to n fifo [a-z]+ servers)?$/,
    () => blind("random"),
  ],
  [/^(?:jsq\((\d+)\)|power of (?:d=)?(\d+)(?: choices)?)(?!\w)(.*)$/, powerOfChoices],
  [
    /^(?:jsq|join[ -](?:the )?shortest[ -]queue|(?:least|fewest) (?:connections|outstanding(?: requests)?))\b(.*)$/,
    shortestQueue,
  ],
  [/^(?:sed|shortest expected delay)\b(.*)$/, shortestDelay],
  [/^(?:jiq|join[ -]idle[ -]queue)\b(.*)$/, idleQueue],
  [/^(?:lwl|least[ -]work[ -]left)(?: \(oracle\))?$/, () => aware(balancer("least-work-left"))],
];

/**
 * The balancer that a policy's words mean over nodes of these speeds. Throws `NotCovered` on words that are not
 * understood: a tie rule or a way of sampling that is passed over would be another algorithm.
 */
export function parsePolicy(words: string, speeds: readonly number[]): Policy {
  const spaced = words.toLowerCase().replace(/-/g, " ").replace(/\s+/g, " ").trim();
  const text = spaced.replace(/^power of \w+/, inFigures);
  for (const [pattern, read] of POLICIES) {
    const match = pattern.exec(text);
    if (match !== null) return read(words, match, speeds);
  }
  throw new NotCovered(`policy ${JSON.stringify(words)} is not understood`);
}

/** Power of d choices from its parts: how many servers, sampled how. `sampling` says `distinct` or `with replacement`. */
export function choicesPolicy(choices: number, sampling: string): Policy {
  const distinct = /\bdistinct\b|\bwithout replacement\b/i.test(sampling);
  const replacement = !distinct && /\bwith replacement\b/i.test(sampling);
  if (!distinct && !replacement) throw new NotCovered(`sampling ${JSON.stringify(sampling)} is not understood`);
  if (choices === 1) return blind("random");
  return aware(balancer("power-of-two-choices", { choices, replacement }));
}

function blind(algorithm: string): Policy {
  return { balancer: balancer(algorithm), aware: false, weights: null, slowestFirst: false };
}

function aware(spec: BalancerSpec): Policy {
  return { balancer: spec, aware: true, weights: null, slowestFirst: false };
}

function smoothWeighted(words: string, match: RegExpExecArray, speeds: readonly number[]): Policy {
  return { ...blind("weighted-round-robin"), weights: weightsIn(words, match[1], speeds) };
}

function weightedRandom(words: string, match: RegExpExecArray, speeds: readonly number[]): Policy {
  const weighted = { ...blind("random"), balancer: balancer("random", { weighted: true }) };
  return { ...weighted, weights: weightsIn(words, match[1], speeds) };
}

/** `2:1`, or the speeds where none are listed. */
function weightsIn(words: string, listed: string | undefined, speeds: readonly number[]): readonly number[] {
  const weights = listed === undefined ? speeds : listed.split(":").map(Number);
  if (weights.length === speeds.length && weights.every((weight) => weight > 0)) return weights;
  throw new NotCovered(`policy ${JSON.stringify(words)}: expected ${speeds.length} weights, got ${weights.length}`);
}

/** `JSQ(2), 2 samples WITH replacement`, `power of 2 (distinct)`: the way of sampling must be said. */
function powerOfChoices(words: string, match: RegExpExecArray): Policy {
  const choices = Number(match[1] ?? match[2]);
  const repeated = /(\d+) (?:samples|distinct)/i.exec(words)?.[1];
  if (repeated !== undefined && Number(repeated) !== choices) {
    throw new NotCovered(`policy ${JSON.stringify(words)}: ${choices} or ${repeated} choices?`);
  }
  return choicesPolicy(choices, words);
}

function shortestQueue(words: string, match: RegExpExecArray, speeds: readonly number[]): Policy {
  return {
    ...aware(balancer("join-shortest-queue", { ties: tieRule(words, match[1]!, speeds) })),
    ...slowFirst(words),
  };
}

function shortestDelay(words: string, match: RegExpExecArray, speeds: readonly number[]): Policy {
  const ties = tieRule(words, match[1]!, speeds);
  return { ...aware(balancer("shortest-expected-delay", { ties })), ...slowFirst(words) };
}

function slowFirst(words: string): { readonly slowestFirst: boolean } {
  return { slowestFirst: /ties (?:always )?to the slow(?:est|er)? server/i.test(words) };
}

/** What join-shortest-queue and shortest-expected-delay say of themselves and means nothing more. */
const EXPLANATIONS = /\(queue length incl\. in service\)|\bon queue length\b|: minimise \(queue\+1\)\/mu|[,;.]/g;

const TIE_RULES: readonly (readonly [RegExp, string])[] = [
  [/^ties? (?:always )?to (?:the )?fast(?:est|er)?(?: server)?$/, "fastest"],
  [/^ties? (?:always )?to (?:the )?(?:slow(?:est|er)?(?: server)?|server 0|first(?: server)?|lowest index)$/, "first"],
  [/^(?:(?:with )?random ties|ties (?:broken )?(?:at )?random(?:ly)?)$/, "random"],
];

/** Equal nodes answer alike under any rule, so only unequal ones must have it said. */
function tieRule(words: string, rest: string, speeds: readonly number[]): string {
  const rule = rest.replace(EXPLANATIONS, " ").replace(/\s+/g, " ").trim();
  if (rule === "" && speeds.every((speed) => speed === speeds[0])) return "random";
  for (const [pattern, ties] of TIE_RULES) if (pattern.test(rule)) return ties;
  throw new NotCovered(`policy ${JSON.stringify(words)}: its tie rule is not understood`);
}

/** One dispatcher: a random idle server, else a random one. */
function idleQueue(words: string, match: RegExpExecArray): Policy {
  const rest = match[1]!;
  const plain = rest === "" || /random idle (?:server,? )?else (?:uniform )?random/.test(rest);
  if (!plain) throw new NotCovered(`policy ${JSON.stringify(words)} is not understood`);
  return aware(balancer("join-idle-queue"));
}
