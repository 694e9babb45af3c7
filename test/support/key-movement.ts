/** How many keys move when nodes come and go, and how evenly keys lie, asked of the balancers one key after the other. */
import { findBalancer, type NodeConfig, type ParameterValue } from "../../sim/index.ts";
import { FakeGateway } from "../conformance/fake-gateway.ts";

/** A balancer with its parameters. */
export interface Subject {
  readonly name: string;
  readonly parameters?: Readonly<Record<string, ParameterValue>>;
  /** Whether each server has an `id` of its own in its metadata, which stays with it. */
  readonly ids?: boolean;
}

/** Fractions of all keys. */
export interface Movement {
  /** At another node than before. */
  readonly moved: number;
  /** Refused or kept waiting, since their node is away. */
  readonly refused: number;
}

/** At which chance adds about a twentieth to the fullest of ten nodes. */
const KEYS = 10_000;
/** Sets of names: where a node's points lie is chance. */
const NAME_SETS = 3;

export interface KeyMovement {
  /** A node leaves the routable ones and stays configured. */
  readonly down: Movement;
  /** A node is taken out of the middle of the list. */
  readonly removed: Movement;
  /** A further node is configured, at the end of the list. */
  readonly added: Movement;
  /** The fullest node's keys over the mean, before anything changes. */
  readonly fullest: number;
}

/** Of a balancer over so many nodes, on average over sets of names. */
export function keyMovement(subject: Subject, nodes: number): KeyMovement {
  const all = Array.from({ length: NAME_SETS }, (_, set) => withNames(subject, namesOf(set, nodes + 1)));
  const mean = (of: (one: KeyMovement) => number): number => all.reduce((sum, one) => sum + of(one), 0) / NAME_SETS;
  const movement = (kind: "down" | "removed" | "added"): Movement => ({
    moved: mean((one) => one[kind].moved),
    refused: mean((one) => one[kind].refused),
  });
  return {
    down: movement("down"),
    removed: movement("removed"),
    added: movement("added"),
    fullest: mean(({ fullest }) => fullest),
  };
}

/** The last of the names is the one that is added. */
function withNames(subject: Subject, more: readonly string[]): KeyMovement {
  const names = more.slice(0, -1);
  const middle = names.length >> 1;
  const gateway = gatewayOf(subject, names);
  const before = addressesOf(gateway, names);
  gateway.leave(middle);
  const down = addressesOf(gateway, names);
  const fewer = names.filter((_, place) => place !== middle);
  return {
    down: compared(before, down),
    removed: compared(before, addressesOf(gatewayOf(subject, fewer), fewer)),
    added: compared(before, addressesOf(gatewayOf(subject, more), more)),
    fullest: (greatestCount(before) * names.length) / KEYS,
  };
}

function namesOf(set: number, count: number): string[] {
  return Array.from({ length: count }, (_, place) => `10.${set}.${place >> 8}.${place & 255}:80`);
}

function gatewayOf({ name, parameters = {}, ids = false }: Subject, names: readonly string[]): FakeGateway {
  const metadataOf = (address: string): NodeConfig["metadata"] =>
    ids ? { id: String(1 + Number(/(\d+):80$/.exec(address)![1])) } : {};
  const servers = names.map((address): Partial<NodeConfig> => ({
    name: address,
    address,
    metadata: metadataOf(address),
  }));
  return new FakeGateway(findBalancer(name)!, { nodes: names.length, servers, parameters });
}

/** By key: the address that it goes to; null where it is refused. */
function addressesOf(gateway: FakeGateway, names: readonly string[]): readonly (string | null)[] {
  return Array.from({ length: KEYS }, (_, number) => {
    // Spread over the clients' networks, since some balancers go by those.
    const node = gateway.pick({ key: 1 + (Math.imul(number, 0x9e3779b1) & 0xffffff) });
    gateway.settle();
    return names[node] ?? null;
  });
}

function compared(before: readonly (string | null)[], after: readonly (string | null)[]): Movement {
  const refused = after.filter((address) => address === null).length;
  const elsewhere = after.filter((address, key) => address !== before[key]).length;
  return { moved: (elsewhere - refused) / KEYS, refused: refused / KEYS };
}

function greatestCount(addresses: readonly (string | null)[]): number {
  const counts = new Map<string | null, number>();
  for (const address of addresses) counts.set(address, (counts.get(address) ?? 0) + 1);
  return Math.max(...counts.values());
}
