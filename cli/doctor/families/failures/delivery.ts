/** At least once over links that lose messages and answers: `{loss_data, loss_ack, max_attempts, dedup}`. */
import { ns } from "../../scenario.ts";
import type { FigureName } from "../../figures.ts";
import type { DeliverySpec } from "../../../../sim/index.ts";
import type { Family } from "../family.ts";
import { atOnce } from "./retries.ts";
import { figuresNamed, stand, way } from "./stand.ts";

const FIGURES: Readonly<Record<string, FigureName>> = {
  "mean attempts": "attempts",
  "P(never delivered)": "lost",
  "mean copies delivered": "copies",
  "P(delivered more than once)": "duplicated",
  "P(sender reports failure)": "told-failed",
  "P(reported failed but was delivered)": "failed-but-delivered",
};
const MEANING =
  /^each attempt: message lost w\.p\. p; if delivered, ack lost w\.p\. q; sender retries until ack or attempts exhausted$/;
/** An answer takes no time here, so that only a lost one is waited for in vain. */
const TIMEOUT = 0.5;

export const deliverySemantics: Family = {
  name: "delivery semantics",
  plan(setup, { measure }) {
    setup.expectText("meaning", MEANING);
    const attempts = setup.numberOrNull("max_attempts");
    const recognised: DeliverySpec = { kind: "effectively-once", windowNs: ns(1e6), scope: "cluster", lookupNs: 0 };
    const gateways = {
      timeouts: { perTryNs: ns(TIMEOUT), totalNs: Infinity, cancel: "abandon" },
      retries: atOnce(attempts === null ? Infinity : attempts - 1),
      ...(setup.yesOrNo("dedup") ? { delivery: recognised } : {}),
    } as const;
    const loss = (probability: number) => ({ loss: { kind: "independent", probability } as const });
    const links = [way("forward", loss(setup.fraction("loss_data"))), way("back", loss(setup.fraction("loss_ack")))];
    return { model: stand({ failures: { gateways, links } }), measure: figuresNamed(measure, FIGURES) };
  },
};
