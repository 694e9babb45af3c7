/** What makes no difference to a run, and why. Whatever is not named here does, or the test fails. */
import { pathText } from "../../../scenarios/wording.ts";
import type { Leaf } from "./schema-keys.ts";

/** Keys of the schema that no run depends on. */
export const KEYS: readonly (readonly [key: RegExp, reason: string])[] = [
  [/^(\$schema|name|question|claim|description|notes|expect)$/, "for readers, editors and tests: no run sees it"],
  [/^(producer|nodes)\.name$/, "a name, to which other parts of the scenario refer"],
  [/^faults\.as$|^balancers\.[^.]+\.as$/, "a label"],
  [/^balancers$/, "which balancers run; the suite of balancers tells them apart"],
];

/** Keys of balancers; the conformance suite shows that each of their parameters matters. */
export const ELSEWHERE: RegExp = /^balancers\./;

const DETECTION = "no node goes down that gateways have not been told of";
const BRANCHES = "the probabilities sum to 1, so that none changes alone; see below";
const SIZES = "nothing there depends on sizes: no link has a bandwidth and no node a bounded memory";
const REFERRED = "links or faults name this zone, so that it cannot be another one alone";

/** Values of shipped scenarios that make no difference in theirs. */
const VALUES: Readonly<Record<string, readonly (readonly [path: RegExp, reason: string])[]>> = {
  "at-most-once.yaml": [
    [/^gateways\.(delivery|retries)$/, "tries are only lost on the way, which no gateway hears of: that is its point"],
  ],
  "big-data-batches.yaml": [[/^traffic\[0\]\.size\./, SIZES]],
  "circuit-breaker.yaml": [[/^gateways\.detection$/, DETECTION]],
  "effectively-once.yaml": [[/\.window$/, "longer than any message is repeated after its first try"]],
  "flash-crowd.yaml": [[/schedule\[0\]\.at$/, "until the second point the rate is the same"]],
  "gray-node-ejected.yaml": [[/^gateways\.detection$/, DETECTION]],
  "gray-node.yaml": [[/^gateways\.detection$/, DETECTION]],
  "hedged-requests.yaml": [[/branches\[\d\]\.probability$/, BRANCHES]],
  "live-chat.yaml": [[/^traffic\[0\]\.size\./, SIZES]],
  "restart-drained.yaml": [[/^gateways\.detection$/, DETECTION]],
  "shop-morning.yaml": [
    [/^gateways\.queue\.capacity$/, "its own balancers name a node for every message; the queue is for others"],
  ],
  "slow-wire.yaml": [[/between\[0\]$/, "the only gateway"]],
  "tail-at-scale.yaml": [[/branches\[\d\]\.probability$/, BRANCHES]],
  "zone-partition.yaml": [
    [/^gateways\.detection$/, DETECTION],
    [/^(gateways|nodes\[\d\])\.zone$/, REFERRED],
  ],
};

/** Why a key makes no difference anywhere; undefined: it must. */
export function reasonOfKey(key: string): string | undefined {
  return KEYS.find(([known]) => known.test(key))?.[1];
}

/** Why a value of a shipped scenario makes none there; undefined: it must. */
export function reasonOfValue(file: string, { path }: Leaf): string | undefined {
  return VALUES[file]?.find(([known]) => known.test(pathText(path)))?.[1];
}
