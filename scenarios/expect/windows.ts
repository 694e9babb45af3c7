/** Windows of time in expectations, `60s..80s`: what the result's series say between the two. */
import type { RunFigures, Series } from "../../sim/index.ts";
import { parseSeconds } from "../units/duration.ts";
import type { Extra } from "./measure.ts";

export interface Window {
  readonly from: number;
  readonly to: number;
}

/** In seconds of the run, warm-up included; null where the text is none. */
export function readWindow(text: string): Window | null {
  const parts = text.split("..");
  const [from, to] = parts.map((part) => (part.trim() === "0" ? 0 : parseSeconds(part)));
  if (parts.length !== 2 || from === undefined || to === undefined || from === null || to === null) return null;
  return { from, to };
}

/** Intervals start and end at whole multiples of their length, but for what doubles make of it. */
const HAIR = 1e-9;

interface Intervals {
  readonly series: Series;
  readonly first: number;
  /** Exclusive. */
  readonly end: number;
  readonly seconds: number;
}

/** The intervals that lie within the window; undefined where none does, or the run's series were not kept. */
function within(run: RunFigures, extra: Extra | null): Intervals | undefined {
  const { series } = run as RunFigures & { readonly series?: Series };
  const window = extra?.kind === "window" ? readWindow(extra.value) : null;
  if (series === undefined || window === null) return undefined;
  const { intervalSeconds, length } = series;
  const first = Math.max(0, Math.ceil(window.from / intervalSeconds - HAIR));
  const isWhole = window.to >= run.simulatedSeconds;
  const end = isWhole ? length : Math.min(length, Math.floor(window.to / intervalSeconds + HAIR));
  if (end <= first) return undefined;
  // The last interval of a run may be cut short.
  const seconds = Math.min(end * intervalSeconds, run.simulatedSeconds) - first * intervalSeconds;
  return { series, first, end, seconds };
}

type Counts = "offered" | "delivered" | "confirmed";

/** Messages per second, at the time at which they were published, processed, or confirmed to their producer. */
export function rateWithin(run: RunFigures, extra: Extra | null, what: Counts): number | undefined {
  const intervals = within(run, extra);
  return intervals && sum(intervals.series[what], intervals) / intervals.seconds;
}

/** Messages whose loss happened then. */
export function lostWithin(run: RunFigures, extra: Extra | null): number | undefined {
  const intervals = within(run, extra);
  if (intervals === undefined) return undefined;
  return Object.values(intervals.series.lost).reduce((all, counts) => all + sum(counts, intervals), 0);
}

/** Messages in the system, on average over the intervals. */
export function inSystemWithin(run: RunFigures, extra: Extra | null): number | undefined {
  const intervals = within(run, extra);
  return intervals && sum(intervals.series.inSystem, intervals) / (intervals.end - intervals.first);
}

/** The largest p99 of any interval; undefined where no response was confirmed. */
export function worstP99Within(run: RunFigures, extra: Extra | null): number | undefined {
  const intervals = within(run, extra);
  const seen = intervals?.series.p99.slice(intervals.first, intervals.end).filter((each) => each !== null) ?? [];
  return seen.length === 0 ? undefined : Math.max(...seen);
}

function sum(counts: readonly number[], { first, end }: Intervals): number {
  return counts.slice(first, end).reduce((all, count) => all + count, 0);
}
