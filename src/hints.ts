import type { Closeness } from './closeness';
import type { Connection } from './connection';
import { type Expected, wouldMatch } from './expected';
import { loosely } from './nearest-miss';
import type { Part } from './outcome';
import { count, oneLine, said } from './show';
import { shownPlace } from './site';
import type { ReceivedMessage, SentMessage } from './transcript';

/** Of so many messages only the last are looked at. */
const LOOKED_AT = 20_000;

/** What may help who reads of a wait that failed: facts that the streams hold, each true whatever the cause. */
export function hintsFor(part: Part & { readonly by?: ReceivedMessage }, neighbours: readonly Connection[]): string[] {
  const { connection, lacks } = part;
  const { name, stream } = connection;
  const earlier = lastMatch(stream.transcript.received, lacks, ({ fate }) => fate === 'matched' || fate === 'skipped');
  const hints = [earlier ? earlierHint(earlier) : elsewhere(part, neighbours)];
  if (!earlier) {
    const sent = lastMatch(stream.transcript.sent, lacks);
    if (sent) hints.push(`${name} has sent such a message itself (→ #${sent.number}), and received none.`);
  }
  return [...hints.flat(), ...behindHint(part), ...codecHints(part)].filter((hint) => hint !== undefined);
}

/** A strict expectation has failed at one message, and a later one would have matched. */
function behindHint({ connection, lacks, by }: Part & { readonly by?: ReceivedMessage }): string[] {
  if (!by) return [];
  const behind = lastMatch(connection.stream.inbox.unread, lacks, ({ number }) => number > by.number);
  return behind ? [`A message that matches came behind it: #${behind.number}.`] : [];
}

function earlierHint({ number, fate, reader }: ReceivedMessage): string | undefined {
  if (!reader) return undefined;
  const by = `${reader.name} at ${shownPlace(reader.place)}`;
  return fate === 'matched'
    ? `A message that matches came earlier: #${number} satisfied ${by}.`
    : `A message that matches came earlier: #${number} was passed over by ${by}.`;
}

function elsewhere({ connection, lacks }: Part, neighbours: readonly Connection[]): string[] {
  const found = neighbours.flatMap((other) => {
    if (other === connection) return [];
    const message = lastMatch(other.stream.transcript.received, lacks);
    return message ? `${other.name} (#${message.number})` : [];
  });
  if (found.length === 0) return [];
  const names = found.length > 3 ? [...found.slice(0, 3), `${found.length - 3} more`] : found;
  return [`Such a message arrived at ${names.join(', ')}, not at ${connection.name}.`];
}

function codecHints({ connection, lacks }: Part): string[] {
  const unread = connection.stream.inbox.unread;
  const broken = unread.filter(({ problem }) => problem !== undefined);
  const binary = unread.filter(({ payload, value }) => typeof payload !== 'string' && value === payload);
  const wantsBytes = lacks.some(({ form }) => form === 'bytes' || form === 'anything');
  const hints: string[] = [];
  const [first] = broken;
  if (first) hints.push(`${numbers(broken)} could not be decoded: ${first.problem}.`);
  else if (binary.length > 0 && !wantsBytes) {
    const what = binary.length === 1 ? 'is binary' : 'are binary';
    hints.push(`${numbers(binary)} ${what}, and the codec '${connection.codecName}' gives binary messages as Buffers.`);
  }
  const cutOff = unread.filter(
    ({ payload, value }) => value === payload && typeof payload === 'string' && /^\s*[[{]/.test(payload),
  );
  if (cutOff.length > 0 && connection.codecName === 'json' && lacks.some(({ form }) => form !== 'text')) {
    hints.push(
      `${numbers(cutOff)} ${cutOff.length === 1 ? 'begins' : 'begin'} as JSON and cannot be parsed: ${parseError(cutOff[0])}.`,
    );
  }
  if (wantsBytes && lacks.some(({ form }) => form === 'bytes') && binary.length === 0 && unread.length > 0) {
    hints.push(`Bytes are expected, and ${unread.length === 1 ? 'the unread message is' : 'the unread messages are'} text.`);
  }
  return hints;
}

function parseError(message: ReceivedMessage | undefined): string {
  try {
    JSON.parse(String(message?.payload));
    return 'it can now';
  } catch (error) {
    return said(error);
  }
}

/** A message that would match, were the type of a value another. */
export function typeHint(number: number, { misses }: Closeness): string | undefined {
  if (misses.length === 0 || !misses.every(({ received, expected }) => loosely(received, expected))) return undefined;
  const parts = misses.map(({ path, received, expected }) => {
    const types = `${typeof received}, not ${typeof expected}`;
    return path === '' ? types : `${oneLine(path)} (${types})`;
  });
  return `#${number} matches but for the type of ${parts.join(' and ')}.`;
}

type Message = ReceivedMessage | SentMessage;

function lastMatch<M extends Message>(messages: readonly M[], lacks: readonly Expected[], isOne = (_: M) => true): M | undefined {
  // anything at all is no clue
  const telling = lacks.filter(({ form }) => form !== 'anything');
  return messages
    .slice(-LOOKED_AT)
    .findLast((message) => isOne(message) && telling.some((expected) => wouldMatch(expected, message)));
}

function numbers(messages: readonly ReceivedMessage[]): string {
  if (messages.length > 3) return count(messages.length, 'message');
  return messages.map(({ number }) => `#${number}`).join(', ');
}
