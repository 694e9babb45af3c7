/** The language of values to vary, for the command line and for tools of one's own. */
export { isVaryFault, parseVary, type Vary, type VaryFault, type VaryList } from "./parse.ts";
export { readQuantity, writeQuantity, type VaryQuantity, type VaryUnit } from "./quantity.ts";
export { isWholeRange, spacedValues, valueAt, wholeCount, type VaryRange } from "./range.ts";
