/** The kinds of experiments that have a result file. */
import type { CompareFile, SweepFile, TuneFile } from "../../sim/index.ts";

/** What `evenkeel compare`, `sweep` or `tune` wrote; `kind` tells them apart. */
export type ExperimentFile = CompareFile | SweepFile | TuneFile;

export type ExperimentKind = ExperimentFile["kind"];
