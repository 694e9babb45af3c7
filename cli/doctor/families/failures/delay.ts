/** How long each reply takes by itself, in the words of a set-up. */
import type { DistributionSpec } from "../../../../sim/index.ts";
import { parseService } from "../../service.ts";
import { NotCovered, type Setup } from "../../setup.ts";

const DELAY = /^iid (.+?)(?: per copy)?(?:, no queueing| round trip)?$/;

/** `iid exponential mean 1, no queueing`: any service time's words; a unit of time said after a figure is the unit of all. */
export function delayOf(setup: Setup): DistributionSpec {
  const text = setup.text("delay");
  const [, words] = DELAY.exec(text) ?? [];
  if (words === undefined) throw new NotCovered(`setup.delay: ${JSON.stringify(text)} is not understood`);
  return parseService(words.replace(/(\d) m?s$/, "$1"), 1, setup).distribution;
}
