/**
 * What stands beside a row of the message table in runs of the exchange: of a try which message it is of, where it is, and
 * what its gateway still expects of it; of a message how far it has come. Destructure at a module's top what hot code needs.
 */

// Where a try is.
/** Its node has been picked, and it has not been sent. */
export const PICKED = 0;
export const ON_ITS_WAY = 1;
export const AT_NODE = 2;
/** Its answer, or the news of its loss, is on the way back. */
export const ANSWERED = 3;
/** Cancelled before it reached its node, which will ignore it. */
export const IGNORED = 4;
/** Neither at a node nor on any way. */
export const GONE = 5;
/** Its gateway holds it back until its node has room for it. */
export const HELD = 6;

// What its gateway expects of it.
/** Its answer. */
export const OPEN = 0;
/** Nothing: it has been answered. */
export const ANSWERED_FOR = 1;
/** Nothing: the gateway has given it up, and no longer listens. */
export const ABANDONED = 2;
/** Nothing good, since it has been cancelled; an answer that comes all the same still counts. */
export const CALLED_OFF = 3;

// How it came to be sent.
export const FIRST = 0;
export const RETRY = 1;
export const HEDGE = 2;
export const NETWORK = 3;
export const COPY = 4;

// What a message waits for before its next try.
export const NOTHING = 0;
/** A node: its gateway has it, perhaps in its queue. */
export const NODE_FOR_IT = 1;
/** Its backoff. */
export const BACKOFF = 2;

/** Columns beside a row. Those of tries and those of messages share numbers: a row is one or the other. */
export const CELL = {
  /** Of both: grows with every new tenant of the row, so that timers know a row's tenants apart. */
  TENANT: 0,
  /** Of both: reasons beside its place why the row must stay: an event or a loop will name it. */
  PINS: 1,
  /** The next try of the same message; of a message, its first try. */
  NEXT: 2,
  /** The try before, or the message; of a message, its last try. */
  BEFORE: 3,

  // Of a try.
  /** Its message. */
  ORIGINAL: 4,
  PLACE: 5,
  /** OPEN, ANSWERED_FOR, ABANDONED or CALLED_OFF. */
  STATE: 6,
  SERVED: 7,
  /** Its gateway has heard that it is being served. */
  STARTED: 8,
  ORIGIN: 9,
  /** Tries of the message that came before it. */
  NUMBER: 10,
  /** Its gateway chose the node: the balancer did not name it, and is not to hear of it. */
  UNASKED: 11,
  /** The try whose second copy the network made this one, and that row's tenant. */
  TWIN: 12,
  TWIN_TENANT: 13,

  // Of a message.
  /** Tries in the table. */
  ROWS: 4,
  /** Those of them that are somewhere. */
  ABOUT: 5,
  /** Those that have a node and are not sent yet. */
  UNSENT: 6,
  /** Tries that may still be served. */
  LIVING: 7,
  /** Tries that its gateway expects an answer of. */
  OPEN_TRIES: 8,
  /** Those of them that are being served, as far as the gateway has heard. */
  GOING: 9,
  /** Tries that were called off and have not come to an end. */
  CALLED_OFF_TRIES: 10,
  /** How often the message was sent again. */
  ROUNDS: 11,
  /** How often it was processed, each node counted once where several are needed. */
  PROCESSED: 12,
  /** Services that its gateway was waiting for as they ended. */
  USEFUL: 13,
  /** Good answers that its gateway has heard, each node counted once where several are needed. */
  HEARD: 14,
  /** Its gateway has done with it. */
  CONCLUDED: 15,
  /** What its producer was told: 0 nothing yet, else a TOLD of the ledger. */
  TOLD: 16,
  /** NOTHING, NODE_FOR_IT or BACKOFF. */
  WAITS_FOR: 17,
  /** Of it on its way from its producer to its gateway. */
  COMING: 18,
  ARRIVED: 19,
  /** Tries that its gateway has sent. */
  SENT: 20,
  HEDGES: 21,
  /** A hedge of it is due later. */
  HEDGE_IS_DUE: 22,
  /** Its producer will give up waiting at a time that is set. */
  IS_TIMED: 23,
  /** Second copies of its tries that the network has made. */
  TWINS: 24,
  /** It was processed more often than is needed: one more than the origin of the try that was; 0: it was not. */
  AGAIN: 25,
} as const;

/** Columns to a row: as many as the message table has whole ones, so that one id names both rows. */
export const COLUMNS = 32;
/** Columns that a try has, and a message. */
export const TRY_COLUMNS = 14;
export const MESSAGE_COLUMNS = 26;
