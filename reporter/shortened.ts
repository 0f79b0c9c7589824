import type { ConversationRecord, EventRecord, HttpRecord, OutputRecord } from '../src/record/test-record';
import { part } from '../src/text/part-of-text';

/** How many events, at either end; how many lines of output, and requests. */
const EVENTS = 50;
const LINES = 50;
/** In characters; of bytes in base64, a multiple of four. */
const LONGEST = 256;

/** A conversation of which little is kept, for a run that has too many: its waits, and of what was said the ends, cut. */
export function shortened({ events, output, requests, omitted, ...rest }: ConversationRecord): ConversationRecord {
  const left = events.length - 2 * EVENTS;
  const kept = left > 0 ? [...events.slice(0, EVENTS), ...events.slice(-EVENTS)] : events;
  const omission = left > 0 ? { events: left + (omitted?.events ?? 0), behind: EVENTS } : omitted;
  return {
    ...rest,
    events: kept.map(shortEvent),
    requests: requests.slice(0, LINES).map(shortRequest),
    output: output.slice(-LINES).map((one): OutputRecord => ({ ...one, text: short(one.text) })),
    ...(omission && { omitted: omission }),
  };
}

function shortEvent({ text, value, bytes, problem, breach, ...event }: EventRecord): EventRecord {
  return {
    ...event,
    ...(text !== undefined && { text: short(text) }),
    ...(value !== undefined && { value: short(value) }),
    ...(bytes !== undefined && { bytes: copy(bytes.slice(0, LONGEST)) }),
    ...(problem !== undefined && { problem: short(problem) }),
    ...(breach !== undefined && { breach: short(breach) }),
  };
}

function shortRequest({ sent, received, ...request }: HttpRecord): HttpRecord {
  return {
    ...request,
    ...(sent !== undefined && { sent: short(sent) }),
    ...(received !== undefined && { received: short(received) }),
  };
}

const short = (text: string): string => (text.length <= LONGEST ? text : copy(`${part(text, 0, LONGEST)}…`));

/** A part of a string keeps all of it in memory. */
const copy = (text: string): string => Buffer.from(text).toString();
