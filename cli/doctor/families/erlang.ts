/** Erlang B and C: `{offered_erlangs, servers, system}`, with no waiting place (loss) or with all that are needed (delay). */
import { parseMeasure, type MeasureSpec } from "../measure.ts";
import { exponential, parseService } from "../service.ts";
import { NotCovered, type Setup } from "../setup.ts";
import type { Family } from "./family.ts";
import { poissonStation } from "./station.ts";

export const erlang: Family = {
  name: "Erlang-B/C",
  plan(setup, { measure: phrase }) {
    const arrivalRate = setup.number("offered_erlangs");
    const workers = setup.count("servers");
    const measure = parseMeasure(phrase);
    const places = isLossSystem(setup, measure) ? workers : Infinity;
    const service = setup.has("service") ? parseService(setup.text("service"), 1, setup) : exponential(1);
    return { model: poissonStation({ arrivalRate, service, workers, places }), measure };
  },
};

/** The system's own words decide; without them, only a system that loses has a blocking probability. */
function isLossSystem(setup: Setup, measure: MeasureSpec): boolean {
  if (!setup.has("system")) return measure.kind === "lost-fraction";
  const system = setup.text("system");
  if (/^M\/[MG]\/[mc]\/[mc]\b|\bloss\b|^Erlang[ -]B\b/.test(system)) return true;
  if (/^M\/M\/[mc](?!\/K)\b|\b(delay|queue|waiting)\b|^Erlang[ -]C\b/.test(system)) return false;
  throw new NotCovered(`setup.system: ${JSON.stringify(system)} is not understood`);
}
