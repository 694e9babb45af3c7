/** What an algorithm keeps for the active servers, and once more for the backups. */
import type { NodeId } from "../contract.ts";
import { ACTIVE, BACKUP, type Group, type Servers } from "./servers.ts";

export class ByGroup<T> {
  /** Of the groups that have servers; the active servers' first. */
  readonly all: readonly T[];
  readonly #servers: Servers;

  constructor(servers: Servers, make: (group: Group) => T) {
    const hasBackups = servers.group.includes(BACKUP);
    this.all = hasBackups ? [make(ACTIVE), make(BACKUP)] : [make(ACTIVE)];
    this.#servers = servers;
  }

  of(node: NodeId): T {
    return this.all[this.#servers.group[node]!]!;
  }

  /** Of the group whose turn it is. It must have a usable server. */
  get inUse(): T {
    return this.all[this.#servers.groupInUse]!;
  }
}
