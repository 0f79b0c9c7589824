import type { Connection } from '../connection/connection';
import { type Expected, wouldMatch } from '../expectations/expected';
import type { Requirement } from '../expectations/requirement';
import { troublesOf } from '../expectations/trouble';
import type { Message, ReceivedMessage } from '../log/transcript';
import { shownPosition } from '../runtime/call-location';
import { count, oneLine, said } from '../text/show';
import type { ClientProgress } from '../waiting/outcome';
import type { Closeness } from './closeness';
import { differenceHints } from './difference-hints';
import { loosely, type NearestMiss } from './nearest-miss';
import { lookingSince } from './search-deadline';

/** Of so many messages only the last are looked at. */
const LOOKED_AT = 20_000;
/** Of so many, where looking costs more. */
const FEW = 100;
const LONGEST_TEXT = 64 * 1024;

/** A wait that failed, as the hints look at it. */
export interface Asked extends ClientProgress {
  readonly requirement: Requirement;
  /** The message at which a strict expectation failed. */
  readonly by?: ReceivedMessage;
  /** The other clients of the test. */
  readonly neighbours: readonly Connection[];
  readonly nearest: NearestMiss | undefined;
}

type Looked = Asked & { readonly earlier: ReceivedMessage | undefined };

type Hint = (asked: Looked) => readonly string[];

/** What may help who reads of a wait that failed: facts that the streams hold, each true whatever the cause. */
export function hintsFor(asked: Asked): string[] {
  const { received } = asked.connection.log;
  const earlier = lastMatch(received, asked.lacks, ({ status }) => status in TAKEN);
  return HINTS.flatMap((hint) => hint({ ...asked, earlier }));
}

const difference: Hint = ({ connection, nearest }) => differenceHintsOf(nearest, connection.codecName);

/** How the nearest message differs, where a diff does not say it. */
export function differenceHintsOf(nearest: NearestMiss | undefined, codecName: string): string[] {
  if (!nearest) return [];
  const { message, wanted, closeness, expected } = nearest;
  const typed = message.payload === expected.source ? undefined : typeHint(message.number, closeness);
  return typed === undefined
    ? differenceHints({ message, wanted, misses: closeness.misses, codecName, equality: expected.equality })
    : [typed];
}

/** Whether it can be said in which way a message only looks like what is expected. */
export const differs =
  (codecName: string) =>
  (nearest: NearestMiss): boolean =>
    differenceHintsOf(nearest, codecName).length > 0;

/** A standing rule may not have done what is waited for. */
const troubledRules: Hint = ({ connection }) =>
  connection.expectations.troubledRules.map(({ expected, reader }) => {
    const [trouble] = troublesOf(expected);
    return `The predicate of ${reader.name}() (${shownPosition(reader.position)}) ${trouble?.sentence}.`;
  });

/** Text that differs from a pattern in case alone. */
const patternCase: Hint = ({ connection, lacks }) => {
  const patterns = lacks.flatMap(({ form, source }) => (form === 'text' ? [new RegExp(source as RegExp, 'i')] : []));
  const found = connection.log.unread
    .slice(-FEW)
    .findLast(
      ({ payload }) =>
        typeof payload === 'string' && payload.length <= LONGEST_TEXT && patterns.some((pattern) => pattern.test(payload)),
    );
  return found ? [`#${found.number} matches but for upper and lower case.`] : [];
};

/** A later one of several has come before an earlier one. */
const tooEarly: Hint = ({ connection, requirement, held, lacks: [lacking], by }) => {
  if (requirement.kind !== 'in order' || requirement.expected.length < 2 || !lacking) return [];
  const position = requirement.expected.indexOf(lacking) + 1;
  if (by) {
    const other = requirement.expected.findIndex((expected) => wouldMatch(expected, by)) + 1;
    return other === 0 ? [] : [`#${by.number} is what is expected as ${other}., where ${position}. is expected.`];
  }
  const last = held.at(-1);
  const early = last && lastMatch(connection.log.unread, [lacking], ({ number }) => number < last.number);
  return early ? [`${position}. came before ${position - 1}.: #${early.number} is before #${last.number}.`] : [];
};

const cameEarlier: Hint = ({ earlier }) => (earlier ? earlierHint(earlier) : []);

const cameElsewhere: Hint = (asked) => (asked.earlier ? [] : elsewhere(asked, asked.neighbours));

const wasSent: Hint = ({ connection, lacks, nearest, earlier }) => {
  const sent = earlier ? undefined : lastMatch(connection.log.sent, lacks);
  const none = nearest ? '' : ', and received none';
  return sent ? [`${connection.name} has sent such a message itself (→ #${sent.number})${none}.`] : [];
};

/** A strict expectation has failed at one message, and a later one would have matched. */
const cameBehind: Hint = ({ connection, lacks, by }) => {
  if (!by) return [];
  const behind = lastMatch(connection.log.unread, lacks, ({ number }) => number > by.number);
  return behind ? [`A message that matches came behind it: #${behind.number}.`] : [];
};

/** How a message that is not unread any more was taken. */
const TAKEN: Readonly<Partial<Record<ReceivedMessage['status'], string>>> = {
  matched: 'satisfied',
  skipped: 'was passed over by',
  answered: 'was answered by',
};

function earlierHint({ number, status, reader }: ReceivedMessage): string[] {
  if (!reader) return [];
  const by = `${reader.name} at ${shownPosition(reader.position)}`;
  return [`A message that matches came earlier: #${number} ${TAKEN[status]} ${by}.`];
}

function elsewhere({ connection, lacks }: ClientProgress, neighbours: readonly Connection[]): string[] {
  const looking = lookingSince();
  const found = neighbours.flatMap((other) => {
    if (other === connection || looking.isOver) return [];
    const message = lastMatch(other.log.received, lacks, undefined, looking);
    return message ? `${other.name} (#${message.number})` : [];
  });
  if (found.length === 0) return [];
  const names = found.length > 3 ? [...found.slice(0, 3), `${found.length - 3} more`] : found;
  return [`Such a message arrived at ${names.join(', ')}, not at ${connection.name}.`];
}

const undecoded: Hint = ({ connection }) => {
  const broken = connection.log.unread.filter(({ problem }) => problem !== undefined);
  return broken[0]
    ? [`${numbers(broken)} could not be decoded: ${broken[0].problem}. Only undecodable() meets what cannot be decoded.`]
    : [];
};

const isBinary = ({ payload, value, problem }: ReceivedMessage): boolean =>
  typeof payload !== 'string' && value === payload && problem === undefined;

const binary: Hint = ({ connection, lacks }) => {
  const found = connection.log.unread.filter(isBinary);
  const wantsBytes = lacks.some(({ form }) => form === 'bytes' || form === 'anything');
  if (found.length === 0 || wantsBytes) return [];
  const what = found.length === 1 ? 'is binary' : 'are binary';
  return [`${numbers(found)} ${what}, and the codec '${connection.codecName}' gives binary messages as Buffers.`];
};

const cutJson: Hint = ({ connection, lacks }) => {
  if (connection.codecName !== 'json' || lacks.every(({ form }) => form === 'text')) return [];
  const found = connection.log.unread.filter(
    ({ payload, value }) => value === payload && typeof payload === 'string' && /^\s*[[{]/.test(payload),
  );
  if (found.length === 0) return [];
  const begins = found.length === 1 ? 'begins' : 'begin';
  return [`${numbers(found)} ${begins} as JSON and cannot be parsed: ${parseError(found[0])}.`];
};

const bytesExpected: Hint = ({ connection, lacks }) => {
  const { unread } = connection.log;
  if (unread.length === 0 || unread.some(isBinary) || lacks.every(({ form }) => form !== 'bytes')) return [];
  return [`Bytes are expected, and ${unread.length === 1 ? 'the unread message is' : 'the unread messages are'} text.`];
};

const HINTS: readonly Hint[] = [
  difference,
  patternCase,
  tooEarly,
  cameEarlier,
  cameElsewhere,
  wasSent,
  cameBehind,
  undecoded,
  binary,
  cutJson,
  bytesExpected,
  troubledRules,
];

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

function lastMatch<M extends Message>(
  messages: readonly M[],
  lacks: readonly Expected[],
  isOne = (_: M) => true,
  looking = lookingSince(),
): M | undefined {
  // anything at all is no clue
  const telling = lacks.filter(({ form }) => form !== 'anything');
  return messages
    .slice(-LOOKED_AT)
    .findLast((message) => isOne(message) && telling.some((expected) => !looking.isOver && wouldMatch(expected, message)));
}

function numbers(messages: readonly ReceivedMessage[]): string {
  if (messages.length > 3) return count(messages.length, 'message');
  return messages.map(({ number }) => `#${number}`).join(', ');
}
