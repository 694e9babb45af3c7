/** What the recorded driver makes of `$binary_remote_addr`, of which no sequence is stored: the clients' four bytes. */
import { crc32 as zlibCrc32 } from "node:zlib";
import { expect, test } from "vitest";
import { nginx } from "./players/nginx/index.ts";

const CLIENTS = ["192.0.2.77", "10.1.2.3", "203.0.113.250", "127.0.0.1", "198.51.100.9", "8.8.4.4"];
const SERVERS = 5;

/** Cache::Memcached's hash over servers of equal weight: the port, from 18001 on. */
function portOf(key: Uint8Array): string {
  return String(18_001 + (((zlibCrc32(key) >>> 16) & 0x7fff) % SERVERS));
}

function configOf(expression: string): string {
  const servers = Array.from({ length: SERVERS }, (_, i) => `server 127.0.0.1:${18_001 + i};`).join(" ");
  return `events {} http { upstream u { hash ${expression}; ${servers} } server { location / { proxy_pass http://u; } } }`;
}

const bytesOf = (client: string): Uint8Array => Uint8Array.from(client.split("."), Number);

test.each([
  ["$binary_remote_addr", CLIENTS, bytesOf],
  // Among other text only bytes below 128 are characters of one byte.
  [
    "$binary_remote_addr:a",
    ["10.1.2.3", "127.0.0.1", "8.8.4.4"],
    (of: string) => Uint8Array.of(...bytesOf(of), 58, 97),
  ],
] as const)("hash %s", (expression, clients, keyOf) => {
  const byClientIp = clients.map((client) => [client, portOf(keyOf(client))] as const);
  const recording = { file: "binary.json", system: "nginx", config: configOf(expression), byClientIp };
  const { expected, actual } = nginx.play(recording);
  expect(actual).toEqual(expected);
  expect(new Set(byClientIp.map(([, port]) => port)).size).toBeGreaterThan(1);
});
