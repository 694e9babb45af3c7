/** Who plays which system's recordings, by the first word of `system`. */
import type { Player } from "../recording.ts";
import { haproxy } from "./haproxy/index.ts";
import { nginx } from "./nginx/index.ts";
import { rabbitmq } from "./rabbitmq.ts";
import { redis } from "./redis.ts";

export const players: Readonly<Partial<Record<string, Player>>> = { haproxy, nginx, rabbitmq, redis };
