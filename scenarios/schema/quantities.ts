/** Leaves with units: durations, rates, sizes, fractions. */
import type { z } from "zod";
import { DURATION_PATTERN, formatDuration, parseDuration, parseSeconds } from "../units/duration.ts";
import { BANDWIDTH_PATTERN, parseBandwidth } from "../units/bandwidth.ts";
import { parsePercent, PERCENT_PATTERN } from "../units/fraction.ts";
import { parseRate, RATE_PATTERN } from "../units/rate.ts";
import { parseSize, SIZE_PATTERN } from "../units/size.ts";
import { leaf, refuse, type Json, type Refusal } from "./leaf.ts";

/** Simulated time counts whole nanoseconds in a double: exact up to here. */
const LONGEST_NS = 104 * 86_400e9;

const DURATION_JSON: Json = {
  id: "duration",
  anyOf: [{ type: "string", pattern: DURATION_PATTERN }, { const: 0 }],
  examples: ["150ms", "1.5s", "2m", "1h30m"],
};

/** A point in simulated time or a stretch of it, in whole nanoseconds; at least `least`. */
export function duration(example: string, least: number = 0): z.ZodType<number> {
  return timeLeaf(example, DURATION_JSON, (ns) => {
    if (Math.round(ns) < least) return refuse(least === 1 ? "more than 0s" : `at least ${formatDuration(least)}`);
    return ns > LONGEST_NS ? refuse("at most 104d") : Math.round(ns);
  });
}

/** The same, or a word that stands for a special value. */
export function durationOr<const W extends string, T>(
  example: string,
  word: W,
  meaning: T,
  least: number = 0,
): z.ZodType<number | T> {
  return leaf<number | T>({
    expected: `a duration such as ${example}, or ${word}`,
    json: { anyOf: [...(DURATION_JSON.anyOf as Json[]), { const: word }], examples: [example, word] },
    read: (value) => {
      if (value === word) return meaning;
      const ns = value === 0 ? 0 : typeof value === "string" ? parseDuration(value) : null;
      if (ns === null) return undefined;
      if (Math.round(ns) < least) return refuse("more than 0s");
      return ns > LONGEST_NS ? refuse("at most 104d") : Math.round(ns);
    },
  });
}

/** A parameter of a distribution of times, in nanoseconds, fractions of them included. */
export const timeValue: z.ZodType<number> = timeLeaf("8ms", DURATION_JSON, (ns) =>
  ns > LONGEST_NS ? refuse("at most 104d") : ns,
);

/** The same, above 0. */
export const positiveTime: z.ZodType<number> = timeLeaf("8ms", DURATION_JSON, (ns) => {
  if (ns <= 0) return refuse("more than 0s");
  return ns > LONGEST_NS ? refuse("at most 104d") : ns;
});

/** Seconds from `min` to `max`: a balancer's parameter. */
export function seconds(min: number, max: number): z.ZodType<number> {
  const range = `a duration from ${formatDuration(min * 1e9)} to ${formatDuration(max * 1e9)}`;
  return leaf({
    expected: range,
    json: DURATION_JSON,
    read: (value) => {
      const read = value === 0 ? 0 : typeof value === "string" ? parseSeconds(value) : null;
      return read === null || read < min || read > max ? undefined : read;
    },
  });
}

const RATE_JSON: Json = { id: "rate", type: "string", pattern: RATE_PATTERN, examples: ["400/s", "12/min", "0.5/ms"] };

/** Per second; a rate of 0 is refused unless it is allowed. */
export function rate(example: string, zeroAllowed: boolean = false): z.ZodType<number> {
  return leaf({
    expected: `a rate such as ${example}`,
    json: RATE_JSON,
    read: (value) => {
      const perSecond = typeof value === "string" ? parseRate(value) : null;
      if (perSecond === null) return undefined;
      if (perSecond === 0 && !zeroAllowed) return refuse("a rate above 0/s");
      return perSecond <= 1e12 ? perSecond : refuse("a rate of at most 1000/ns");
    },
  });
}

const SIZE_JSON: Json = {
  id: "size",
  anyOf: [{ type: "string", pattern: SIZE_PATTERN }, { const: 0 }],
  examples: ["4KiB", "1.5MB", "200B"],
};

/** Bytes, fractions included: a parameter of a distribution of sizes. */
export const sizeValue: z.ZodType<number> = sizeLeaf(true);

/** The same, above 0. */
export const positiveSize: z.ZodType<number> = sizeLeaf(false);

/** Bytes per second, above 0. */
export const bandwidth: z.ZodType<number> = leaf({
  expected: "a bandwidth such as 10MB/s or 1Gbit/s",
  json: { id: "bandwidth", type: "string", pattern: BANDWIDTH_PATTERN, examples: ["10MB/s", "1Gbit/s"] },
  read: (value) => {
    const bytesPerSecond = typeof value === "string" ? parseBandwidth(value) : null;
    if (bytesPerSecond === null) return undefined;
    return bytesPerSecond > 0 ? bytesPerSecond : refuse("more than 0B/s");
  },
});

/** 0 to 1, or 0% to 100%; percentages only of text. */
export function fraction(min: number, max: number): z.ZodType<number> {
  return leaf({
    expected: min === 0 && max === 1 ? "a fraction such as 2% or 0.02" : `a fraction from ${min} to ${max}`,
    json: {
      anyOf: [
        { type: "number", minimum: min, maximum: max },
        { type: "string", pattern: PERCENT_PATTERN },
      ],
      examples: ["2%", 0.02],
    },
    read: (value) => {
      const read = typeof value === "number" ? value : typeof value === "string" ? parsePercent(value) : null;
      if (read === null || Number.isNaN(read)) return undefined;
      return read < min || read > max ? refuse(`a fraction from ${min} to ${max}`) : read;
    },
  });
}

function timeLeaf(example: string, json: Json, check: (ns: number) => number | Refusal): z.ZodType<number> {
  return leaf<number>({
    expected: `a duration such as ${example}`,
    json,
    read: (value) => {
      const ns = value === 0 ? 0 : typeof value === "string" ? parseDuration(value) : null;
      return ns === null ? undefined : check(ns);
    },
  });
}

function sizeLeaf(zeroAllowed: boolean): z.ZodType<number> {
  return leaf<number>({
    expected: "a size such as 4KiB",
    json: SIZE_JSON,
    read: (value) => {
      const bytes = value === 0 ? 0 : typeof value === "string" ? parseSize(value) : null;
      if (bytes === null) return undefined;
      if (bytes === 0 && !zeroAllowed) return refuse("more than 0B");
      return bytes <= 2 ** 53 ? bytes : refuse("at most 8192TiB");
    },
  });
}
