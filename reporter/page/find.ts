import type { EventRecord } from '../../src/record/test-record';
import type { AttemptReport } from '../report';
import { bytesFrom } from './hex';
import type { DiagramRow } from './rows';

/** A text in lower case, of the same length: İ is the only letter whose lower case is longer. */
const lowered = (text: string): string => text.replaceAll('İ', 'i').toLowerCase();

/** The keys of the rows in which a text occurs, in order, ignoring case. */
export function find(rows: readonly DiagramRow[], attempt: AttemptReport, text: string): string[] {
  const wanted = lowered(text);
  if (wanted === '') return [];
  const keys: string[] = [];
  for (const row of rows) {
    for (const part of textsOf(row, attempt)) {
      if (part === undefined || !lowered(part).includes(wanted)) continue;
      keys.push(row.key);
      break;
    }
  }
  return keys;
}

function textsOf(row: DiagramRow, { conversation, errors }: AttemptReport): (string | undefined)[] {
  switch (row.kind) {
    case 'event':
      return textsOfEvent(conversation.events[row.event] as EventRecord);
    case 'request': {
      const request = conversation.requests[row.request];
      return [request?.method, request?.url, request?.sent, request?.received];
    }
    case 'output':
      return [conversation.output[row.output]?.text];
    case 'failure':
      return [errors[row.error]?.message];
    case 'wait': {
      const wait = conversation.waits[row.wait];
      return [wait?.name, wait?.expected];
    }
    default:
      return [];
  }
}

function textsOfEvent({ text, value, bytes, reason, problem, breach }: EventRecord): (string | undefined)[] {
  return [text, value, reason, problem, breach, bytes === undefined ? undefined : new TextDecoder().decode(bytesFrom(bytes))];
}

/** A match with its surroundings, for a list: some text before it, the match, some text after it. */
export function excerpt(text: string, wanted: string, around = 60): readonly [string, string, string] | undefined {
  const at = lowered(text).indexOf(lowered(wanted));
  if (at === -1 || wanted === '') return undefined;
  const start = Math.max(0, at - around);
  const end = at + wanted.length;
  return [
    (start > 0 ? '…' : '') + text.slice(start, at),
    text.slice(at, end),
    text.slice(end, end + around * 4) + (end + around * 4 < text.length ? '…' : ''),
  ];
}

/** How many characters are shown before a match, so that the match is in view even in a narrow list. */
const BEFORE = 24;

/** The excerpt of a row around a match. */
export function excerptOf(row: DiagramRow, attempt: AttemptReport, wanted: string): readonly [string, string, string] {
  for (const part of textsOf(row, attempt)) {
    const found = part === undefined ? undefined : excerpt(part, wanted, BEFORE);
    if (found) return found;
  }
  return ['', '', ''];
}

/** Splits a text at each match: the odd parts are matches. */
export function splitAt(text: string, wanted: string): string[] {
  if (wanted === '') return [text];
  const low = lowered(text);
  const find = lowered(wanted);
  const parts: string[] = [];
  let from = 0;
  for (let at = low.indexOf(find); at !== -1; at = low.indexOf(find, from)) {
    parts.push(text.slice(from, at), text.slice(at, at + find.length));
    from = at + find.length;
  }
  return [...parts, text.slice(from)];
}
