import { messageText } from './message-text';
import { count, oneLine, show } from './show';
import { type Fold, folded, type Mark, type Moment, merged } from './timeline';
import type { Entry, ReceivedMessage } from './transcript';

/** A client as the conversation shows it. */
export interface Speaker {
  readonly name: string;
  readonly entries: readonly Entry[];
  /** How many entries have left its transcript. */
  readonly forgotten: number;
}

export interface ConversationOptions {
  /** When the test began, on the clock of `performance.now()`. */
  readonly since: number;
  /** At most so many lines. Defaults to 28. */
  readonly lines?: number;
}

const WIDTH = 76;
const TIME = 7;
const LONGEST_NAME = 12;
/** Room for `← #12 ✓`. */
const NARROWEST_LANE = 9;
const NARROWEST_TEXT = 24;
const LINES = 28;
const LONGEST_LINE = 200;

/** Who said what and when, in one timeline: one column a client. Undefined when nobody said anything. */
export function conversation(
  speakers: readonly Speaker[],
  marks: readonly Moment[],
  { since, lines = LINES }: ConversationOptions,
): string | undefined {
  const involved = speakers.filter(({ entries }) => entries.some(({ at }) => at >= since));
  if (involved.length === 0) return undefined;
  const moments = merged(
    involved.map(({ entries }) => entries),
    marks,
    since,
  );
  const layout = layoutFor(involved.map(({ name }) => name));
  const forgotten = involved.flatMap(({ name, forgotten }) =>
    forgotten > 0 ? `${count(forgotten, 'earlier event')} of ${name} left the transcript (limits.transcript).` : [],
  );
  return [
    'The conversation, in ms (← received, → sent, ✓ matched, – skipped):',
    '',
    ...forgotten,
    ...layout.header,
    ...folded(moments, lines).map((row) => layout.line(row, since)),
  ].join('\n');
}

interface Layout {
  readonly header: readonly string[];
  line(row: Moment | Fold, since: number): string;
}

/** One column a client where they fit; else one column with their names. */
function layoutFor(names: readonly string[]): Layout {
  const lane = Math.max(NARROWEST_LANE, ...names.map((name) => Math.min(name.length, LONGEST_NAME) + 2));
  if (TIME + lane * names.length + NARROWEST_TEXT <= WIDTH) return lanes(names, lane);
  const width = Math.max(...names.map((name) => Math.min(name.length, LONGEST_NAME))) + 2;
  return {
    header: [],
    line: (row, since) => {
      const name = 'what' in row && row.client !== undefined ? oneLine(names[row.client] ?? '', LONGEST_NAME) : '';
      return rowText(row, since, (cell) => name.padEnd(width) + cell.padEnd(NARROWEST_LANE), width + NARROWEST_LANE);
    },
  };
}

function lanes(names: readonly string[], lane: number): Layout {
  const cells = names.map((name) => oneLine(name, LONGEST_NAME).padEnd(lane));
  return {
    header: [`${' '.repeat(TIME)}${cells.join('')}`.trimEnd()],
    line: (row, since) => {
      const at = 'what' in row ? (row.client ?? 0) : 0;
      const place = (cell: string) => ' '.repeat(lane * at) + cell.padEnd(lane * (names.length - at));
      return rowText(row, since, place, lane * names.length);
    },
  };
}

function rowText(row: Moment | Fold, since: number, place: (cell: string) => string, used: number): string {
  const room = WIDTH - TIME - used;
  if (!('what' in row)) return ' '.repeat(TIME) + place('') + foldText(row, room);
  const time = String(Math.round(row.at - since)).padStart(TIME - 2);
  if (row.what.kind === 'mark') return `${time}  ${oneLine(row.what.text, WIDTH - TIME)}`;
  return `${time}  ${place(cellOf(row.what))}${textOf(row.what, room)}`.trimEnd();
}

function foldText({ count: number, like }: Fold, room: number): string {
  if (!like) return `… ${count(number, 'more event')} …`;
  const text = like.what.kind === 'message' ? textOf(like.what, room - 30) : (like.what as { kind: string }).kind;
  return `… ${number.toLocaleString('en-US')} more like ${text} …`;
}

const ARROWS = { received: '←', sent: '→', none: '✗' };

type Shown = Exclude<Moment['what'], Mark>;

function cellOf(entry: Shown): string {
  switch (entry.kind) {
    case 'message': {
      const mark = entry.direction === 'received' ? fateMark(entry) : '';
      return `${ARROWS[entry.direction]} #${entry.number}${mark}`;
    }
    case 'open':
      return 'open';
    case 'error':
      return '✗ error';
    default:
      return `${ARROWS[entry.direction]} ${entry.kind}`;
  }
}

/** An entry on one line, cut as it is in a conversation. */
export function lineOf(entry: Entry): string {
  return `${cellOf(entry).padEnd(NARROWEST_LANE)}${textOf(entry, LONGEST_LINE)}`.trimEnd();
}

function fateMark({ fate }: ReceivedMessage): string {
  return { matched: ' ✓', skipped: ' –', ignored: ' ~', unread: '' }[fate];
}

function textOf(entry: Shown, room: number): string {
  switch (entry.kind) {
    case 'message':
      return messageText(entry, room);
    case 'close': {
      if (entry.direction === 'none') return 'cut without a close frame (1006)';
      return entry.reason === '' ? `${entry.code}` : oneLine(`${entry.code} ${show(entry.reason)}`, room);
    }
    case 'error':
      return oneLine(entry.message, room);
    case 'ping':
    case 'pong':
      return entry.payload.length === 0 ? '' : oneLine(entry.payload.toString(), room);
    case 'open':
      return '';
  }
}
