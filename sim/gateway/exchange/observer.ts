/**
 * Whoever follows single lives: `evenkeel replay`. One call per step of a message's life; what belongs to a step stands
 * beside it. Absent from every other run.
 */
export type Step =
  /** `detail`: the producer. */
  | "published"
  /** It has reached its gateway. `detail`: the gateway. */
  | "at-gateway"
  /** Its balancer named the node, or, with `detail` 1, its gateway did. The view and the truth are as they were then. */
  | "picked"
  /** `detail`: how the try came to be sent (`ORIGINS`). */
  | "sent"
  /** Lost on a link. `detail`: 0 producer to gateway, 1 gateway to node, 2 node to gateway, 3 gateway to producer. */
  | "lost-on-link"
  /** A link makes a second copy of what it carries. `detail`: which link, as above. */
  | "duplicated"
  | "at-node"
  | "started"
  | "served"
  /** `detail`: the cause (`LOSS_CAUSES`). */
  | "failed"
  /** The gateway has heard of the try. `detail`: 1 a good answer, 0 a failure. */
  | "answered"
  /** The gateway waits for the try no longer. */
  | "timed-out"
  /** The message waits for its next try. `detail`: how long, in nanoseconds. */
  | "retry-due"
  | "hedged"
  | "cancelled"
  /** `detail`: 1 confirmed, 2 failed, 3 nothing, and it waits no longer. */
  | "told"
  /** `detail`: -1 delivered, else the cause of its loss. */
  | "fate";

export interface LifeObserver {
  /** `message`: its place in the order of publication. `node`: NONE where the step is of no node. */
  step(step: Step, message: number, node: number, detail: number): void;
}
