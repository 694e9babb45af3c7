/** Faults played on a cluster that only notes what is done to it. */
import { EventLoop } from "../../../sim/core/event-loop.ts";
import { RandomStreams } from "../../../sim/core/random.ts";
import type { ClusterControl, Recovery } from "../../../sim/faults/control.ts";
import { FaultTimeline } from "../../../sim/faults/timeline.ts";
import { FaultLog } from "../../../sim/measure/fault-log.ts";
import type { LinkEffect } from "../../../sim/network/link-effects.ts";
import type { FaultHistory, FaultSpec, FaultTiming, LinkSet, NodeSpec } from "../../../sim/index.ts";
import { nodes as someNodes, once, SECOND } from "../../fixtures/scenario.ts";

/** What is done to a cluster, as words, and what state that leaves it in. */
export class NotingControl implements ClusterControl {
  readonly said: string[] = [];
  /** By what may be counted, and by node. */
  readonly counts: Map<string, number> = new Map();
  readonly speeds: Map<number, number> = new Map();
  /** Nodes from which some gateway awaits an answer. */
  readonly awaited: Set<number> = new Set();
  #tokens = 0;
  nowNs: () => number = () => 0;

  crash = (node: number): void => this.#count("crash", node, 1);
  restart = (node: number, recovery: Recovery | null): void => {
    this.#count("restart", node, -1, "crash");
    if (recovery !== null) this.#say(`replay ${node} ${recovery.baseNs} + ${recovery.perMessageNs} each`);
  };
  pause = (node: number): void => this.#count("pause", node, 1);
  resume = (node: number): void => this.#count("resume", node, -1, "pause");
  degrade = (node: number): void => this.#count("degrade", node, 1);
  undegrade = (node: number): void => this.#count("undegrade", node, -1, "degrade");
  stop = (node: number): void => this.#count("stop", node, 1);
  start = (node: number): void => this.#count("start", node, -1, "stop");
  drain = (node: number): void => this.#count("drain", node, 1);
  undrain = (node: number): void => this.#count("undrain", node, -1, "drain");
  leave = (node: number): void => this.#count("leave", node, 1);
  join = (node: number): void => this.#count("join", node, -1, "leave");
  crashGateway = (gateway: number): void => this.#count("crash gateway", gateway, 1);
  restartGateway = (gateway: number): void => this.#count("restart gateway", gateway, -1, "crash gateway");
  isIdle = (node: number): boolean => !this.awaited.has(node);

  install = ({ kind }: LinkEffect, links: readonly LinkSet[], name: string): number => {
    this.#count("install", this.#tokens, 1);
    this.#say(`${kind} on ${links.length} as ${name}`);
    return this.#tokens++;
  };
  uninstall = (token: number): void => this.#count("uninstall", token, -1, "install");

  setErrors = (node: number, probability: number, latencyNs: number): void =>
    this.#say(`errors ${node} ${probability} after ${latencyNs}`);

  setSpeed = (node: number, speed: number): void => {
    this.speeds.set(node, speed);
    this.#say(`speed ${node} ${speed}`);
  };

  #count(word: string, node: number, step: number, what: string = word): void {
    const key = `${what} ${node}`;
    const count = (this.counts.get(key) ?? 0) + step;
    if (count < 0) throw new Error(`${word} ${node} without a ${what} before it`);
    this.counts.set(key, count);
    this.#say(`${word} ${node}`);
  }

  #say(what: string): void {
    this.said.push(`${this.nowNs() / SECOND}: ${what}`);
  }
}

export interface Played {
  readonly control: NotingControl;
  readonly loop: EventLoop;
  readonly timeline: FaultTimeline;
  /** Lets happen what happens before this time, or at it. Returns all that was done until then. */
  until(seconds: number): readonly string[];
  history(): readonly FaultHistory[];
}

export interface Setting {
  readonly nodes?: readonly NodeSpec[];
  readonly seed?: number;
  readonly goesOn?: () => boolean;
}

/** Plans the faults over three nodes, or over those given. */
export function play(faults: readonly FaultSpec[], { nodes = someNodes(3), seed = 1, goesOn }: Setting = {}): Played {
  const loop = new EventLoop();
  const control = new NotingControl();
  control.nowNs = () => loop.nowNs;
  const streams = new RandomStreams(seed);
  const log = new FaultLog(loop);
  const stream = (name: string) => streams.stream(name);
  const parts = { control, loop, log, stream, goesOn: goesOn ?? (() => true) };
  const timeline = new FaultTimeline({ faults, nodes, traffic: [] }, parts);
  timeline.schedule();
  let pending = loop.next();
  const until = (seconds: number): readonly string[] => {
    while (pending && loop.nowNs <= seconds * SECOND) {
      timeline.handle(loop.kind, loop.a, loop.b);
      pending = loop.next();
    }
    return control.said;
  };
  return { control, loop, timeline, until, history: () => log.result(loop.nowNs) };
}

/** A fault's timing in seconds. */
export function between(from: number, to: number = Infinity): FaultTiming {
  return once(from * SECOND, to * SECOND);
}

/** Exponential times between failures and to repair, of these means in seconds. */
export function atRandom(failure: number, repair: number, changes: object = {}): FaultTiming {
  return {
    kind: "recurring",
    startNs: 0,
    untilNs: Infinity,
    between: { kind: "exponential", mean: failure * SECOND },
    lasts: { kind: "exponential", mean: repair * SECOND },
    together: false,
    ...changes,
  } as FaultTiming;
}
