/** What `evenkeel replay` finds: a run that was stopped at a time, and one message's life. Plain data, times in seconds. */
import type { LossCause } from "../../measure/result.ts";

/** Why a gateway does not send to a node. */
export type UnroutableReason = "down" | "draining" | "absent" | "check failed" | "ejected" | "breaker open";

/** The run as it stands at the time. */
export interface RunState {
  readonly atSeconds: number;
  /** The run is over by then: nothing is left to happen. */
  readonly ended: boolean;
  readonly published: number;
  /** Messages whose producers still wait. */
  readonly inFlight: number;
  readonly nodes: readonly NodeState[];
  readonly gateways: readonly GatewayState[];
  readonly faults: readonly FaultInForce[];
}

export interface NodeState {
  readonly name: string;
  readonly zone: string;
  readonly state: "up" | "down" | "paused" | "replaying";
  /** Seconds of work that one worker does in a second. */
  readonly speed: number;
  readonly workers: number;
  readonly inService: number;
  readonly waiting: number;
}

export interface GatewayState {
  readonly name: string;
  /** Messages in its queue. */
  readonly waiting: number;
  readonly candidates: number;
  /** By node, in the order of the scenario. */
  readonly nodes: readonly NodeAsSeen[];
}

export interface NodeAsSeen {
  readonly name: string;
  /** The gateway's own tries that it waits for, and others' that it heard of. */
  readonly inFlight: number;
  readonly weight: number;
  readonly routable: boolean;
  /** What speaks against the node; a gateway that panics sends to it all the same. */
  readonly against: readonly UnroutableReason[];
}

export interface FaultInForce {
  readonly label: string;
  readonly kind: string;
  readonly targets: readonly string[];
  readonly sinceSeconds: number;
  /** null: until the end, or not known yet. */
  readonly untilSeconds: number | null;
}

/** One time that a balancer named a node, with what it believed and what was true just then. */
export interface ReplayDecision {
  readonly atSeconds: number;
  /** Its place in the order of publication, from 0. */
  readonly message: number;
  /** Tries of the message that came before. */
  readonly attempt: number;
  readonly gateway: string;
  readonly node: string;
  /** Whether its balancer named the node; else the gateway did, to keep tries of a message apart. */
  readonly byBalancer: boolean;
  /** Messages that waited at the gateway. */
  readonly waiting: number;
  readonly candidates: number;
  /** The node that was picked, then the candidates with the fewest in flight for their weight. */
  readonly considered: readonly Considered[];
}

export interface Considered {
  readonly node: string;
  /** As the gateway believed. */
  readonly inFlight: number;
  readonly weight: number;
  /** As it was: messages waiting or in service at the node, and whether it served. */
  readonly inSystem: number;
  readonly state: NodeState["state"];
}

/** How a try came to be sent. */
export type TryOrigin = "first" | "retry" | "hedge" | "network" | "copy";

export type LinkName = "producer to gateway" | "gateway to node" | "node to gateway" | "gateway to producer";

/** A step of a message's life: when, and of which node where it is of one. */
export type LifeStep = { readonly atSeconds: number; readonly node: string | null } & (
  | { readonly step: "published"; readonly producer: string }
  | { readonly step: "at-gateway"; readonly gateway: string }
  | { readonly step: "picked"; readonly decision: ReplayDecision }
  | { readonly step: "sent"; readonly origin: TryOrigin }
  | { readonly step: "lost-on-link" | "duplicated"; readonly link: LinkName }
  /** Before it were so many: in service, and waiting. */
  | {
      readonly step: "at-node";
      readonly state: NodeState["state"];
      readonly inService: number;
      readonly waiting: number;
    }
  | { readonly step: "started" | "served" | "timed-out" | "cancelled" | "hedged" }
  | { readonly step: "failed"; readonly cause: LossCause }
  | { readonly step: "answered"; readonly ok: boolean }
  | { readonly step: "retry-due"; readonly delaySeconds: number }
  | { readonly step: "told"; readonly told: "confirmed" | "failed" | "unknown" }
  | { readonly step: "fate"; readonly fate: "delivered" | LossCause }
);

export interface MessageLife {
  readonly message: number;
  readonly steps: readonly LifeStep[];
  /** null: still in flight. */
  readonly fate: "delivered" | LossCause | null;
  /** null: nothing yet. */
  readonly told: "confirmed" | "failed" | "unknown" | null;
}

export interface Replay {
  readonly state: RunState;
  /** The last of them, oldest first. */
  readonly decisions: readonly ReplayDecision[];
  /** null where no message was asked for, or it is not published by then. */
  readonly life: MessageLife | null;
}
