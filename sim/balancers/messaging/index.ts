/** How message systems choose a queue or partition; nodes stand for queues, partitions or masters. */
import type { BalancerDefinition } from "../contract.ts";
import { kafkaAdaptive } from "./kafka/adaptive.ts";
import { kafkaKeyed } from "./kafka/keyed.ts";
import { kafkaRoundRobin } from "./kafka/round-robin.ts";
import { kafkaSticky } from "./kafka/sticky.ts";
import { pulsarKey } from "./pulsar/key.ts";
import { pulsarRoundRobin } from "./pulsar/round-robin.ts";
import { rabbitmqConsistentHash } from "./rabbitmq/consistent-hash-exchange.ts";
import { rabbitmqModulusHash } from "./rabbitmq/modulus-hash-exchange.ts";
import { rabbitmqSuperStream } from "./rabbitmq/super-stream.ts";
import { redisSlots } from "./redis-slots.ts";
import { rocketmqKey } from "./rocketmq/key.ts";
import { rocketmqRoundRobin } from "./rocketmq/round-robin.ts";

export const messageBalancers: readonly BalancerDefinition[] = [
  rabbitmqConsistentHash,
  rabbitmqModulusHash,
  rabbitmqSuperStream,
  kafkaKeyed,
  kafkaSticky,
  kafkaAdaptive,
  kafkaRoundRobin,
  pulsarKey,
  pulsarRoundRobin,
  rocketmqKey,
  rocketmqRoundRobin,
  redisSlots,
];
