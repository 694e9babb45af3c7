/** The numbers of the event kinds. What `a` and `b` carry stands beside each; the engine's switch says what happens. */

/** A producer's next arrival. a: producer. */
export const ARRIVAL = 0;
/** A client of a closed population has thought. a: producer. */
export const CLIENT_WAKES = 1;
/** A message reaches its gateway. a: message. */
export const AT_GATEWAY = 2;
/** A message reaches its node. a: message. */
export const AT_NODE = 3;
/** A worker is done with a message. a: message, b: its epoch when the service was scheduled, c: node. */
export const DEPARTURE = 4;
/** A processor-sharing node is done with its next message. a: node, b: the node's epoch. */
export const SHARED_DEPARTURE = 5;
/** The node's answer reaches the gateway. a: message. */
export const REPLY_AT_GATEWAY = 6;
/** The answer reaches the producer. a: message. */
export const REPLY_AT_PRODUCER = 7;
/** A fault's occurrence begins, or ends. a: occurrence. */
export const FAULT_BEGINS = 8;
export const FAULT_ENDS = 9;
/** It goes on to its next step. a: occurrence, b: step. */
export const FAULT_STEPS = 40;
/** The gateways learn that a node has gone or come back. a: node, b: 1 up, 0 down. */
export const MEMBERSHIP = 10;
/** The gateways learn that a node is degraded, or no longer. a: node, b: 1 degraded, 0 not. */
export const DEGRADATION = 42;
/** Whoever directs producers learns that a gateway has gone or come back. a: gateway, b: 1 up, 0 down. */
export const GATEWAY_NEWS = 41;
/** The run is over. */
export const END = 11;
/** A balancer's probe reaches its node. a: node, b: probe. */
export const PROBE_AT_NODE = 12;
/** Its answer reaches the gateway. a: node, b: probe. */
export const PROBE_AT_GATEWAY = 13;
/** A try of a message reaches its node. a: try. */
export const TRY_AT_NODE = 15;
/** The node's answer to a try reaches the gateway. a: try. */
export const TRY_ANSWERED = 16;
/** The gateway's cancellation of a try reaches its node. a: try. */
export const CANCEL_AT_NODE = 17;
/** The gateway learns that a try is being served. a: try. */
export const TRY_STARTED = 18;
/** A wire whose bandwidth may change is through with what it sent. a: wire, b: its epoch when that was scheduled. */
export const WIRE_FREE = 30;
/** A node has run out of messages. a: node, b: who is to hear of it; 0: everybody. */
export const NODE_IDLE = 14;
/** A node that erred on a message answers it. a: message, b: its epoch when the answer was promised. */
export const NODE_ERRS = 32;
/** A message's deadline passes while it waits at a node where such messages leave. a: message. */
export const NODE_DEADLINE = 33;
/** A node has replayed what it kept over a crash. a: node, b: the node's epoch. */
export const NODE_REPLAYED = 34;
/** A node that had more to hold than its memory has been started again. a: node. */
export const NODE_RESTARTED = 35;
/** A time that a balancer has asked for is up. a: which. */
export const BALANCER_DUE = 36;

// Of guards: what gateways do to protect themselves and their nodes. From here on up, `GuardRoom` handles them; a gateway's process has a number of its own.
export const GUARDS_FROM = 48;
/** A gateway is to probe a node's health. a: process, b: node. */
export const CHECK_DUE = 48;
/** The probe has had its time. a: process, b: node. */
export const CHECK_TIMED_OUT = 49;
/** A gateway looks at its outliers. a: process. */
export const OUTLIER_SWEEP = 50;
/** A breaker has been open for its time. a: process, b: node. */
export const BREAKER_WAITED = 51;
/** A node that came back has its next weight. a: process, b: node. */
export const SLOW_START_STEP = 52;
/** A try has waited for its node for as long as it may. a: try, b: ticket. */
export const LIMIT_WAITED = 53;
/** The gateways hear of a change of another one's tries in flight. a: gateway, b: node and direction. */
export const IN_FLIGHT_TOLD = 54;

// Of the exchange, where a message may have several tries; b names the row's tenant unless it says otherwise.
export const PRODUCERS_SIDE_FROM = 64;
/** A message, or a second copy of it, reaches its gateway. a: message. */
export const MESSAGE_AT_GATEWAY = 64;
/** An answer reaches the producer. a: message, b: 1 good, 0 bad. */
export const ANSWER_AT_PRODUCER = 65;
/** The producer waits no longer. a: message. */
export const PRODUCER_WAITED = 66;
export const GATEWAY_TIMERS_FROM = 68;
/** The gateway waits for a try no longer. a: try. */
export const TRY_TIMED_OUT = 68;
/** It works on a message no longer. a: message. */
export const MESSAGE_TIMED_OUT = 69;
/** a: message. */
export const HEDGE_DUE = 70;
/** A message has waited for its next try. a: message. */
export const RETRY_DUE = 72;
