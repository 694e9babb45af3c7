/** What tells one job's result from another's: a hash over all that the result depends on, and nothing else. */
import { createHash } from "node:crypto";
import type { AnyJob, Scenario } from "../../sim/index.ts";

/** What a job depends on beside its own data, by content: hashes, or any text that differs where the content does. */
export interface Fingerprints {
  /** Of the simulator. */
  readonly version: string;
  /** By the names that the scenario's producers use: a trace's file, and how it is read. */
  readonly traces: Readonly<Record<string, string>>;
  /** By algorithm: the user's own balancers. `null`: what it depends on is not certain. */
  readonly balancers: Readonly<Record<string, string | null>>;
}

/** 64 hex digits, the same on every machine; null where the job's balancer is not certain. */
export function jobKey(job: AnyJob, { version, traces, balancers }: Fingerprints): string | null {
  const { scenario, balancer, seed, keep = "all" } = job;
  const code = Object.hasOwn(balancers, balancer.algorithm) ? balancers[balancer.algorithm]! : "catalogue";
  if (code === null) return null;
  return sha256(canonical([version, scenarioHash(scenario), tracesOf(scenario, traces), balancer, code, seed, keep]));
}

/** 64 hex digits. */
export function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** JSON whose text is the same for equal data: keys in order; and numbers that JSON does not know, unquoted. */
export function canonical(value: unknown): string {
  if (typeof value === "number") return String(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  const sorted = entries.sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${sorted.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(",")}}`;
}

const hashes = new WeakMap<Scenario, string>();

/** Of what a run sees of its scenario. Its words, its other balancers and what is expected of them are not among that. */
function scenarioHash(scenario: Scenario): string {
  const known = hashes.get(scenario);
  if (known !== undefined) return known;
  const {
    name: _name,
    question: _question,
    claim: _claim,
    seed: _seed,
    balancers: _all,
    expect: _,
    ...seen
  } = scenario;
  const hash = sha256(canonical(seen));
  hashes.set(scenario, hash);
  return hash;
}

function tracesOf({ traffic }: Scenario, traces: Fingerprints["traces"]): readonly (string | undefined)[] {
  return traffic.flatMap(({ arrivals }) => (arrivals.kind === "trace" ? [traces[arrivals.trace]] : []));
}
