/** What must hold of a run between any two events. */
import type { Simulation } from "../../sim/engine.ts";
import { AT_NODE, CELL, GONE } from "../../sim/gateway/exchange/cells.ts";
import { ERRS, NO_MESSAGE, TRY, WHOLE, type MessageId } from "../../sim/traffic/message-table.ts";

const { FATE } = WHOLE;

/** A rule that a run broke. */
export class Violation extends Error {
  override readonly name = "Violation";
}

export function insist(holds: boolean, what: () => string): void {
  if (!holds) throw new Violation(what());
}

/** Throws a `Violation`, or what the ledger throws. */
export function audit(run: Simulation): void {
  run.recorder.ledger.check();
  auditNodes(run);
  auditRows(run);
}

function auditNodes({ cluster, nowNs }: Simulation): void {
  for (let node = 0; node < cluster.nodes.count; node++) {
    const [inSystem, busy, workers] = [cluster.inSystem(node), cluster.busy(node), cluster.workers(node)];
    const due = cluster.isUp(node) ? Math.min(inSystem, workers) : 0;
    insist(inSystem >= 0, () => `${inSystem} messages at node ${node} at ${nowNs} ns`);
    insist(
      busy >= 0 && busy <= due,
      () => `${busy} of ${workers} workers busy at node ${node} of ${inSystem} messages at ${nowNs} ns`,
    );
  }
}

/** Every row is a message that is not over, or a try that is somewhere, of a message that is still there. */
function auditRows(run: Simulation): void {
  const { messages, tries, cluster, nowNs } = run;
  let untold = 0;
  let listed = 0;
  let rows = 0;
  let atNodes = 0;
  messages.forEach((id) => {
    if (messages.whole[id | FATE] === TRY) {
      rows++;
      if (tries!.get(id, CELL.PLACE) === AT_NODE && !isAtDoor(run, id)) atNodes++;
      insist(!isOver(run, id), () => `row ${id}: a try that is nowhere at ${nowNs} ns`);
    } else if (tries === null) untold++;
    else {
      if (tries.get(id, CELL.TOLD) === 0) untold++;
      insist(!isForgotten(run, id), () => `row ${id}: a message that is over at ${nowNs} ns`);
      for (let one = tries.next(id); one !== NO_MESSAGE; one = tries.next(one)) listed++;
    }
  });
  insist(
    untold === messages.length,
    () => `${messages.length} messages counted, ${untold} in the table at ${nowNs} ns`,
  );
  insist(listed === rows, () => `${rows} tries in the table, ${listed} of messages at ${nowNs} ns`);
  if (tries === null) return;
  let held = 0;
  for (let node = 0; node < cluster.nodes.count; node++) held += cluster.inSystem(node);
  insist(held === atNodes, () => `${atNodes} tries at nodes, which hold ${held} at ${nowNs} ns`);
}

/** Its node has not taken it in, or has thrown it out, and is about to say so. */
function isAtDoor({ messages }: Simulation, id: MessageId): boolean {
  return messages.whole[id | WHOLE.IN_SERVICE]! >= ERRS;
}

function isOver({ tries }: Simulation, id: MessageId): boolean {
  return tries!.get(id, CELL.PLACE) === GONE && tries!.get(id, CELL.PINS) === 0 && !tries!.isOpen(id);
}

function isForgotten(run: Simulation, id: MessageId): boolean {
  const tries = run.tries!;
  const has = (column: number): boolean => tries.get(id, column) > 0;
  if (has(CELL.ROWS) || has(CELL.PINS) || has(CELL.COMING)) return false;
  if (has(CELL.TOLD)) return has(CELL.CONCLUDED);
  // Nothing is out, nothing is due: who would tell its producer?
  return !has(CELL.WAITS_FOR) && !has(CELL.IS_TIMED) && !has(CELL.HEDGE_IS_DUE);
}
