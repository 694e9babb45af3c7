/** Which links a fault's words mean. */
import type { EndSet, LinkSet } from "../../sim/index.ts";
import type { LinksSyntax } from "../schema/fault-hits.ts";
import { oneOf, quoted, type Path } from "../wording.ts";
import type { EndBook } from "./end-book.ts";
import type { Report } from "./report.ts";

/** `path`: of what was written, a map or a list of them. */
export function resolveLinks(
  written: readonly LinksSyntax[],
  path: Path,
  book: EndBook,
  report: Report,
): readonly LinkSet[] {
  const isList = Array.isArray(report.raw(path));
  return written.map(({ between, direction }, index) => {
    const place = [...path, ...(isList ? [index] : []), "between"];
    const known = between.map((names, side) => checkNames(names, [...place, side], book, report));
    const [from, to] = [book.together(between[0]), book.together(between[1])];
    if (known.every(Boolean) && !linked(from, to))
      report.expected(place, "ends with a link between them: of producers and gateways, or of gateways and nodes");
    return { from, to, direction };
  });
}

/** Reports links of which nothing but answers would be throttled, and these have no size. */
export function checkThrottled(links: readonly LinkSet[], path: Path, report: Report): void {
  const isList = Array.isArray(report.raw(path));
  links.forEach(({ from, to, direction }, index) => {
    const carries =
      (direction !== "back" && carriesMessages(from, to)) || (direction !== "forward" && carriesMessages(to, from));
    if (!carries && linked(from, to))
      report.expected(
        [...path, ...(isList ? [index] : []), "direction"],
        "a direction in which messages go, as answers have no size",
      );
  });
}

/** Returns whether somebody is called by each of the names. */
function checkNames(names: readonly string[], path: Path, book: EndBook, report: Report): boolean {
  const isList = Array.isArray(report.raw(path));
  const unknown = names.filter((name) => book.of(name) === undefined);
  names.forEach((name, index) => {
    if (book.of(name) === undefined)
      report.expected(isList ? [...path, index] : path, oneOf(book.names, name), quoted(name));
  });
  return unknown.length === 0;
}

function linked(one: EndSet, other: EndSet): boolean {
  return carriesMessages(one, other) || carriesMessages(other, one);
}

/** From producers to gateways and on to nodes; the other way there are only answers. */
function carriesMessages(from: EndSet, to: EndSet): boolean {
  const meet = (some: readonly number[], others: readonly number[]): boolean => some.length > 0 && others.length > 0;
  return meet(from.producers, to.gateways) || meet(from.gateways, to.nodes);
}
