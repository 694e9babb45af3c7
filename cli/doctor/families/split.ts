/** The model of every family in which one Poisson stream is dealt out over several single-worker nodes. */
import { PLAIN_NODE, producer, type Model } from "../model.ts";
import type { Policy } from "../policy.ts";
import { balancedRelaxation, expectSteadyState, poolRelaxation, stationRelaxation } from "../relaxation.ts";
import type { Service } from "../service.ts";
import { NotCovered, type Setup } from "../setup.ts";

const MOST_NODES = 100_000;

export interface Split {
  readonly arrivalRate: number;
  /** Work per message at a node of speed 1. */
  readonly service: Service;
  readonly speeds: readonly number[];
  readonly policy: Policy;
}

export function split({ arrivalRate, service, speeds, policy }: Split): Model {
  const capacity = speeds.reduce((sum, speed) => sum + speed, 0);
  const load = (arrivalRate * service.mean) / capacity;
  expectSteadyState(load);
  if (!policy.aware) expectStableShares(arrivalRate * service.mean, speeds, policy.weights ?? speeds.map(() => 1));
  const order = speeds.map((_, index) => index);
  if (policy.slowestFirst) order.sort((a, b) => speeds[a]! - speeds[b]!);
  const unit = service.mean / Math.min(...speeds);
  const relaxation = policy.aware
    ? balancedRelaxation(load, service.scv, speeds.length)
    : stationRelaxation(load, service.scv, 1, Infinity);
  return {
    producers: [producer({ kind: "poisson", rate: arrivalRate }, service.distribution)],
    nodes: order.map((index) => ({
      ...PLAIN_NODE,
      speed: speeds[index]!,
      weight: policy.weights?.[index] ?? 1,
    })),
    sharedQueue: false,
    balancer: policy.balancer,
    arrivalRate,
    relaxation: relaxation * unit,
    slowestMode: policy.aware ? poolRelaxation(load, service.scv, speeds.length) * unit : 0,
    against: null,
  };
}

/** A policy that does not look gives each node its share, however slow it is. */
function expectStableShares(work: number, speeds: readonly number[], weights: readonly number[]): void {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const overloaded = speeds.findIndex((speed, index) => (work * weights[index]!) / total >= speed);
  if (overloaded >= 0)
    throw new NotCovered(`server ${overloaded} gets more than it can serve: there is no steady state`);
}

/** `count` nodes of speed 1. */
export function equalSpeeds(count: number): readonly number[] {
  if (count > MOST_NODES) throw new NotCovered(`${count} nodes are more than a run can have`);
  return Array.from({ length: count }, () => 1);
}

/** The total arrival rate of `n` equal nodes, however the set-up says it. */
export function totalRate(setup: Setup, nodes: number): number {
  const total = setup.oneOf("lam_total", "lambda_total", "total_poisson_rate", "lambda_per_server");
  if (total === "lambda_per_server") return setup.number(total) * nodes;
  const rate = setup.number(total);
  setup.expectNumber("lambda_per_server", rate / nodes);
  return rate;
}
