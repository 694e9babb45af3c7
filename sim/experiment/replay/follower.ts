/** Follows the lives of a run's messages: keeps the last decisions, and all of one life. */
import { NONE } from "../../balancers/contract.ts";
import { toSeconds } from "../../core/time.ts";
import type { Simulation } from "../../engine.ts";
import type { LifeObserver, Step } from "../../gateway/exchange/observer.ts";
import { TOLD_CONFIRMED, TOLD_FAILED } from "../../measure/ledger.ts";
import { LOSS_CAUSES } from "../../measure/result.ts";
import type { Scenario } from "../../scenario.ts";
import { decisionOf } from "./decisions.ts";
import type { LifeStep, LinkName, MessageLife, ReplayDecision, TryOrigin } from "./result.ts";
import { conditionOf, gatewayName } from "./state.ts";

/** By the number of how a try came to be sent. */
const ORIGINS: readonly TryOrigin[] = ["first", "retry", "hedge", "network", "copy"];
const LINKS: readonly LinkName[] = ["producer to gateway", "gateway to node", "node to gateway", "gateway to producer"];
type StepBody = LifeStep extends infer Each
  ? Each extends LifeStep
    ? Omit<Each, "atSeconds" | "node">
    : never
  : never;

/** A message that is not over: its gateway, how often a node was picked for it, and whether one of told and fate has come. */
interface Following {
  gateway: number;
  attempts: number;
  isHalfOver: boolean;
}

export class Follower implements LifeObserver {
  readonly decisions: ReplayDecision[] = [];
  readonly #steps: LifeStep[] = [];
  readonly #following: Map<number, Following> = new Map();
  readonly #scenario: Scenario;
  readonly #message: number | null;
  readonly #kept: number;
  #simulation: Simulation | null = null;
  #fate: MessageLife["fate"] = null;
  #told: MessageLife["told"] = null;

  /** Keeps the life of `message`, where it is not null, and so many of the last decisions. */
  constructor(scenario: Scenario, message: number | null, decisions: number) {
    this.#scenario = scenario;
    this.#message = message;
    this.#kept = decisions;
  }

  /** The run that is followed; to be called before it starts. */
  watch(simulation: Simulation): void {
    this.#simulation = simulation;
  }

  /** null where the message is not published yet. */
  get life(): MessageLife | null {
    if (this.#message === null || this.#steps.length === 0) return null;
    return { message: this.#message, steps: this.#steps, fate: this.#fate, told: this.#told };
  }

  step(step: Step, message: number, node: number, detail: number): void {
    if (step === "at-gateway") this.#arrived(message, detail);
    const decision = step === "picked" ? this.#decided(message, node, detail === 0) : null;
    if (message === this.#message) this.#note(node, this.#body(step, node, detail, decision));
    if (step === "told" || step === "fate") this.#ended(message);
  }

  #arrived(message: number, gateway: number): void {
    if (!this.#following.has(message)) this.#following.set(message, { gateway, attempts: 0, isHalfOver: false });
  }

  #ended(message: number): void {
    const following = this.#following.get(message);
    if (following?.isHalfOver === true) this.#following.delete(message);
    else if (following !== undefined) following.isHalfOver = true;
  }

  #decided(message: number, node: number, byBalancer: boolean): ReplayDecision | null {
    const following = this.#following.get(message);
    if (following === undefined || (this.#kept === 0 && message !== this.#message)) return null;
    const { gateway } = following;
    const pick = { message, attempt: following.attempts++, gateway, node, byBalancer };
    const decision = decisionOf(this.#simulation!, this.#scenario, pick);
    this.decisions.push(decision);
    if (this.decisions.length > this.#kept) this.decisions.shift();
    return decision;
  }

  #note(node: number, body: StepBody | null): void {
    if (body === null) return;
    const name = node === NONE ? null : this.#scenario.nodes[node]!.name;
    this.#steps.push({ atSeconds: toSeconds(this.#simulation!.nowNs), node: name, ...body });
    if (body.step === "fate") this.#fate = body.fate;
    if (body.step === "told") this.#told = body.told;
  }

  #body(step: Step, node: number, detail: number, decision: ReplayDecision | null): StepBody | null {
    switch (step) {
      case "published":
        return { step, producer: this.#scenario.traffic[detail]!.name };
      case "at-gateway":
        return { step, gateway: gatewayName(detail) };
      case "picked":
        return decision === null ? null : { step, decision };
      case "sent":
        return { step, origin: ORIGINS[detail]! };
      case "lost-on-link":
      case "duplicated":
        return { step, link: LINKS[detail]! };
      case "at-node":
        return { step, ...this.#ahead(node) };
      case "failed":
        return { step, cause: LOSS_CAUSES[detail]! };
      case "answered":
        return { step, ok: detail === 1 };
      case "retry-due":
        return { step, delaySeconds: toSeconds(detail) };
      case "told":
        return { step, told: detail === TOLD_CONFIRMED ? "confirmed" : detail === TOLD_FAILED ? "failed" : "unknown" };
      case "fate":
        return { step, fate: LOSS_CAUSES[detail] ?? "delivered" };
      default:
        return { step };
    }
  }

  /** What a message meets that reaches the node now. */
  #ahead(node: number): Pick<Extract<LifeStep, { step: "at-node" }>, "state" | "inService" | "waiting"> {
    const { cluster } = this.#simulation!;
    const { waiting } = cluster.look(node);
    return { state: conditionOf(cluster, node), inService: Math.max(0, cluster.inSystem(node) - waiting), waiting };
  }
}
