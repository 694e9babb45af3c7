/** Producers at work: when they publish, and how a message begins. */
import { NONE } from "../balancers/contract.ts";
import { ARRIVAL, CLIENT_WAKES } from "../core/event-kinds.ts";
import type { EventLoop } from "../core/event-loop.ts";
import type { Ns } from "../core/time.ts";
import type { GatewayChoice } from "../gateway/gateway-choice.ts";
import type { Recorder } from "../measure/recorder.ts";
import { REAL, WHOLE, type MessageTable } from "../traffic/message-table.ts";
import type { Producer } from "../traffic/producer.ts";
import type { Ending } from "./ending.ts";
import type { Way } from "./way.ts";

const { GATEWAY, NODE, PRODUCER } = WHOLE;
const { PUBLISHED_NS, SEQUENCE } = REAL;
const NOT_SENT = NONE;

export interface PublishingParts {
  readonly producers: readonly Producer[];
  /** Nothing is published from then on. */
  readonly durationNs: Ns;
  readonly loop: EventLoop;
  readonly messages: MessageTable;
  readonly choice: GatewayChoice;
  readonly recorder: Recorder;
  readonly way: Way;
  readonly ending: Ending;
}

export class Publishing {
  /** Messages published so far. */
  count = 0;
  readonly #producers: readonly Producer[];
  readonly #durationNs: Ns;
  readonly #loop: EventLoop;
  readonly #messages: MessageTable;
  readonly #choice: GatewayChoice;
  readonly #recorder: Recorder;
  readonly #way: Way;
  readonly #ending: Ending;

  constructor(parts: PublishingParts) {
    this.#producers = parts.producers;
    this.#durationNs = parts.durationNs;
    this.#loop = parts.loop;
    this.#messages = parts.messages;
    this.#choice = parts.choice;
    this.#recorder = parts.recorder;
    this.#way = parts.way;
    this.#ending = parts.ending;
  }

  /** Starts the producers. Traces must have their first records by now. */
  start(): void {
    this.#producers.forEach((producer, index) => {
      for (let client = 0; client < producer.clients; client++) this.think(index);
      if (producer.clients === 0) this.#schedule(index);
    });
  }

  /** The ARRIVAL event: one message of the producer, or a batch of them. */
  arrive(index: number): void {
    for (let left = this.#producers[index]!.arrivals.batch; left > 0; left--) this.publish(index);
    this.#schedule(index);
  }

  #schedule(index: number): void {
    const nextNs = this.#producers[index]!.arrivals.nextNs();
    if (nextNs >= this.#durationNs) this.#stop();
    else if (index < this.#loop.alarms) this.#loop.setAlarm(index, nextNs);
    else this.#loop.at(nextNs, ARRIVAL, index, 0);
  }

  #stop(): void {
    if (this.#ending.stopped()) this.#recorder.close();
  }

  /** A client of a closed population thinks, and then publishes. */
  think(index: number): void {
    const wakesNs = this.#loop.nowNs + this.#producers[index]!.thinkNs();
    if (wakesNs < this.#durationNs) this.#loop.at(wakesNs, CLIENT_WAKES, index, 0);
  }

  /** The producer publishes a message now. */
  publish(index: number): void {
    const producer = this.#producers[index]!;
    const id = this.#messages.add();
    const { whole, real } = this.#messages;
    real[(id >> 1) | SEQUENCE] = this.count++;
    real[(id >> 1) | PUBLISHED_NS] = this.#loop.nowNs;
    whole[id | PRODUCER] = index;
    whole[id | NODE] = NOT_SENT;
    producer.fill(id, this.#messages);
    this.#way.published(id, producer);
    const gateway = this.#choice.pick(index);
    whole[id | GATEWAY] = gateway;
    this.#recorder.published(id, index);
    this.#way.setOff(id, gateway);
  }
}
