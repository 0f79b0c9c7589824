import { createHash } from 'node:crypto';
import type { Payload } from '../codecs/codec';
import type { Connection } from '../connection/connection';
import type { Expected } from '../expectations/expected';
import { undecided } from '../expectations/trouble';
import { eachSentOnce } from '../log/messages';
import type { Message, ProtocolEntry, ReceivedMessage, TranscriptEntry } from '../log/transcript';
import { count } from '../text/count';
import { show } from '../text/show';
import { UsageError } from '../text/usage-error';
import type { Placeholders } from './placeholders';
import { VolatilePath } from './volatile-paths';
import { frameText } from './wire-text';

/** Which part of a stream is written, and how. */
interface StreamTextOptions {
  /** Whether only what was received is written. Defaults to `false`. */
  readonly received?: boolean;
  /** Writes only messages that match. */
  readonly only?: Expected | undefined;
  /** Whether the lines are sorted, for a stream whose order is free. Defaults to `false`. */
  readonly sorted?: boolean;
  /** Whether pings and pongs are written. If a clock drives them, their places differ from run to run. Defaults to `false`. */
  readonly heartbeats?: boolean;
  /** Whether protocol traffic of the codec is written. Defaults to `false`. */
  readonly protocol?: boolean;
  /** Paths in messages whose values differ from run to run. */
  readonly volatile?: readonly string[];
  /** Which received messages are written: those that were read, or all that have come. */
  readonly extent: 'read' | 'all';
}

/** The most messages of a stream: no reviewer reads more. */
const LONGEST_STREAM = 10_000;
/** Longer text, and more bytes, are written as their length and a hash. */
const LONGEST_TEXT = 64 * 1024;
const LONGEST_HEX = 64;

/**
 * A line for each event, in an order that depends on what the test did and read, never on when messages arrived: a sent
 * message stands after the last message that had been read when it was sent, or after the one that it answers.
 * @throws {UsageError} for a stream that is too long, a volatile path that matches nothing, or an `only` without a verdict.
 */
export function streamText(connections: readonly Connection[], placeholders: Placeholders, options: StreamTextOptions): string {
  const paths = (options.volatile ?? []).map((path) => new VolatilePath(path));
  for (const { address } of connections) placeholders.knowPort(new URL(address).port);
  const parts = connections.map((connection) => {
    const lines = linesOf(connection, placeholders, options, paths);
    const body = lines.length === 0 ? ['(nothing)'] : options.sorted ? lines.sort() : lines;
    return connections.length === 1 ? body : [connection.name, ...body.map((line) => `  ${line}`)];
  });
  const trouble = options.only && undecided([options.only]);
  if (trouble) throw new UsageError(`What was given as { only } ${trouble.sentence}`);
  const unused = paths.find(({ used }) => !used);
  if (unused) throw new UsageError(unused.unusedText);
  return parts.flat().join('\n');
}

function linesOf(
  { name, log, closing, codecName, volatile }: Connection,
  placeholders: Placeholders,
  { received, only, heartbeats, protocol, extent }: StreamTextOptions,
  own: readonly VolatilePath[],
): string[] {
  const routine = (heartbeats ? 0 : log.forgottenHeartbeats) + (protocol ? 0 : log.forgottenTraffic);
  const forgotten = log.forgotten - routine;
  if (forgotten > 0) {
    const left = `${count(forgotten, 'event')} of ${name} left the transcript (limits.transcript)`;
    throw new UsageError(`${left}, so a snapshot would lack them. Raise limits.transcript.`);
  }
  const isWanted = (entry: Written): boolean => {
    if (received && isSent(entry)) return false;
    if (entry.kind === 'message') {
      if (entry.direction === 'received' ? !isPartOf(entry) : entry.isRepeat) return false;
      return !only || only.matches(entry);
    }
    if (only) return false;
    if (entry.kind === 'protocol') return protocol ?? false;
    if (entry.kind === 'ping' || entry.kind === 'pong') return heartbeats ?? false;
    return entry.kind === 'open' || entry.kind === 'frame' || closing.seen;
  };
  const upTo = extent === 'read' ? log.cursor : Number.POSITIVE_INFINITY;
  const isPartOf = ({ number, status }: ReceivedMessage) => extent === 'all' || (number <= upTo && status !== 'unread');
  const wanted = inOrderOfCause(eachSentOnce(log.entries), upTo).filter(isWanted);
  if (wanted.length > LONGEST_STREAM) {
    throw new UsageError(
      `${name} has ${count(wanted.length, 'event')}, but a snapshot holds at most ${LONGEST_STREAM}. Narrow it with { only: expected }.`,
    );
  }
  const paths = [...volatile.map((path) => new VolatilePath(path)), ...own];
  const lines = wanted.map((entry) => lineOf(entry, { placeholders, paths, isJson: codecName === 'json' }));
  return withPlaceholders(lines, placeholders);
}

/** A line in two parts: the kind of the event, and its JSON, in which placeholders may stand. */
interface Line {
  readonly head: string;
  readonly json?: string | undefined;
}

/** All lines at once: one long text is searched far faster than thousands of short ones. JSON has no line breaks. */
function withPlaceholders(lines: readonly Line[], placeholders: Placeholders): string[] {
  const texts: string[] = [];
  for (const { json } of lines) if (json !== undefined) texts.push(json);
  const shown = placeholders.inJson(texts.join('\n')).split('\n');
  let next = 0;
  return lines.map(({ head, json }) => (json === undefined ? head : head + shown[next++]));
}

/** The entries that are written. Changes of the network are left out, since the test itself shows them. */
type Written = Exclude<TranscriptEntry, { kind: 'network' }>;

const isSent = (entry: Written): boolean => 'direction' in entry && entry.direction === 'sent';

interface Placed {
  readonly entry: Written;
  readonly after: number;
  readonly rank: number;
}

/** Received messages in the order in which they came; sent ones, and the client's own close, after what had been read then. */
function inOrderOfCause(entries: readonly TranscriptEntry[], upTo: number): Written[] {
  const placed: Placed[] = [];
  let read = 0;
  for (const entry of entries) {
    if (entry.kind === 'message' && entry.direction === 'received') {
      if (entry.number <= upTo) placed.push({ entry, after: entry.number, rank: 0 });
      read = Math.min(entry.number, upTo);
    } else if (entry.kind === 'message') {
      // an answer to a message that is not read yet is left out, like that message
      if (entry.after <= upTo) placed.push({ entry, after: entry.after, rank: 1 });
    } else if (entry.kind === 'protocol') {
      // traffic after the last message that was read is left out: more may be on its way, depending on the time
      if (entry.opens || entry.after < upTo) placed.push({ entry, after: entry.after, rank: 0 });
    } else if (entry.kind === 'network') continue;
    else if (entry.kind === 'frame') placed.push({ entry, after: entry.after, rank: 1 });
    else if (entry.kind === 'open') placed.push({ entry, after: 0, rank: 0 });
    else if (entry.kind === 'ping' || entry.kind === 'pong') placed.push({ entry, after: read, rank: 2 });
    else placed.push({ entry, after: Number.POSITIVE_INFINITY, rank: 3 }); // the end of the connection comes last
  }
  const isBefore = (a: Placed, b: Placed) => a.after - b.after || a.rank - b.rank;
  const isSorted = placed.every((one, index) => index === 0 || isBefore(placed[index - 1] as Placed, one) <= 0);
  return (isSorted ? placed : placed.sort(isBefore)).map(({ entry }) => entry);
}

interface Writing {
  readonly placeholders: Placeholders;
  readonly paths: readonly VolatilePath[];
  /** Whether text messages are JSON where they can be. */
  readonly isJson: boolean;
}

const ARROWS = { received: '←', sent: '→' };

function lineOf(entry: Written, writing: Writing): Line {
  switch (entry.kind) {
    case 'message':
      return withArrow(entry, messageLine(entry, writing));
    case 'frame':
      return withArrow(entry, rawLine(entry.payload, `frame ${frameText(entry)} `));
    case 'protocol': {
      const { head, json } = messageLine(entry, writing);
      return withArrow(entry, { head: `protocol ${head}`, json });
    }
    case 'open':
      return { head: 'open' };
    case 'ping':
    case 'pong':
      return { head: `${ARROWS[entry.direction]} ${entry.kind}` };
    case 'close': {
      if (entry.direction === 'none') return { head: 'cut' };
      const head = `${ARROWS[entry.direction]} close ${entry.code}`;
      return entry.reason === '' ? { head } : { head: `${head} `, json: JSON.stringify(entry.reason) };
    }
    case 'error':
      return { head: 'broken ', json: JSON.stringify(entry.message) };
  }
}

const withArrow = ({ direction }: { readonly direction: keyof typeof ARROWS }, { head, json }: Line): Line => ({
  head: `${ARROWS[direction]} ${head}`,
  json,
});

function messageLine(message: Message | ProtocolEntry, { placeholders, paths, isJson }: Writing): Line {
  const { payload, value } = message;
  if ('problem' in message && message.problem !== undefined) return rawLine(payload, 'undecodable ');
  if (payload.length > LONGEST_TEXT || value === payload) return rawLine(payload);
  // compact JSON is taken as it is; it is only written again if it is laid out with spaces or line breaks
  if (isJson && paths.length === 0 && typeof payload === 'string' && isCompact(payload)) return { head: '', json: payload };
  return { head: '', json: jsonText(paths.reduce((part, path) => path.apply(part, placeholders), value)) };
}

const isCompact = (payload: string): boolean => COMPACT.test(payload) && !SPACES.some((space) => payload.includes(space));
const COMPACT = /^["{[\-\dtfn]/;
const SPACES = ['\n', '\r', '\t', '": ', ', "', '{ '];

/** A user's codec may make values that JSON cannot express. */
function jsonText(value: unknown): string {
  try {
    return JSON.stringify(value) ?? show(value);
  } catch {
    return show(value);
  }
}

function rawLine(payload: Payload, before = ''): Line {
  const isText = typeof payload === 'string';
  const kind = `${before}${isText ? 'text' : 'binary'}`;
  const size = count(payload.length, isText ? 'character' : 'byte');
  if (payload.length > (isText ? LONGEST_TEXT : LONGEST_HEX)) {
    return { head: `${kind} ${size}, sha256 ${createHash('sha256').update(payload).digest('hex').slice(0, 16)}` };
  }
  return isText
    ? { head: `${kind} `, json: JSON.stringify(payload) }
    : { head: `${kind} ${size} ${payload.toString('hex')}`.trim() };
}
