/** From arrivals as data to the process that makes them. */
import type { Random } from "../../core/random.ts";
import { sampler } from "../../core/samplers.ts";
import type { ArrivalProcess, OpenArrivalSpec } from "./arrival-process.ts";
import { BurstyArrivals } from "./bursty.ts";
import { checkArrivals } from "./check.ts";
import { ScheduledArrivals } from "./scheduled.ts";
import { BatchArrivals, NoArrivals, PoissonArrivals, RegularArrivals } from "./steady.ts";

export type { ArrivalProcess, OpenArrivalSpec } from "./arrival-process.ts";

/** The arrival process over a stream. Throws a RangeError that names the parameter where one is out of range. */
export function arrivalProcess(spec: OpenArrivalSpec, random: Random): ArrivalProcess {
  checkArrivals(spec);
  switch (spec.kind) {
    case "poisson":
      return spec.ratePerSecond > 0 ? new PoissonArrivals(spec.ratePerSecond, random) : new NoArrivals();
    case "regular":
      return spec.ratePerSecond > 0 ? new RegularArrivals(spec.ratePerSecond) : new NoArrivals();
    case "bursty":
      if (spec.states.every((state) => state.ratePerSecond === 0)) return new NoArrivals();
      return new BurstyArrivals(spec.states, random);
    case "batch":
      if (spec.batchesPerSecond === 0) return new NoArrivals();
      return new BatchArrivals(spec.batchesPerSecond, sampler(spec.size, random), random);
    case "schedule":
      if (spec.points.every((point) => point.ratePerSecond === 0)) return new NoArrivals();
      return new ScheduledArrivals(spec, random);
  }
}
