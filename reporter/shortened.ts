import type { ConversationRecord, EventRecord, HttpRecord, OutputRecord, WaitRecord } from '../src/record/test-record';
import { part } from '../src/text/part-of-text';

/** How many events are kept at either end; how many lines of output, and requests. */
const EVENTS = 50;
const LINES = 50;
/** How many waits are kept: the first ones, so that their indexes stay the same. */
const WAITS = 100;
/** In characters; of bytes in base64, a multiple of four. */
const LONGEST = 256;

/** A short form of a conversation, for a run with too many: its first waits, and its first and last events, cut. */
export function shortened({
  events,
  waits,
  output,
  requests,
  omitted,
  omittedWaits = 0,
  ...rest
}: ConversationRecord): ConversationRecord {
  const left = events.length - 2 * EVENTS;
  const kept = left > 0 ? [...events.slice(0, EVENTS), ...events.slice(-EVENTS)] : events;
  const omission = left > 0 ? { events: left + (omitted?.events ?? 0), behind: EVENTS } : omitted;
  const waitsLeft = omittedWaits + Math.max(0, waits.length - WAITS);
  return {
    ...rest,
    waits: waits.slice(0, WAITS).map(shortWait),
    events: kept.map(shortEvent),
    requests: requests.slice(0, LINES).map(shortRequest),
    output: output.slice(-LINES).map((one): OutputRecord => ({ ...one, text: short(one.text) })),
    ...(omission && { omitted: omission }),
    ...(waitsLeft > 0 && { omittedWaits: waitsLeft }),
  };
}

function shortWait({ expected, breach, ...wait }: WaitRecord): WaitRecord {
  return { ...wait, expected: short(expected), ...(breach !== undefined && { breach: short(breach) }) };
}

function shortEvent({ text, value, bytes, problem, breach, reader, ...event }: EventRecord): EventRecord {
  return {
    ...event,
    ...(reader && { reader: shortReader(reader) }),
    ...(text !== undefined && { text: short(text) }),
    ...(value !== undefined && { value: short(value) }),
    ...(bytes !== undefined && { bytes: copy(bytes.slice(0, LONGEST)) }),
    ...(problem !== undefined && { problem: short(problem) }),
    ...(breach !== undefined && { breach: short(breach) }),
  };
}

/** The reader of an event, without the index of its wait if that is not kept. */
function shortReader({ wait, ...reader }: NonNullable<EventRecord['reader']>): NonNullable<EventRecord['reader']> {
  return wait === undefined || wait >= WAITS ? reader : { ...reader, wait };
}

function shortRequest({ sent, received, ...request }: HttpRecord): HttpRecord {
  return {
    ...request,
    ...(sent !== undefined && { sent: short(sent) }),
    ...(received !== undefined && { received: short(received) }),
  };
}

const short = (text: string): string => (text.length <= LONGEST ? text : copy(`${part(text, 0, LONGEST)}…`));

/** A copy, since a part of a string keeps the whole in memory. */
const copy = (text: string): string => Buffer.from(text).toString();
