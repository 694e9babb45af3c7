/** Closed forms of queueing theory: what mathematics says the answer must be. Imports nothing of the simulator. */
export { batchMm1, fixedBatch, geometricBatch, type BatchSize } from "./batch.ts";
export { UnstableError } from "./domain.ts";
export { erlangB, erlangC } from "./erlang.ts";
export { allenCunneen, kingmanBound, type TwoMoments } from "./gg1.ts";
export { dm1, erlangM1, gim1, type Gim1 } from "./gim1.ts";
export { md1 } from "./md1.ts";
export { mg1, mg1Quantiles } from "./mg1.ts";
export { mm1, type Mm1 } from "./mm1.ts";
export { mmc, type Mmc } from "./mmc.ts";
export { mmck, type Mmck } from "./mmck.ts";
export { mmppM1, mmppRate, type ModulationState } from "./mmpp.ts";
export { priorityNonPreemptive, priorityPreemptiveResume, type PriorityClass } from "./priority.ts";
export { processorSharing, processorSharingOfSize } from "./processor-sharing.ts";
export type { QueueMeans, QueueQuantiles } from "./queue.ts";
export { redundancyResponse } from "./redundancy.ts";
export { gammaService, hyperexponentialService, type ServiceMoments, type ServiceTransform } from "./service.ts";
export { supermarket, type Supermarket } from "./supermarket.ts";
