import type { ConversationRecord, EventRecord } from '../src/record/test-record';
import { count } from '../src/text/count';
import { listed } from '../src/text/listed';
import { answerText, eventText, line, requestText, routineText, waitText } from './event-text';
import { ends, type Happening, happeningsOf } from './happenings';
import { isBreach } from './page/statuses';

const LONGEST_NAME = 16;
const LONGEST_TEXT = 160;
/** How many clients are named on one line about something routine. */
const MOST_NAMES = 5;

const MARKS: Readonly<Record<NonNullable<EventRecord['status']>, string>> = {
  matched: ' ✓',
  answered: ' ✓',
  skipped: ' –',
  ignored: ' ~',
  unread: '',
};

/** The line above the conversation that explains its marks. */
export function legendOf({ events }: ConversationRecord): string {
  const breaks = events.some(isBreach) ? ', ✗ breaks its contract' : '';
  return `In ms; ← received, → sent, ✓ matched, – skipped, ~ ignored${breaks}, ▪ a wait that failed.`;
}

/** A conversation as lines of text, each safe on a line: the first and last ones, and how many are between. */
export function conversationLines(conversation: ConversationRecord, most: number): string[] {
  const names = conversation.clients.map(({ name }) => line(name, LONGEST_NAME));
  const width = Math.max(0, ...names.map((name) => name.length));
  const { first, omitted, last } = ends(happeningsOf(conversation), most);
  const lineOf = (one: Happening): string => {
    const time = Number.isFinite(one.at) ? String(Math.round(one.at)) : '';
    return `${time.padStart(6)}  ${textOf(one, (client) => (names[client] ?? '').padEnd(width))}`.trimEnd();
  };
  const between = omitted === 0 ? [] : [`        … ${count(omitted, 'more line')} …`];
  return [...first.map(lineOf), ...between, ...last.map(lineOf)];
}

function textOf(one: Happening, nameOf: (client: number) => string): string {
  switch (one.kind) {
    case 'event':
      return `${nameOf(one.event.client)}  ${arrowOf(one.event)}${eventText(one.event, LONGEST_TEXT)}`;
    case 'routine':
      return `${namesOf(one.clients, nameOf)}  ${routineText(one.events)}`;
    case 'omitted':
      return `… ${count(one.omitted.events, 'event')} left out, because there were too many …`;
    case 'failed wait':
      return `▪ ${waitText(one.wait, LONGEST_TEXT)}`;
    case 'request':
      return `${nameOf(one.request.client ?? -1)}  → ${requestText(one.request, LONGEST_TEXT)}`;
    case 'answer':
      return `${nameOf(one.request.client ?? -1)}  ← ${answerText(one.request, LONGEST_TEXT)}`;
  }
}

const namesOf = (clients: readonly number[], nameOf: (client: number) => string): string =>
  listed(clients, MOST_NAMES, (client) => nameOf(client).trim());

function arrowOf(event: EventRecord): string {
  const { direction, number, status } = event;
  if (direction !== 'sent' && direction !== 'received') return '';
  const numbered = number === undefined ? '' : ` #${number}`;
  const mark = isBreach(event) ? ' ✗' : status === undefined ? '' : MARKS[status];
  return `${direction === 'sent' ? '→' : '←'}${numbered}${mark} `;
}
