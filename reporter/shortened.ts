import type {
  ConversationRecord,
  ErrorRecord,
  EventRecord,
  HttpRecord,
  OutputRecord,
  WaitRecord,
} from '../src/record/test-record';
import { part } from '../src/text/part-of-text';

/** How many events are kept at either end; how many lines of output, and requests. */
const EVENTS = 50;
const LINES = 50;
/** How many waits are kept, and how many failed ones among them: a failure is about one of those. */
const WAITS = 100;
const FAILED_WAITS = 10;
const ERRORS = 5;
/** In characters; of bytes in base64, a multiple of four. */
const LONGEST = 256;
/** Of a failure. */
const LONGEST_MESSAGE = 2048;

interface Shortened {
  readonly errors: readonly ErrorRecord[];
  readonly conversation: ConversationRecord;
}

/**
 * A short form of an attempt, for a run with too many: its first failures, the waits that have failed and the first of the
 * others, and its first and last events, all of them cut.
 */
export function shortened<Attempt extends Shortened>({
  errors,
  conversation,
  ...attempt
}: Attempt): Omit<Attempt, keyof Shortened> & Shortened {
  const { events, waits, output, requests, omitted, omittedWaits = 0, ...rest } = conversation;
  const left = events.length - 2 * EVENTS;
  const kept = left > 0 ? [...events.slice(0, EVENTS), ...events.slice(-EVENTS)] : events;
  const omission = left > 0 ? { events: left + (omitted?.events ?? 0), behind: EVENTS } : omitted;
  const keptWaits = indexesOfKept(waits);
  const waitsLeft = omittedWaits + waits.length - keptWaits.size;
  return {
    ...attempt,
    errors: errors.slice(0, ERRORS).map((error) => shortError(error, keptWaits)),
    conversation: {
      ...rest,
      waits: waits.filter((_, index) => keptWaits.has(index)).map(shortWait),
      events: kept.map((event) => shortEvent(event, keptWaits)),
      requests: requests.slice(0, LINES).map(shortRequest),
      output: output.slice(-LINES).map((one): OutputRecord => ({ ...one, text: short(one.text) })),
      ...(omission && { omitted: omission }),
      ...(waitsLeft > 0 && { omittedWaits: waitsLeft }),
    },
  };
}

/** The indexes that waits have among those that are kept, by those that they had. */
type KeptWaits = ReadonlyMap<number, number>;

function indexesOfKept(waits: readonly WaitRecord[]): KeptWaits {
  const all = [...waits.keys()];
  const failed = all.filter((index) => waits[index]?.outcome !== 'satisfied').slice(0, FAILED_WAITS);
  const kept = new Set(failed);
  for (const index of all) if (kept.size < WAITS) kept.add(index);
  return new Map([...kept].sort((one, other) => one - other).map((index, now) => [index, now]));
}

/** With the index of its wait among those that are kept, if it is. */
function placed<One extends { readonly wait?: number }>(
  { wait, ...one }: One,
  kept: KeptWaits,
): Omit<One, 'wait'> & { wait?: number } {
  const now = wait === undefined ? undefined : kept.get(wait);
  return { ...one, ...(now !== undefined && { wait: now }) };
}

/** Without the lines of the test, which are where they were. */
function shortError({ source: _, message, ...error }: ErrorRecord, kept: KeptWaits): ErrorRecord {
  return { ...placed(error, kept), message: short(message, LONGEST_MESSAGE) };
}

function shortWait({ expected, breach, ...wait }: WaitRecord): WaitRecord {
  return { ...wait, expected: short(expected), ...(breach !== undefined && { breach: short(breach) }) };
}

function shortEvent({ text, value, bytes, problem, breach, reader, ...event }: EventRecord, waits: KeptWaits): EventRecord {
  return {
    ...event,
    ...(reader && { reader: placed(reader, waits) }),
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

const short = (text: string, longest = LONGEST): string => (text.length <= longest ? text : copy(`${part(text, 0, longest)}…`));

/** A copy, since a part of a string keeps the whole in memory. */
const copy = (text: string): string => Buffer.from(text).toString();
