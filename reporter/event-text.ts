import type { EventRecord, HttpRecord, WaitRecord } from '../src/record/test-record';
import { bytesText } from '../src/text/bytes-text';
import { count } from '../src/text/count';
import { escaped } from '../src/text/escape';
import { grouped } from '../src/text/grouped';
import { part } from '../src/text/part-of-text';
import { outcomeOf } from './page/outcomes';
import { isBreach } from './page/statuses';

/** Text from a record, on one line: hidden characters escaped, and cut. Its secrets are masked already. */
export function line(text: string, longest: number): string {
  const shown = escaped(part(text, 0, longest * 2));
  return shown.length <= longest && text.length <= longest * 2 ? shown : `${part(shown, 0, longest - 1)}…`;
}

/** An event in short, and how it breaks its contract, if it does. */
export function eventText(event: EventRecord, longest: number): string {
  const text = plainText(event, longest);
  return event.breach !== undefined && isBreach(event) ? `${text} (${line(event.breach, longest)})` : text;
}

function plainText(event: EventRecord, longest: number): string {
  const { kind, direction, text, code, reason = '' } = event;
  switch (kind) {
    case 'open':
      return 'open';
    case 'close': {
      if (direction === 'none') return 'cut without a close frame (1006)';
      const codeAndReason = [code ?? '', line(reason, longest)].join(' ').trim();
      return `close ${codeAndReason}`.trimEnd();
    }
    case 'error':
      return `error: ${line(text ?? '', longest)}`;
    case 'network':
      return `network: ${line(text ?? '', longest)}`;
    case 'frame':
      return `frame: ${payloadText(event, longest)}`;
    default:
      return payloadText(event, longest);
  }
}

function payloadText({ value, text, bytes, size, problem }: EventRecord, longest: number): string {
  const payload = value ?? text;
  const shown = payload === undefined ? binaryText(bytes, size) : line(payload, longest);
  return problem === undefined ? shown : `${shown} (${line(problem, longest)})`;
}

function binaryText(bytes: string | undefined, size: number | undefined): string {
  if (bytes === undefined) return size === undefined ? '' : count(size, 'byte');
  const shown = Buffer.from(bytes, 'base64');
  return size === undefined || size === shown.length
    ? bytesText(shown)
    : `${count(size, 'byte')} ${shown.subarray(0, 64).toString('hex')}…`;
}

/** `2 pings, 1 pong` */
export function routineText(events: readonly EventRecord[]): string {
  const kinds = [...new Set(events.map(({ kind }) => kind))];
  const nounOf = (kind: EventRecord['kind']) => (kind === 'protocol' ? 'protocol message' : kind);
  return kinds.map((kind) => count(events.filter((event) => event.kind === kind).length, nounOf(kind))).join(', ');
}

/** `toReceiveMessage {"a":1} timed out after 200 ms (chat.test.ts:12)` */
export function waitText(wait: WaitRecord, longest: number): string {
  const { name, negated, expected, began, ended, position } = wait;
  const what = [negated ? 'not.' : '', line(name, 60), expected === '' ? '' : ` ${line(expected, longest)}`].join('');
  return `${what} ${outcomeOf(wait)} after ${milliseconds(ended - began)} (${line(placeText(position), 200)})`;
}

/** `chat.test.ts:12` */
export const placeText = ({ file, line: number }: { readonly file: string; readonly line: number }): string =>
  `${file.split(/[\\/]/).at(-1)}:${number}`;

export const milliseconds = (time: number): string => `${grouped(Math.round(time))} ms`;

export const requestText = ({ method, url, sent }: HttpRecord, longest: number): string =>
  [line(method, 20), line(url, longest), sent === undefined ? '' : line(sent, longest)].join(' ').trimEnd();

export const answerText = ({ status, received }: HttpRecord, longest: number): string =>
  [status ?? 'no answer', received === undefined ? '' : line(received, longest)].join(' ').trimEnd();
