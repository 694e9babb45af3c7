/** What all of nginx's methods have in common: the order of events at one gateway, and what counts as a failure. */
import type { Ns } from "../../core/time.ts";
import {
  NONE,
  type Balancer,
  type BalancerContext,
  type ClusterView,
  type MessageView,
  type NodeId,
  type ParameterDeclaration,
  type ReplyView,
} from "../contract.ts";
import type { Upstream } from "./upstream.ts";

/** The parameters of every method. */
export const COMMON_PARAMETERS: {
  readonly zone: ParameterDeclaration & { type: "boolean" };
  readonly http503: ParameterDeclaration & { type: "boolean" };
} = {
  zone: {
    type: "boolean",
    default: false,
    help: "zone NAME: the gateways (nginx's workers) share one state; without it each has its own",
  },
  http503: {
    type: "boolean",
    default: false,
    help: "proxy_next_upstream … http_503: a full node's answer, or an error, counts as a failure, but not that of the last try",
  },
};

/** A method's own part. */
export interface Method {
  /** The server for this message; NONE where there is none. */
  choose(message: MessageView): NodeId;
  /** The message goes there. */
  onSelect?(node: NodeId): void;
  /** A try has ended. `failed`: as nginx counts it. */
  /** `failed`: or given up, so that how long it took says nothing. */
  onRelease?(node: NodeId, latencyNs: Ns, failed: boolean): void;
}

export class NginxBalancer implements Balancer {
  readonly #upstream: Upstream;
  readonly #method: Method;
  readonly #http503: boolean;
  readonly #tries: number;

  constructor(context: BalancerContext, upstream: Upstream, method: Method) {
    this.#upstream = upstream;
    this.#method = method;
    this.#http503 = context.parameters["http503"] === true;
    this.#tries = Math.min(upstream.tries, context.retries + 1);
  }

  pick(view: ClusterView, message: MessageView): NodeId {
    this.#upstream.advance(view.nowNs);
    const node = this.#method.choose(message);
    if (node === NONE) return NONE;
    this.#method.onSelect?.(node);
    this.#upstream.select(node);
    return node;
  }

  onSettle(node: NodeId, latencyNs: Ns, _ok: boolean, view: ClusterView, reply: ReplyView): void {
    this.#upstream.advance(view.nowNs);
    const failed = this.#hasFailed(reply);
    this.#method.onRelease?.(node, latencyNs, failed || reply.outcome === "cancelled");
    this.#upstream.release(node, failed);
  }

  onMembership(view: ClusterView): void {
    this.#upstream.membership(view);
  }

  /**
   * A refused or broken connection is nginx's `error`. An answer that the node is full, or an error, is an HTTP status, which is a
   * failure only where `proxy_next_upstream` lists it, and only while another try is left: the last answer is passed on and not counted.
   */
  #hasFailed({ outcome, attempt }: ReplyView): boolean {
    if (outcome === "rejected" || outcome === "error") return this.#http503 && this.#tries - attempt > 1;
    // A request that its client gives up is no failure to nginx (499 in its log).
    return outcome !== "ok" && outcome !== "cancelled";
  }
}
