/** Makes a scenario that breaks a rule as small as it can be while it still breaks one. */
import type { Section, Value } from "./dice.ts";

/** What is wrong with a document; null: nothing. */
export type Judge = (document: Section) => Promise<string | null>;

/** Without these a scenario is none. */
const KEPT = new Set(["name", "seed", "duration", "traffic", "nodes", "balancers", "arrivals", "work"]);
const MOST_ATTEMPTS = 400;

/** Greedy: leaves out what it can, halves what numbers it can, until nothing of that helps. */
export async function shrink(document: Section, judge: Judge): Promise<Section> {
  const kind = kindOf(await judge(document));
  let best = document;
  let attempts = 0;
  for (let isBetter = true; isBetter && attempts < MOST_ATTEMPTS;) {
    isBetter = false;
    for (const smaller of smallerOnes(best)) {
      if (++attempts > MOST_ATTEMPTS) break;
      const violation = await judge(smaller as Section);
      if (violation === null || kindOf(violation) !== kind) continue;
      best = smaller as Section;
      isBetter = true;
      break;
    }
  }
  return best;
}

/** The same rule, whatever the figures. */
function kindOf(violation: string | null): string {
  return (violation ?? "").replace(/[\d.]+/g, "#").slice(0, 60);
}

/** Every document with one thing less, or one number halved; the big cuts first. */
function smallerOnes(document: Section): Value[] {
  return [...without(document), ...halved(document)];
}

function* without(value: Value): Generator<Value> {
  if (Array.isArray(value)) {
    if (value.length > 1) for (const index of value.keys()) yield value.filter((_, other) => other !== index);
    for (const [index, part] of value.entries())
      for (const smaller of without(part)) yield value.map((other: Value, i) => (i === index ? smaller : other));
  } else if (typeof value === "object" && value !== null) {
    for (const key of Object.keys(value)) {
      if (KEPT.has(key)) continue;
      const { [key]: _, ...rest } = value as Section;
      yield rest;
    }
    for (const [key, part] of Object.entries(value))
      for (const smaller of without(part)) yield { ...value, [key]: smaller };
  }
}

function* halved(value: Value): Generator<Value> {
  if (typeof value === "number" && Number.isInteger(value) && value > 1) yield Math.floor(value / 2);
  else if (typeof value === "string") yield* halvedText(value);
  else if (Array.isArray(value))
    for (const [index, part] of value.entries())
      for (const smaller of halved(part)) yield value.map((other: Value, i) => (i === index ? smaller : other));
  else if (typeof value === "object" && value !== null)
    for (const [key, part] of Object.entries(value))
      for (const smaller of halved(part)) yield { ...value, [key]: smaller };
}

/** `400/s`: `200/s`. */
function* halvedText(text: string): Generator<string> {
  const parts = /^(\d+)(\D.*)$/.exec(text);
  if (parts !== null && Number(parts[1]) > 1) yield `${Math.floor(Number(parts[1]) / 2)}${parts[2]!}`;
}
