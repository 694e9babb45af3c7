/** Every family that can be simulated, by the name that its cases have. To add one: a file beside this, and a line here. */
import { batchArrivals } from "./batch.ts";
import { closedMva, engset } from "./closed.ts";
import { dm1 } from "./dm1.ts";
import { idleQueueMultiDispatcher } from "./idle-queue-dispatchers.ts";
import { peakEwma } from "./peak-ewma.ts";
import { slowBackend } from "./slow-backend.ts";
import { redundancyD } from "./redundancy.ts";
import { erlang } from "./erlang.ts";
import { failureFamilies } from "./failures/index.ts";
import type { Family } from "./family.ts";
import { hashingFamilies } from "./hashing/index.ts";
import { priorityFailover } from "./priority-failover.ts";
import { smoothWeightedRoundRobin } from "./smooth-weighted-round-robin.ts";
import { subsetting } from "./subsetting.ts";
import { weightedLeastRequest } from "./weighted-least-request.ts";
import { heterogeneousServers } from "./heterogeneous.ts";
import { mg1 } from "./mg1.ts";
import { mm1, mm1k, mmc, mmck } from "./mm-queues.ts";
import { mmpp } from "./mmpp.ts";
import { priority } from "./priority.ts";
import { processorSharing } from "./processor-sharing.ts";
import { srpt } from "./srpt.ts";
import { heterogeneousSharedQueue } from "./shared-queue.ts";
import { supermarketFinite, supermarketLimit } from "./supermarket.ts";
import { idleQueueSymmetric, policyTable, roundRobinSplit, shortestQueueSymmetric } from "./symmetric.ts";

export const families: readonly Family[] = [
  mm1,
  mmc,
  mm1k,
  mmck,
  mg1,
  dm1,
  erlang,
  priority,
  processorSharing,
  srpt,
  engset,
  closedMva,
  batchArrivals,
  mmpp,
  roundRobinSplit,
  supermarketFinite,
  supermarketLimit,
  shortestQueueSymmetric,
  idleQueueSymmetric,
  idleQueueMultiDispatcher,
  heterogeneousServers,
  heterogeneousSharedQueue,
  policyTable,
  peakEwma,
  slowBackend,
  smoothWeightedRoundRobin,
  weightedLeastRequest,
  priorityFailover,
  subsetting,
  redundancyD,
  ...hashingFamilies,
  ...failureFamilies,
];

const byName: ReadonlyMap<string, Family> = new Map(families.map((family) => [family.name, family]));

/** The family of this name; undefined where it cannot be simulated yet. */
export function findFamily(name: string): Family | undefined {
  return byName.get(name);
}
