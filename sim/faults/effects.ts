/** From a fault as data to what it does. */
import type { FaultSpec } from "../scenario.ts";
import type { Effect, EffectParts } from "./effect.ts";
import { Crash } from "./kinds/crash.ts";
import { Degrade } from "./kinds/degrade.ts";
import { Errors } from "./kinds/errors.ts";
import { Flap } from "./kinds/flap.ts";
import { OnLinks } from "./kinds/on-links.ts";
import { Pause } from "./kinds/pause.ts";
import { RollingRestart } from "./kinds/rolling-restart.ts";
import { ScaleIn } from "./kinds/scale-in.ts";
import { ScaleOut } from "./kinds/scale-out.ts";
import { Slow } from "./kinds/slow.ts";

export function effectOf(fault: FaultSpec, parts: EffectParts): Effect {
  switch (fault.kind) {
    case "crash":
      return new Crash(parts, fault.recovery);
    case "zone-outage":
      return new Crash(parts);
    case "pause":
      return new Pause(parts);
    case "degrade":
      return new Degrade(parts);
    case "errors":
      return new Errors(parts, fault);
    case "slow":
      return new Slow(parts, fault.factor, fault.shape ?? "step");
    case "flap":
      return new Flap(parts, fault.downNs, fault.upNs);
    case "rolling-restart":
      return new RollingRestart(parts, fault);
    case "scale-out":
      return new ScaleOut(parts, fault.nodes);
    case "scale-in":
      return new ScaleIn(parts, fault.drainNs);
    default:
      return new OnLinks(parts, fault);
  }
}
