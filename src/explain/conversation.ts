import { closeText } from '../connection/ending';
import { eachSentOnce } from '../log/messages';
import type { ReceivedMessage, TranscriptEntry } from '../log/transcript';
import { count } from '../text/count';
import { grouped } from '../text/grouped';
import { oneLine } from '../text/show';
import { messageText, payloadLine, trafficText, wrapped } from './message-text';
import type { Beats, Mark, Moment } from './moment';
import { type Fold, folded, merged } from './timeline';
import { frameText, networkText } from './wire-text';

/** A client as the conversation shows it. */
export interface Participant {
  readonly name: string;
  readonly entries: readonly TranscriptEntry[];
  /** How many entries have left its transcript. */
  readonly forgotten: number;
}

/** Colours, if the terminal has any. */
export interface Paint {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly strong: (text: string) => string;
}

const same = (text: string): string => text;
export const noPaint: Paint = { good: same, bad: same, dim: same, strong: same };

export interface ConversationOptions {
  /** When the test began, on the clock of `performance.now()`. */
  readonly since: number;
  /** The largest number of lines. Defaults to 28. */
  readonly lines?: number;
  /** How wide a line may be. Defaults to 76. */
  readonly width?: number;
  readonly paint?: Paint;
  /** The messages that the failure is about: they stay, and are shown whole. */
  readonly telling?: ReadonlySet<unknown>;
  /** The entries that break a contract, with the sentences that say how. */
  readonly broken?: Broken;
}

/** By the entries of transcripts. */
type Broken = ReadonlyMap<unknown, string>;

const WIDTH = 76;
const TIME = 7;
const LONGEST_NAME = 12;
/** Room for `← #12 ✓`. */
const NARROWEST_LANE = 9;
const NARROWEST_TEXT = 24;
const LINES = 28;
const LONGEST_LINE = 200;
/** For a message that the failure is about; the failure itself shows more of it. */
const LONGEST_TELLING = 1024;

type Row = Moment | Fold;
type Look = Required<Pick<ConversationOptions, 'since' | 'width' | 'paint' | 'telling' | 'broken'>>;

/** What each client sent and received, and when, in one timeline with a column for each. Undefined when nothing happened. */
export function conversation(
  speakers: readonly Participant[],
  marks: readonly Moment[],
  { since, lines = LINES, width = WIDTH, paint = noPaint, telling = new Set(), broken = new Map() }: ConversationOptions,
): string | undefined {
  const involved = speakers.filter(({ entries }) => entries.some(({ at }) => at >= since));
  if (involved.length === 0) return undefined;
  const moments = merged(
    involved.map(({ entries }) => eachSentOnce(entries)),
    marks,
    since,
  );
  const look: Look = { since, width, paint, telling, broken };
  const layout = layoutFor(
    involved.map(({ name }) => name),
    look,
  );
  const forgotten = involved.flatMap(({ name, forgotten }) =>
    forgotten > 0 ? `${count(forgotten, 'earlier event')} of ${name} left the transcript (limits.transcript).` : [],
  );
  const rows = folded(moments, lines, telling, broken);
  return [
    ...legendOf(rows, broken).map((line) => paint.strong(line)),
    '',
    ...forgotten,
    ...layout.header.map((line) => paint.dim(line)),
    ...rows.flatMap((row) => linesOf(row, layout, look)),
  ].join('\n');
}

function legendOf(rows: readonly Row[], broken: Broken): string[] {
  const legend = 'The conversation, in ms (← received, → sent, ✓ matched, – skipped';
  const isBroken = rows.some((row) => 'what' in row && broken.has(row.what));
  return isBroken ? [`${legend},`, '✗ breaks its contract):'] : [`${legend}):`];
}

/** How the cells of a row are laid out. */
interface Layout {
  readonly header: readonly string[];
  readonly used: number;
  position(cell: string, client: number | undefined): string;
}

/** A column for each client if they fit; else one column with their names. */
function layoutFor(names: readonly string[], { width }: Look): Layout {
  const lane = Math.max(NARROWEST_LANE, ...names.map((name) => Math.min(name.length, LONGEST_NAME) + 2));
  if (TIME + lane * names.length + NARROWEST_TEXT <= width) return lanes(names, lane);
  const longest = Math.max(...names.map((name) => Math.min(name.length, LONGEST_NAME))) + 2;
  return {
    header: [],
    used: longest + NARROWEST_LANE,
    position: (cell, client) => {
      const name = client === undefined ? '' : oneLine(names[client] ?? '', LONGEST_NAME);
      return name.padEnd(longest) + cell.padEnd(NARROWEST_LANE);
    },
  };
}

function lanes(names: readonly string[], lane: number): Layout {
  const cells = names.map((name) => oneLine(name, LONGEST_NAME).padEnd(lane));
  return {
    header: [`${' '.repeat(TIME)}${cells.join('')}`.trimEnd()],
    used: lane * names.length,
    position: (cell, client = 0) => ' '.repeat(lane * client) + cell.padEnd(lane * (names.length - client)),
  };
}

function linesOf(row: Row, { position, used }: Layout, { since, width, paint, telling, broken }: Look): string[] {
  const room = width - TIME - used;
  if (!('what' in row)) return [paint.dim(' '.repeat(TIME) + position('', 0) + foldText(row, room))];
  const { what, client } = row;
  const time = `${String(Math.round(row.at - since)).padStart(TIME - 2)}  `;
  if (what.kind === 'mark') {
    const lines = wrapped(oneLine(what.text, LONGEST_LINE), width - TIME);
    return lines.map((text, index) => paint.strong((index === 0 ? time : ' '.repeat(TIME)) + text.trimEnd()));
  }
  const breach = broken.get(what);
  const cell = cellOf(what, breach !== undefined);
  const whole = telling.has(what) && what.kind === 'message';
  const text = breach !== undefined && what.kind === 'close' ? `✗ ${textOf(what, room - 2)}` : textOf(what, room);
  const [first = '', ...rest] = whole ? wrapped(messageText(what, LONGEST_TELLING), room) : [text];
  const colour = breach === undefined ? colourOf(what, paint) : paint.bad;
  const head = position(cell, client).replace(cell, () => colour(cell));
  const line = `${paint.dim(time)}${head}${first}`.trimEnd();
  const below = (text: string) => ' '.repeat(TIME + used) + text;
  return [
    what.kind === 'beats' ? paint.dim(line) : line,
    ...rest.map(below),
    ...(breach === undefined ? [] : breachLines(breach, room, whole).map((text) => below(paint.bad(text)))),
  ];
}

/** The lines about a breach: only one, unless the failure is about it. */
const breachLines = (breach: string, room: number, whole: boolean): string[] =>
  whole ? wrapped(oneLine(breach, LONGEST_LINE), room).map((line) => line.trim()) : [oneLine(breach, room)];

function colourOf(what: ShownEntry, { good, bad }: Paint): (text: string) => string {
  if (what.kind === 'error' || what.kind === 'close') return bad;
  return what.kind === 'message' && what.direction === 'received' && (what.status === 'matched' || what.status === 'answered')
    ? good
    : same;
}

function foldText({ count: number, like }: Fold, room: number): string {
  if (!like) return `… ${count(number, 'more event')} …`;
  const text = like.what.kind === 'message' ? textOf(like.what, room - 30) : (like.what as { kind: string }).kind;
  return `… ${grouped(number)} more like ${text} …`;
}

const ARROWS = { received: '←', sent: '→', none: '✗' };

type ShownEntry = Exclude<Moment['what'], Mark>;

function cellOf(entry: ShownEntry, isBroken = false): string {
  switch (entry.kind) {
    case 'message': {
      const mark = isBroken ? ' ✗' : entry.direction === 'received' ? statusMark(entry) : '';
      return `${ARROWS[entry.direction]} #${entry.number}${mark}`;
    }
    case 'open':
      return 'open';
    case 'error':
      return '✗ error';
    case 'network':
      return 'network';
    case 'beats':
      return beatsText(entry);
    case 'protocol':
      return ARROWS[entry.direction];
    default:
      return `${ARROWS[entry.direction]} ${entry.kind}`;
  }
}

function beatsText({ arrow, of, count: number }: Beats): string {
  if (of === 'protocol') return arrow;
  if (number === 1) return `${arrow} ${of}`;
  return `${arrow} ${count(number, of)}${of === 'ping' && arrow !== '↔' ? ', no pong' : ''}`;
}

/** An entry on one line, cut as in a conversation. */
export function lineOf(entry: TranscriptEntry): string {
  return `${cellOf(entry).padEnd(NARROWEST_LANE)}${textOf(entry, LONGEST_LINE)}`.trimEnd();
}

function statusMark({ status }: ReceivedMessage): string {
  return { matched: ' ✓', skipped: ' –', ignored: ' ~', answered: ' ✓', unread: '' }[status];
}

function textOf(entry: ShownEntry, room: number): string {
  switch (entry.kind) {
    case 'message':
      return messageText(entry, room);
    case 'close': {
      if (entry.direction === 'none') return 'cut without a close frame (1006)';
      return oneLine(closeText(entry), room);
    }
    case 'error':
      return oneLine(entry.message, room);
    case 'beats': {
      const [first] = entry.first;
      if (first?.kind === 'protocol') return protocolText(entry, room);
      return !first || entry.count > 1 || entry.arrow === '↔' ? '' : oneLine(first.payload.toString(), room);
    }
    case 'protocol':
      return `protocol ${trafficText(entry, room - 'protocol '.length)}`;
    case 'ping':
    case 'pong':
      return entry.payload.length === 0 ? '' : oneLine(entry.payload.toString(), room);
    case 'frame':
      return oneLine(`${frameText(entry)} ${payloadLine(entry.payload, room)}`, room);
    case 'network':
      return networkText(entry);
    case 'open':
      return '';
  }
}

/** Protocol traffic on one line, with as many payloads as there is room for. */
function protocolText({ count: number, first }: Beats, room: number): string {
  const head = number === 1 ? 'protocol ' : `protocol, ${count(number, 'payload')}: `;
  const texts = first.flatMap((one) => (one.kind === 'protocol' ? trafficText(one, LONGEST_LINE) : []));
  return oneLine(`${head}${texts.join(' · ')}${number > first.length ? ' …' : ''}`, room);
}
