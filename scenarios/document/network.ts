/** The network in the language. */
import type { LinkKind, LinkRule, LossSpec } from "../../sim/index.ts";
import { formatBandwidth } from "../units/bandwidth.ts";
import { formatPercent } from "../units/fraction.ts";
import { timesDocument } from "./distribution.ts";
import { present } from "./traffic.ts";

/** Rules as the language orders them: by ends, by kind of link, everywhere. */
export function networkDocument(rules: readonly LinkRule[]): unknown {
  const zones = rules.filter(({ between }) => between !== null);
  const links = [...new Set(rules.flatMap(({ between, link }) => (between === null && link !== null ? [link] : [])))];
  return present({
    ...linksDocument(rules, null),
    links: links.length === 0 ? undefined : Object.fromEntries(links.map((link) => [link, linksDocument(rules, link)])),
    zones: zones.length === 0 ? undefined : zones.map(zoneDocument),
  });
}

function linksDocument(rules: readonly LinkRule[], kind: LinkKind | null): Readonly<Record<string, unknown>> {
  const of = (way: LinkRule["direction"]): LinkRule | undefined =>
    rules.find(({ between, link, direction = "both" }) => between === null && link === kind && direction === way);
  const [both, forward, back] = [of("both"), of("forward"), of("back")];
  return present({
    ...(both === undefined ? {} : propertiesDocument(both)),
    forward: forward === undefined ? undefined : propertiesDocument(forward),
    back: back === undefined ? undefined : propertiesDocument(back),
  });
}

function zoneDocument(rule: LinkRule): unknown {
  const { between, direction, link } = rule;
  return present({ between: [...between!], ...propertiesDocument(rule), direction, link: link ?? undefined });
}

function propertiesDocument(rule: LinkRule): Readonly<Record<string, unknown>> {
  const { latency, bandwidthBytesPerSecond, loss, duplication, ordered } = rule;
  return present({
    latency: latency === undefined ? undefined : timesDocument(latency),
    bandwidth: bandwidthBytesPerSecond === undefined ? undefined : formatBandwidth(bandwidthBytesPerSecond),
    loss: loss === undefined ? undefined : lossDocument(loss),
    duplication: duplication === undefined ? undefined : formatPercent(duplication),
    ordered,
  });
}

/** A fraction, or the chain of bursts. */
export function lossDocument(loss: LossSpec): unknown {
  if (loss.kind === "independent") return formatPercent(loss.probability);
  const { goodToBad, badToGood, lossInGood, lossInBad } = loss;
  return {
    gilbertElliott: {
      goodToBad: formatPercent(goodToBad),
      badToGood: formatPercent(badToGood),
      lossInGood: formatPercent(lossInGood),
      lossInBad: formatPercent(lossInBad),
    },
  };
}
