/**
 * What nginx's hashes share: a way from server to server that a message's key lays out. A message follows it past servers that it
 * may not pick; after twenty-one of them it takes turns like everybody else. A retry goes on where the try before it stopped.
 */
import { NONE, type MessageView, type NodeId } from "../contract.ts";
import type { Method } from "./balancer.ts";
import type { Upstream } from "./upstream.ts";

const MOST_MISSES = 20;

/** The way of one message: one object, reused. */
export interface Way {
  /** Puts it before the message's first step; false for a message that has no way, and so takes turns. */
  start(message: MessageView): boolean;
  /** One step on. */
  step(): void;
  /** Whether the step has come to this server. */
  isAt(node: NodeId): boolean;
  /** The server to take there; NONE where none may be picked. */
  pick(tries: readonly NodeId[]): NodeId;
  /** A step that has found its server is where the next one begins, not behind it (rings). */
  readonly staysAfterPick: boolean;
}

/** The method that follows a way. */
export function walking(upstream: Upstream, way: Way): Method {
  return {
    choose(message) {
      if (upstream.isSingle || !way.start(message)) return upstream.turn(message);
      const misses = retrace(way, message.tries);
      const node = follow(way, message.tries, misses);
      return node === NONE ? upstream.turn(message) : node;
    },
  };
}

/** Goes to where the last of the earlier tries stopped; returns how many servers were passed by until then. */
function retrace(way: Way, tries: readonly NodeId[]): number {
  let misses = 0;
  for (const [index, node] of tries.entries()) {
    if (index === 0 || !way.staysAfterPick) way.step();
    for (; !way.isAt(node); way.step()) if (++misses > MOST_MISSES) return misses;
  }
  return misses;
}

function follow(way: Way, tries: readonly NodeId[], missesSoFar: number): NodeId {
  if (missesSoFar > MOST_MISSES) return NONE;
  let misses = missesSoFar;
  if (tries.length === 0 || !way.staysAfterPick) way.step();
  for (;;) {
    const node = way.pick(tries);
    if (node !== NONE) return node;
    if (++misses > MOST_MISSES) return NONE;
    way.step();
  }
}
