import type { Connection } from '../src/connection/connection';
import { type Expected, wouldMatch } from '../src/expectations/expected';
import { partOf, sampleOf } from '../src/explain/closeness';
import { messageText, payloadLine, WHOLE, wrapped } from '../src/explain/message-text';
import { type NearestMiss, nearestBytes } from '../src/explain/nearest-miss';
import { lineWidth } from '../src/explain/terminal';
import { eachSentOnce } from '../src/log/messages';
import type { Message, ReceivedMessage } from '../src/log/transcript';
import { bytesOf } from '../src/runtime/bytes';
import { count } from '../src/text/count';
import { listed } from '../src/text/listed';
import { keyIn, keysText } from '../src/text/path-text';
import { oneLine } from '../src/text/show';
import { comparedLines } from './failure-message';
import { type Printers, printDiff, printExpected } from './printing';

/** How many messages are listed: the conversation below the failure shows more. */
const LISTED = 5;
const LONGEST_MARK = '> #1,000 '.length;

/** One line for each message, cut to fit; the message that the failure is about is shown whole, on several lines. */
export function messageLines(all: readonly Message[], most: number, nearest?: Message): string[] {
  const room = lineWidth() - LONGEST_MARK;
  const messages = eachSentOnce(all);
  const shown = messages.slice(-most);
  if (nearest && messages.includes(nearest) && !shown.includes(nearest)) shown.splice(0, 1, nearest);
  const left = messages.length - shown.length;
  return [
    ...(left > 0 ? [`  … ${count(left, shown[0] === nearest ? 'other' : 'earlier one')}`] : []),
    ...shown.flatMap((message) => {
      if (message !== nearest) return [`  #${message.number} ${messageText(message, room)}`];
      const [first = '', ...rest] = wrapped(messageText(message, WHOLE), room);
      return [`> #${message.number} ${first}`, ...rest.map((line) => `     ${line}`)];
    }),
  ];
}

/** The unread messages, with the nearest one marked. */
export function unreadLines(connection: Connection, nearest?: Message): string[] {
  const { name, log } = connection;
  const { unread, cursor } = log;
  const read = cursor === 0 ? '' : `, after ${count(cursor, 'message')} already read`;
  const head =
    unread.length === 0
      ? `${name} has no unread messages${read}.`
      : `${name} has ${count(unread.length, 'unread message')}${read}:`;
  return [head, ...messageLines(unread, LISTED, nearest), ...unfinishedLines(connection)];
}

/** What has come of a message that is not complete. */
function unfinishedLines({ log, unfinished, codecName }: Connection): string[] {
  const lines: string[] = [];
  const [first] = log.incomplete;
  if (first !== undefined) {
    const bytes = log.incomplete.reduce((sum, { length }) => sum + length, 0);
    const what = `${count(bytes, 'byte')} arrived that are not a whole message yet, according to the codec '${codecName}'`;
    lines.push(`  (a part) ${payloadLine(first, lineWidth() - LONGEST_MARK)}`, `  ${what}`);
  }
  if (unfinished > 0)
    lines.push(`  ${count(unfinished, 'byte')} arrived of a message whose end did not (a fragment, or half a frame)`);
  return lines;
}

/** The nearest message as a diff, or how the nearest one differs from a schema or from bytes. */
export function nearestBlocks(
  printers: Printers,
  nearest: NearestMiss | undefined,
  looked: readonly ReceivedMessage[],
  lacks: readonly Expected[],
): string[][] {
  if (nearest) return differenceBlocks(printers, nearest);
  return [schemaLines(looked, lacks), bytesLines(looked, lacks)];
}

function differenceBlocks(printers: Printers, { message, wanted, expected, closeness }: NearestMiss): string[][] {
  if (closeness.misses.length === 0 && wouldMatch(expected, message)) return [[`#${message.number} matches, but was not taken.`]];
  const received = expected.exact ? message.value : partOf(message.value, wanted);
  const paths = closeness.misses.flatMap(({ path, received }) => {
    return path === '' ? [] : `${oneLine(path)}${received === undefined ? ' (missing)' : ''}`;
  });
  const where = paths.length === 0 ? '' : `, differs in ${listed(paths, 3)}`;
  const diff = printDiff(printers, sampleOf(wanted) ?? wanted, received);
  if (!diff) return [[`The nearest is #${message.number}${where}. Printed, both are ${printExpected(printers, wanted)}.`]];
  return [[`The nearest is #${message.number}${where}:`], diff, alsoLines(message, wanted)];
}

/** Fields that often say why a message is not the expected one, and that a diff of the expected fields leaves out. */
const TELLING = ['error', 'errors', 'message', 'reason', 'code', 'status', 'detail', 'details'];

function alsoLines({ number, value }: Message, wanted: unknown): string[] {
  if (typeof value !== 'object' || value === null || bytesOf(value)) return [];
  const expected = Object(sampleOf(wanted) ?? wanted) as object;
  const fields = TELLING.filter((key) => Object.hasOwn(value, key) && !(key in expected));
  if (fields.length === 0) return [];
  const part = Object.fromEntries(fields.map((key) => [key, (value as Record<string, unknown>)[key]]));
  return [`#${number} also has ${oneLine(JSON.stringify(part) ?? '', lineWidth() - LONGEST_MARK)}`];
}

function schemaLines(looked: readonly ReceivedMessage[], lacks: readonly Expected[]): string[] {
  const { issues } = lacks.find((expected) => expected.issues) ?? {};
  if (!issues || looked.length === 0) return [];
  const [nearest] = looked
    .slice(-100)
    .flatMap((message) => {
      const found = issues(message);
      return found ? { message, found } : [];
    })
    .sort((a, b) => a.found.length - b.found.length);
  if (!nearest) return [];
  const lines = nearest.found.slice(0, LISTED).map(({ path = [], message }) => {
    const place = placeText(nearest.message.value, path);
    return `  ${oneLine(place === '' ? message : `${place}: ${message}`)}`;
  });
  const more = nearest.found.length > LISTED ? [`  … ${count(nearest.found.length - LISTED, 'more issue')}`] : [];
  return [`What the schema finds wrong with #${nearest.message.number}:`, ...lines, ...more];
}

/** The place of an issue in a message. A part of a path is a key, or an object that holds it; an index may be text. */
function placeText(value: unknown, path: readonly unknown[]): string {
  let at = value;
  const keys = path.map((part) => {
    const key = (typeof part === 'object' && part !== null && 'key' in part ? part.key : part) as PropertyKey;
    const around = Object(at) as Record<PropertyKey, unknown>;
    at = around[key];
    return typeof key === 'number' ? key : keyIn(around, key);
  });
  return keysText(keys);
}

function bytesLines(looked: readonly ReceivedMessage[], lacks: readonly Expected[]): string[] {
  const wanted = bytesOf(lacks.find(({ form }) => form === 'bytes')?.source);
  const nearest = wanted && nearestBytes(looked, wanted);
  const got = nearest && bytesOf(nearest.message.value);
  if (!got) return [];
  return [
    `The nearest, #${nearest.message.number}, differs from byte ${nearest.index} on:`,
    ...comparedLines(hexAround(wanted, nearest.index), hexAround(got, nearest.index)),
  ];
}

const BEFORE = 4;
const BEHIND = 12;

/** `… 01 02 [03] 04 …`: the bytes around one of them. */
function hexAround(bytes: Buffer, index: number): string {
  const start = Math.max(0, index - BEFORE);
  const end = Math.min(bytes.length, index + BEHIND);
  const hex = Array.from(bytes.subarray(start, end), (byte, at) => {
    const text = byte.toString(16).padStart(2, '0');
    return start + at === index ? `[${text}]` : text;
  });
  if (index >= bytes.length) hex.push('[end]');
  return `${start > 0 ? '… ' : ''}${hex.join(' ')}${end < bytes.length ? ' …' : ''}, ${count(bytes.length, 'byte')}`;
}

/** How many messages have left the transcript, and whether the answer depends on them. */
export function forgottenText(forgotten: number, isUndecided: boolean): string {
  const left = `${count(forgotten, 'earlier message')} left the transcript (limits.transcript)`;
  return isUndecided ? `${left}, so this cannot be decided. Raise limits.transcript` : left;
}

/** How many messages are given to reporters. */
export const GIVEN = 20;

export const unreadValues = ({ log }: Connection): unknown[] => log.unread.slice(-GIVEN).map(({ value }) => value);
