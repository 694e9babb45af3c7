/** Requests at their times while backends go down and come back: health checks, and HAProxy's retries. */
import { NONE, type NodeId } from "../../../../../sim/index.ts";
import type { ControlEvent, Recording } from "../../recording.ts";
import { labelOf, LOCAL, messageOf, type Setup } from "./setup.ts";

export interface RowOutcome {
  readonly atMs: number;
  /** The server that answered, by its port; empty where none did. */
  readonly pick: string;
  readonly retries: number;
}

/** `refusing`: ports that take no connection throughout. */
export function playRows(setup: Setup, recording: Recording, refusing: readonly string[] = []): RowOutcome[] {
  const timeline = new Timeline(setup, recording.controlEvents ?? [], refusing);
  const time = (recording.columns ?? []).indexOf("tMs");
  let nowMs = 0;
  return (recording.rows ?? []).map((row, index) => {
    const atMs = time < 0 ? 25 * index : (row[time] as number);
    timeline.advance(atMs, (stepMs) => {
      setup.gateway.advance((stepMs - nowMs) * 1e6);
      nowMs = stepMs;
    });
    return { atMs, ...request(setup, timeline, index) };
  });
}

/** One try after the other, up to `retries` more. */
function request(setup: Setup, timeline: Timeline, index: number): Omit<RowOutcome, "atMs"> {
  const { gateway, backend } = setup;
  const tries: NodeId[] = [];
  while (tries.length <= backend.retries) {
    const earlier = { attempt: tries.length, previous: tries.at(-1) ?? NONE, tries: [...tries] };
    const node = gateway.pick({ ...messageOf(setup, { key: "", client: LOCAL }, index), ...earlier });
    if (node === NONE) break;
    const isUp = timeline.answers(labelOf(setup, node));
    gateway.settle(1e6, isUp, 0, { attempt: tries.length });
    if (isUp) return { pick: labelOf(setup, node), retries: tries.length };
    tries.push(node);
  }
  return { pick: "", retries: tries.length };
}

interface Step {
  readonly atMs: number;
  readonly apply: () => void;
}

/** What backends do, and when health checks have noticed it: `fall` or `rise` checks later. */
class Timeline {
  readonly #down: Set<string>;
  readonly #steps: Step[];

  constructor(setup: Setup, events: readonly ControlEvent[], refusing: readonly string[]) {
    this.#down = new Set(refusing);
    this.#steps = events.flatMap((event) => this.#stepsOf(setup, event)).sort((a, b) => a.atMs - b.atMs);
  }

  /** Whether the backend takes connections. */
  answers(port: string): boolean {
    return !this.#down.has(port);
  }

  advance(nowMs: number, onStep: (atMs: number) => void): void {
    while (this.#steps.length > 0 && this.#steps[0]!.atMs <= nowMs) {
      const step = this.#steps.shift()!;
      onStep(step.atMs);
      step.apply();
    }
    onStep(nowMs);
  }

  #stepsOf(setup: Setup, { t, do: what }: ControlEvent): Step[] {
    const { pathname, searchParams } = new URL(what, "http://control");
    const port = searchParams.get("port")!;
    const node = setup.backend.servers.findIndex((_, id) => labelOf(setup, id) === port);
    const { check, interSeconds, rise, fall } = setup.backend.servers[node]!;
    const isDown = pathname === "/down";
    if (!isDown && pathname !== "/up") throw new Error(`expected /down or /up, got ${what}`);
    const apply = (): void => void (isDown ? this.#down.add(port) : this.#down.delete(port));
    const notice = (): void => (isDown ? setup.gateway.leave(node) : setup.gateway.join(node));
    const noticedMs = t + interSeconds * 1000 * (isDown ? fall : rise);
    return [{ atMs: t, apply }, ...(check ? [{ atMs: noticedMs, apply: notice }] : [])];
  }
}
