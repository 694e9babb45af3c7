/** Plays Redis' recordings: the slots of keys. */
import { expect } from "vitest";
import { redisSlot } from "../../../../sim/balancers/shared/hash/crc16.ts";
import { utf8 } from "../../../../sim/balancers/shared/hash/utf8.ts";
import type { Played, Player, Recording } from "../recording.ts";

export const redis: Player = {
  play,
  behaviour: (recording) => () => {
    const { expected, actual } = play(recording);
    expect(actual).toEqual(expected);
  },
};

function play(recording: Recording): Played {
  const expected = recording["keySlots"] as readonly (readonly [key: string, slot: number])[];
  return { expected, actual: expected.map(([key]) => [key, redisSlot(utf8(key))]) };
}
