/** The trace readers: a described trace file becomes the blocks of messages that the simulation replays. */
export { chunksOf, type ByteSource, type OpenBytes } from "./bytes.ts";
export { inspectTrace, type Moments, type TraceSummary } from "./inspect-trace.ts";
export { openTrace, openTraces } from "./open-trace.ts";
export * from "./spec.ts";
export { TraceError, type TracePosition } from "./trace-error.ts";
