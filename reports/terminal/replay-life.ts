/** One message's life in a terminal: a line per step, with the time since the one before. */
import type { LifeStep, MessageLife, ReplayDecision } from "../../sim/index.ts";
import { formatNumber, formatSeconds } from "../format.ts";
import { instant } from "./replay.ts";
import { titled } from "./sweep-tables.ts";
import { padEnd, padStart, plainText, widthOf, wrap, type TerminalStyle } from "./text.ts";

const ORIGINS = {
  first: "",
  retry: ", a retry",
  hedge: ", a hedge",
  network: ", a second copy that the network made",
  copy: ", a copy",
} as const;

/** The timeline, and what came of it. */
export function renderLife(life: MessageLife, style: TerminalStyle): string {
  const lines = life.steps.flatMap((step, index) => stepLines(step, life.steps[index - 1] ?? null, style));
  const outcome = wrap(plainText(outcomeOf(life)), style);
  return `${titled(`Message ${life.message}`, [...lines, ...outcome], style).join("\n")}\n`;
}

const SINCE_CELLS = 10;

/** Times in the first columns; what happened beside them, over several lines where it needs them. */
function stepLines(step: LifeStep, before: LifeStep | null, style: TerminalStyle): readonly string[] {
  const elapsed = before === null ? 0 : step.atSeconds - before.atSeconds;
  const since = elapsed > 0 ? `+${formatSeconds(elapsed)}` : "";
  const times = `${instant(step.atSeconds)} ${padStart(since, SINCE_CELLS)}  `;
  const room = { ...style, columns: style.columns - widthOf(times) };
  return wrap(plainText(wordsOf(step)), room, "  ").map(
    (line, index) => (index === 0 ? times : padEnd("", widthOf(times))) + line,
  );
}

function wordsOf(step: LifeStep): string {
  const node = step.node ?? "";
  switch (step.step) {
    case "published":
      return `published by ${step.producer}`;
    case "at-gateway":
      return `at ${step.gateway}`;
    case "picked":
      return decisionWords(step.decision);
    case "sent":
      return `sent to ${node}${ORIGINS[step.origin]}`;
    case "lost-on-link":
      return `lost on the link ${step.link}${node === "" ? "" : ` (${node})`}`;
    case "duplicated":
      return `a second copy made on the link ${step.link}`;
    case "at-node":
      return arrivalWords(step, node);
    case "failed":
      return `failed at ${node}: ${step.cause}`;
    case "answered":
      return `the gateway hears from ${node}: ${step.ok ? "served" : "it failed"}`;
    case "retry-due":
      return `to be sent again in ${formatSeconds(step.delaySeconds)}`;
    case "told":
      return step.told === "unknown" ? "the producer hears nothing" : `the producer is told: ${step.told}`;
    case "fate":
      return `fate: ${step.fate}`;
    case "timed-out":
      return node === "" ? "its time is up: the gateway gives it up" : `the gateway waits for ${node} no longer`;
    case "hedged":
      return "a hedge is due";
    case "cancelled":
      return `cancelled at ${node}`;
    case "started":
      return `service begins at ${node}`;
    case "served":
      return `served by ${node}`;
  }
}

function arrivalWords({ state, inService, waiting }: Extract<LifeStep, { step: "at-node" }>, node: string): string {
  const condition = state === "up" ? "" : `, which is ${state}`;
  return `at ${node}${condition}, behind ${waiting} waiting and ${inService} in service`;
}

function decisionWords({ node, byBalancer, candidates, waiting, considered }: ReplayDecision): string {
  const who = byBalancer ? "its balancer picks" : "its gateway picks";
  const queue = waiting === 0 ? "" : `, with ${waiting} waiting at the gateway`;
  const believed = considered.map((each) => `${each.node} ${each.inFlight}`).join(", ");
  const real = considered.map(
    ({ node: name, inSystem, state }) => `${name} ${inSystem}${state === "up" ? "" : ` ${state}`}`,
  );
  const isWeighted = considered.some(({ weight }) => weight !== 1);
  const weights = considered.map((each) => `${each.node} ${formatNumber(each.weight)}`).join(", ");
  return (
    `${who} ${node}, one of ${candidates}${queue}. Believed in flight: ${believed}. Truly there: ${real.join(", ")}.` +
    (isWeighted ? ` Weights: ${weights}.` : "")
  );
}

function outcomeOf({ fate, told }: MessageLife): string {
  const what = fate === null ? "still in flight" : fate === "delivered" ? "delivered" : `lost (${fate})`;
  if (told === null) return `So far: ${what}, its producer told nothing yet.`;
  const heard = told === "unknown" ? "its producer heard nothing" : `its producer told: ${told}`;
  const isWrong = (told === "confirmed" && fate !== "delivered") || (told === "failed" && fate === "delivered");
  return `In the end: ${what}; ${heard}${isWrong ? ", which is wrong" : ""}.`;
}
