/** What a scenario expects of one balancer: the expectations that name it, and those that name none and so mean each. */
import type { Requirement } from "../../sim/index.ts";
import { calls, judge } from "./evaluate.ts";
import { isFault, parseExpectation } from "./parse.ts";
import type { Condition, MeasureCall } from "./tree.ts";

/** The expectations about the balancer of this label, in their order. */
export function expectationsAbout(texts: readonly string[], label: string): readonly Requirement[] {
  return texts.flatMap((text) => {
    const condition = parseExpectation(text, { balancers: null, nodes: null, producers: null });
    if (isFault(condition)) return [];
    const named = callsOf(condition).map(({ balancer }) => balancer);
    if (!named.includes(null) && !named.includes(label)) return [];
    const needs = [...new Set(named)].filter((name) => name !== null && name !== label);
    return [
      { text, needs: needs as string[], holds: (byLabel) => judge(condition, text, { byLabel, current: label }).truth },
    ];
  });
}

function callsOf(condition: Condition): readonly MeasureCall[] {
  if (condition.kind === "not") return callsOf(condition.of);
  if (condition.kind === "comparison") return [...calls(condition.left), ...calls(condition.right)];
  return [...callsOf(condition.left), ...callsOf(condition.right)];
}
