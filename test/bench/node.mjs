/** A plain node of one worker, as resolved scenarios have it. */
export function plainNode(name) {
  return {
    name,
    group: "n",
    zone: "default",
    workers: 1,
    speed: 1,
    weight: 1,
    queueCapacity: Infinity,
    discipline: "fifo",
    overflow: "reject",
    durable: false,
  };
}
