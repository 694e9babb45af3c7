/** The figures that every queueing formula answers with, so that callers can put any of them beside a measurement. */

/** Steady-state means of one queueing station, in the time unit of the rates it was asked with. */
export interface QueueMeans {
  /** Fraction of server capacity in use. */
  readonly utilisation: number;
  /** Mean time from arrival until service starts. */
  readonly meanWaiting: number;
  /** Mean time from arrival until service ends. */
  readonly meanResponse: number;
  /** Time average of messages in the system, those in service among them (Little's law). */
  readonly meanInSystem: number;
}

/** A station whose distribution of response and waiting time is known too. */
export interface QueueQuantiles {
  /** The response time that a fraction `q` of messages stays within; q in [0, 1). */
  responseQuantile(q: number): number;
  /** The same of the waiting time; 0 where more than `q` of the messages do not wait. */
  waitingQuantile(q: number): number;
}

/** Completes the means from the mean waiting time by the definition of response time and Little's law. */
export function meansFromWaiting(
  arrivalRate: number,
  meanService: number,
  servers: number,
  meanWaiting: number,
): QueueMeans {
  const meanResponse = meanWaiting + meanService;
  return {
    utilisation: (arrivalRate * meanService) / servers,
    meanWaiting,
    meanResponse,
    meanInSystem: arrivalRate * meanResponse,
  };
}
