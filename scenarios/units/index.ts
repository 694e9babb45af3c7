/** Units as people write them: read and printed without loss. */
export { formatBandwidth, parseBandwidth } from "./bandwidth.ts";
export { formatDuration, formatSeconds, parseDuration, parseSeconds } from "./duration.ts";
export { formatPercent, parsePercent } from "./fraction.ts";
export { formatRate, parseRate } from "./rate.ts";
export { formatSize, parseSize } from "./size.ts";
