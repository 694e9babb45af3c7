/** The courses that a fault takes: one for all its targets, or one for each. */
import type { Random } from "../core/random.ts";
import { sampler } from "../core/samplers.ts";
import { NEVER } from "../core/time.ts";
import type { FaultSpec, FaultTiming } from "../scenario.ts";
import { drawNs, Followers, OnceCourse, RecurringCourse, type Course, type TakeUp } from "./course.ts";
import type { Targets } from "./occurrence.ts";
import { drawTargets, targetsOf, together, type Target } from "./targets.ts";

type Recurring = Extract<FaultTiming, { kind: "recurring" }>;

export interface CoursesParts {
  /** By NodeId. */
  readonly nodeName: (node: number) => string;
  readonly stream: (name: string) => Random;
  readonly takeUp: TakeUp;
}

/** `index`: the fault's place in the scenario, by which its streams of chance are called. */
export function coursesOf(fault: FaultSpec, index: number, parts: CoursesParts): readonly Course[] {
  const stream = (name = ""): Random => parts.stream(`fault/${index}${name}`);
  const targets = targetsOf(fault, parts.nodeName);
  const { timing, fraction = 1 } = fault;
  const followers = followersOf(fault, targets, stream, parts.takeUp);
  const hit = (): Targets => together(fraction === 1 ? targets : drawTargets(targets, fraction, stream("/targets")));
  if (timing.kind === "once") {
    const { startNs, endNs } = timing;
    return [new OnceCourse({ ...hit(), startNs, endNs }, parts.takeUp, followers)];
  }
  const recurring = (random: Random, next: () => Targets): Course => {
    const samplers = { between: sampler(timing.between, random), lasts: sampler(timing.lasts, random) };
    return new RecurringCourse({ ...timing, ...samplers, targets: next }, parts.takeUp, followers);
  };
  const alone = !timing.together && fraction === 1 && targets.length > 0;
  if (!alone) return [recurring(stream(), hit)];
  return targets.map((target) => recurring(stream(`/${target.name}`), () => together([target])));
}

function followersOf(
  { cascade, timing }: FaultSpec,
  targets: readonly Target[],
  stream: (name: string) => Random,
  takeUp: TakeUp,
): Followers | null {
  if (cascade === undefined) return null;
  const random = stream("/cascade");
  const untilNs = timing.kind === "once" ? NEVER : timing.untilNs;
  const lastsNs = timing.kind === "once" ? lengthOf : repairs(timing, random);
  const each = targets.map((target) => together([target]));
  return new Followers({ ...cascade, targets: each, untilNs, draw: () => random.unit(), lastsNs }, takeUp);
}

function lengthOf({ startNs, endNs }: { readonly startNs: number; readonly endNs: number }): number {
  return endNs - startNs;
}

function repairs({ lasts }: Recurring, random: Random): () => number {
  const times = sampler(lasts, random);
  return () => drawNs(times);
}
