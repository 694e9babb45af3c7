/** What runs inside each of the doctor's worker threads: an observation in, a run, its figures out. */
import { performer } from "../../runners/cores/perform.ts";
import { doctorHost } from "./host.ts";
import { observe, type Observation } from "./observe.ts";

export const perform: ReturnType<typeof performer> = performer((task) => observe(task as Observation, doctorHost));
