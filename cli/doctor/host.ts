/** What the doctor's runs have around them. */
import { findBalancer, type RunHost } from "../../sim/index.ts";
import { NotCovered } from "./setup.ts";

/** The host of every run of the doctor: the catalogue, and no traces. */
export const doctorHost: RunHost = {
  definition(algorithm) {
    const definition = findBalancer(algorithm);
    if (definition === undefined) throw new NotCovered(`balancer ${algorithm} is not in the catalogue`);
    return definition;
  },
  openTrace(trace) {
    throw new NotCovered(`trace ${trace}: cases have none`);
  },
};
