/** Which values of a document make a difference: each is changed, and the runs compared. */
import type { Resolved } from "../../../scenarios/resolve/scenario.ts";
import { courseOf, differs, read, timeOfEvent, type Course } from "./course.ts";
import { otherValues } from "./other-values.ts";
import { leavesOf, withValue, type Leaf } from "./schema-keys.ts";
import { shortened } from "./shorten.ts";

/** Events that a shortened run takes, about. */
const EVENTS = 8_000;

/** Traces end by themselves. */
const MOST_NS = 1e13;

/** Ends of links that need no name. */
const EVERYBODY = ["producers", "gateways", "nodes", "gateway1"];

/** A document that is ready to be changed. */
export class Specimen {
  readonly leaves: readonly Leaf[];
  readonly #document: unknown;
  readonly #file: string;
  readonly #parsed: Resolved;
  readonly #names: readonly string[];
  readonly #courses: Map<number, Course> = new Map();

  constructor(document: unknown, file: string) {
    this.#document = document;
    this.#file = file;
    const parsed = read(document, file);
    if (parsed === null) throw new Error(`${file}: refused`);
    this.#parsed = parsed;
    this.leaves = leavesOf(document);
    const { traffic, gateways, nodes } = parsed.scenario;
    const all = [...nodes, ...traffic].flatMap(({ name, zone }) => [name, zone]);
    this.#names = [...new Set([...EVERYBODY, ...all, ...nodes.map(({ group }) => group), ...gateways.zones])];
  }

  /** One that takes so many events, about. */
  static async shortened(document: unknown, file: string): Promise<Specimen> {
    const whole = new Specimen(document, file);
    const { durationNs } = whole.#parsed.scenario;
    const factor = Math.min(durationNs, MOST_NS) / (await timeOfEvent(whole.#parsed, EVENTS));
    return factor > 1 ? new Specimen(shortened(document, factor), file) : whole;
  }

  /** Whether another value there lets a run take another course, under its first balancers first. */
  async hasEffect(leaf: Leaf): Promise<boolean> {
    const others = otherValues(leaf, this.#names);
    const parsed = others.map(() => undefined as Resolved | null | undefined);
    for (const balancer of this.#balancersOf(leaf))
      for (const [index, value] of others.entries()) {
        const changed = (parsed[index] ??= read(withValue(this.#document, leaf.path, value), this.#file));
        if (changed !== null && (await differs(changed, balancer, await this.#courseOf(balancer)))) return true;
      }
    return false;
  }

  #balancersOf({ path: [section, index] }: Leaf): readonly number[] {
    const all = this.#parsed.scenario.balancers.map((_, balancer) => balancer);
    return section === "balancers" && typeof index === "number" ? [index] : all;
  }

  async #courseOf(balancer: number): Promise<Course> {
    const course = this.#courses.get(balancer) ?? (await courseOf(this.#parsed, balancer));
    this.#courses.set(balancer, course);
    return course;
  }
}
