/**
 * What goes wrong, when. A fault happens once, or again and again at random; each time is an occurrence, with a beginning
 * and an end that are known as it is planned. All chance comes from the fault's own streams, and nothing that a balancer
 * does changes what is drawn from them: every balancer meets the same faults.
 */
import type { NodeId } from "../balancers/contract.ts";
import { FAULT_BEGINS, FAULT_ENDS, FAULT_STEPS } from "../core/event-kinds.ts";
import type { EventLoop } from "../core/event-loop.ts";
import type { Random } from "../core/random.ts";
import { NEVER, type Ns } from "../core/time.ts";
import type { FaultLog, History } from "../measure/fault-log.ts";
import type { FaultSpec } from "../scenario.ts";
import type { ClusterControl } from "./control.ts";
import type { Course, Plan } from "./course.ts";
import { coursesOf } from "./courses.ts";
import type { Effect, EffectParts, EffectTimers } from "./effect.ts";
import { effectOf } from "./effects.ts";
import { ErrorRates } from "./error-rates.ts";
import type { Occurrence } from "./occurrence.ts";
import { Slowdowns } from "./slowdowns.ts";
import { targetNames, type NamedEnds } from "./target-names.ts";

export interface TimelineParts {
  readonly control: ClusterControl;
  readonly loop: EventLoop;
  readonly stream: (name: string) => Random;
  readonly log: FaultLog;
  /** False from when a run without a duration only waits for what is in flight. */
  readonly goesOn: () => boolean;
}

interface Planned {
  readonly occurrence: Occurrence;
  readonly course: Course;
  /** It has begun, and is not over yet. */
  inForce: boolean;
}

export class FaultTimeline {
  readonly #parts: TimelineParts;
  readonly #faults: readonly FaultSpec[];
  readonly #ends: NamedEnds;
  readonly #effects: readonly Effect[];
  readonly #courses: readonly Course[];
  /** Occurrences that are to come or in force, by id. */
  readonly #planned: Map<number, Planned> = new Map();
  #nextId = 0;

  constructor(scenario: NamedEnds & { readonly faults: readonly FaultSpec[] }, parts: TimelineParts) {
    const { faults, nodes } = scenario;
    this.#parts = parts;
    this.#faults = faults;
    this.#ends = scenario;
    const effectParts = this.#effectParts();
    this.#effects = faults.map((fault) => effectOf(fault, effectParts));
    const nodeName = (node: NodeId): string => nodes[node]!.name;
    this.#courses = faults.flatMap((fault, index) => {
      const takeUp = (plan: Plan, course: Course): void => this.#plan(index, plan, course);
      return coursesOf(fault, index, { nodeName, stream: parts.stream, takeUp });
    });
  }

  /** Before the run begins. */
  schedule(): void {
    for (const effect of this.#effects) effect.prepare?.();
    for (const course of this.#courses) course.begin();
  }

  handle(kind: number, a: number, b: number): void {
    const planned = this.#planned.get(a);
    if (planned === undefined) return;
    if (kind === FAULT_BEGINS) this.#begin(planned);
    else if (kind === FAULT_ENDS) this.#end(planned);
    else if (planned.inForce) this.#effects[planned.occurrence.fault]!.step!(planned.occurrence, b);
  }

  /** No gateway waits for the node any more, which is being drained. */
  idle(node: NodeId): void {
    for (const { occurrence, inForce } of this.#planned.values()) {
      const step = inForce ? this.#effects[occurrence.fault]!.idle?.(occurrence, node) : null;
      // As an event of its own: whoever tells of it is amid a message's settlement.
      if (step != null) this.#parts.loop.at(this.#parts.loop.nowNs, FAULT_STEPS, occurrence.id, step);
    }
  }

  #effectParts(): EffectParts {
    const { control } = this.#parts;
    return {
      control,
      timers: this.#timers(),
      slowdowns: new Slowdowns(this.#ends.nodes, control),
      errorRates: new ErrorRates(control),
    };
  }

  #timers(): EffectTimers {
    const { loop, goesOn } = this.#parts;
    return {
      after: (delayNs, { id }, step) => loop.at(loop.nowNs + delayNs, FAULT_STEPS, id, step),
      isOver: (occurrence) => this.#isOver(this.#planned.get(occurrence.id)!),
      goesOn,
    };
  }

  /** Takes up what a course plans. What happens once has its end in the calendar from the beginning. */
  #plan(fault: number, plan: Plan, course: Course): void {
    const { loop } = this.#parts;
    const occurrence = { ...plan, fault, id: this.#nextId++ };
    this.#planned.set(occurrence.id, { occurrence, course, inForce: false });
    loop.at(plan.startNs, FAULT_BEGINS, occurrence.id, 0);
    if (!course.atRandom) this.#scheduleEnd(occurrence.id, plan.endNs);
  }

  #scheduleEnd(id: number, endNs: Ns): void {
    if (endNs !== NEVER) this.#parts.loop.at(endNs, FAULT_ENDS, id, 0);
  }

  #begin(planned: Planned): void {
    const { occurrence, course } = planned;
    if (course.atRandom && !this.#parts.goesOn()) return void this.#planned.delete(occurrence.id);
    if (course.atRandom) this.#scheduleEnd(occurrence.id, occurrence.endNs);
    planned.inForce = true;
    this.#historyOf(occurrence).begins(occurrence.id, { ...occurrence, targets: this.#namesOf(occurrence) });
    this.#effects[occurrence.fault]!.begin(occurrence);
    course.began(occurrence);
  }

  #end(planned: Planned): void {
    const { occurrence, course } = planned;
    this.#effects[occurrence.fault]!.end(occurrence);
    this.#isOver(planned);
    this.#planned.delete(occurrence.id);
    course.ended(occurrence);
  }

  #isOver(planned: Planned): void {
    if (!planned.inForce) return;
    planned.inForce = false;
    this.#historyOf(planned.occurrence).ends(planned.occurrence.id);
  }

  #historyOf({ fault }: Occurrence): History {
    const { label, kind } = this.#faults[fault]!;
    return this.#parts.log.of(label, kind);
  }

  #namesOf(occurrence: Occurrence): readonly string[] {
    return targetNames(this.#faults[occurrence.fault]!, occurrence, this.#ends);
  }
}
