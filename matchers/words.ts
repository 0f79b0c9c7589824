import type { MatcherContext } from 'expect';
import { partOf } from '../src/closeness';
import type { Connection } from '../src/connection';
import { payloadText } from '../src/conversation';
import { describeEnding } from '../src/ending';
import type { Expected } from '../src/expected';
import { failureText } from '../src/failure-text';
import { hintsFor, typeHint } from '../src/hints';
import type { Waiting } from '../src/inbox';
import { type NearestMiss, nearestBytes, nearestMiss } from '../src/nearest-miss';
import type { Outcome, Part } from '../src/outcome';
import type { Reading } from '../src/reading';
import { count, namesOf, oneLine, said } from '../src/show';
import { shownPlace } from '../src/site';
import type { ReceivedMessage } from '../src/transcript';
import { troubleLines, troublesOf } from '../src/trouble';
import type { Undecodable } from '../src/undecodable';

/** What words are made with: Jest's printers, and how the matcher was called. */
export type Speaker = Pick<MatcherContext, 'utils' | 'isNot' | 'promise' | 'expand'>;

const LONGEST_PAYLOAD = 66;

/** How many messages are listed: the conversation behind the failure shows more. */
const LISTED = 5;

/** Why a reading failed, as the user reads it: hint, expected, received, the nearest, what may help. */
export function explain(speaker: Speaker, reading: Reading, outcome: Outcome): string {
  const part = partThatFailed(outcome);
  const lines = [
    header(speaker, reading),
    '',
    `Expected: ${reading.negated ? 'not ' : ''}${expectedText(speaker, reading)}`,
    `Received: ${reason(speaker, reading, outcome)}`,
    ...(part ? shownDetails(speaker, reading, part, outcome) : []),
    ...(part || outcome.kind === 'undecided' ? troubleLines(reading.demand.expected) : []),
  ];
  return failureText(lines.join('\n'));
}

/** Methods of a client wait as matchers do. */
const METHODS = ['receive', 'request'];

function header(speaker: Speaker, { reader, connections, subjects = connections }: Reading): string {
  const [connection] = connections;
  if (METHODS.includes(reader.name)) return `${connection?.name}.${reader.name}(${speaker.utils.EXPECTED_COLOR('expected')})`;
  return hint(speaker, reader.name, subjects);
}

export function hint(
  { utils, isNot, promise }: Speaker,
  name: string,
  connections: readonly { readonly name: string }[],
  expected = 'expected',
): string {
  const names = namesOf(connections);
  return utils.matcherHint(name, connections.length === 1 ? names : `[${names}]`, expected, {
    isNot: isNot ?? false,
    promise: promise ?? '',
  });
}

function expectedText(speaker: Speaker, { demand }: Reading): string {
  const [only] = demand.expected;
  if (only && demand.expected.length === 1) return wordFor(speaker, only);
  const order = demand.kind === 'slots' ? 'in any order' : demand.strict ? 'these and no others' : 'in this order';
  return [order, ...numbered(speaker, demand.expected)].join('\n');
}

/** Of a list of expected messages so many are shown. */
const NUMBERED = 20;

/** Expected messages, a line each; of a long list the first. */
export function numbered(speaker: Pick<Speaker, 'utils'>, expected: readonly Expected[]): string[] {
  const lines = expected.slice(0, NUMBERED).map((one, index) => `  ${index + 1}. ${wordFor(speaker, one)}`);
  const left = expected.length - lines.length;
  return left > 0 ? [...lines, `  … ${left.toLocaleString('en-US')} more`] : lines;
}

export function wordFor(speaker: Pick<Speaker, 'utils'>, { form, source, exact, alternatives }: Expected): string {
  const { utils } = speaker;
  if (alternatives) return `any of ${alternatives.map((one) => wordFor(speaker, one)).join(', ')}`;
  if (form === 'anything') return 'any message';
  if (form === 'undecodable') {
    const { problem } = source as Undecodable;
    return `a message that the codec cannot decode${problem === undefined ? '' : `: ${utils.printExpected(problem)}`}`;
  }
  if (form === 'schema') return 'a message that fits the schema';
  if (form === 'predicate') return `a message that satisfies ${utils.printExpected(source)}`;
  if (form === 'text') return `text that matches ${utils.printExpected(source)}`;
  return exact ? `exactly ${utils.printExpected(source)}` : utils.printExpected(source);
}

function reason({ utils }: Speaker, { negated, timeout, demand }: Reading, outcome: Outcome): string {
  switch (outcome.kind) {
    case 'satisfied':
      return 'it came';
    case 'broken': {
      const message = `#${outcome.by.number} ${utils.printReceived(outcome.by.value)}`;
      return negated ? `${outcome.connection.name} got ${message}` : `${outcome.connection.name} got ${message} first`;
    }
    case 'ended': {
      const got = outcome.held.length > 0 ? ` It got ${outcome.held.length} of ${demand.expected.length}.` : '';
      return `nothing more can come to ${outcome.connection.name}: ${describeEnding(outcome.ending)}${got && `.${got}`}`;
    }
    case 'timed-out': {
      const { connection, behind } = outcome.parts.find((part) => part.behind) ?? {};
      if (connection && behind) {
        const first = `${behind.reader.name} (${shownPlace(behind.reader.place)})`;
        return `${connection.name} has looked at no message within ${Math.round(outcome.after)} ms: ${first} waits first`;
      }
      const replying = outcome.parts.find(({ acting }) => acting);
      if (replying) {
        const [trigger] = replying.held;
        return `${replying.connection.name} got #${trigger?.number}, and its reply was not sent within ${Math.round(outcome.after)} ms`;
      }
      const names = namesOf(outcome.parts.map(({ connection }) => connection));
      const cut = outcome.after < (timeout ?? Number.POSITIVE_INFINITY) ? `, when the test's own timeout was near` : '';
      const held = outcome.parts.reduce((sum, { held }) => sum + held.length, 0);
      const got = held > 0 ? ` only ${held} of them` : ' nothing that matches';
      return `${names} got${got} within ${Math.round(outcome.after)} ms${cut}`;
    }
    case 'undecided':
      return 'it is not known: what looks at the message threw at every one';
    case 'forbidden':
      return outcome.breach.sentence;
    case 'mistaken':
      return said(outcome.error);
    case 'abandoned':
      return 'the test ended while this was waiting';
  }
}

function partThatFailed(outcome: Outcome): Part | undefined {
  if (outcome.kind === 'timed-out') return outcome.parts.find(({ behind }) => behind) ?? outcome.parts[0];
  return outcome.kind === 'broken' || outcome.kind === 'ended' ? outcome : undefined;
}

/** The failure stands also where a value of the user's throws when it is looked at. */
function shownDetails(...args: Parameters<typeof details>): string[] {
  try {
    return details(...args);
  } catch (error) {
    return ['', `What came instead cannot be shown: ${said(error)}`];
  }
}

/** What came instead, the nearest of it as a diff, and what may help. */
function details(speaker: Speaker, reading: Reading, part: Part, outcome: Outcome): string[] {
  if (reading.negated && !part.behind) return [];
  const { connection, lacks, behind } = part;
  if (behind) return ['', ...listed(connection), '', `Hint: ${behindHint(speaker, behind)}`];
  const { unread } = connection.stream.inbox;
  const looked = outcome.kind === 'broken' ? [outcome.by] : unread;
  const lacksEach = lacks.flatMap((one) => one.alternatives ?? one);
  const nearest = nearestMiss(looked, lacksEach);
  return [
    ...(outcome.kind === 'broken' ? [] : ['', ...listed(connection, nearest?.message)]),
    ...nearestText(speaker, nearest, looked, lacksEach),
    ...hintLines(reading, part, nearest),
  ];
}

/** Who lost a `Promise.race`, say, waits on. */
function behindHint(speaker: Speaker, { lacks }: Waiting): string {
  const first = lacks[0] ? ` for ${oneLine(wordFor(speaker, lacks[0]), LONGEST_PAYLOAD)}` : '';
  return `It still waits${first}; who waits first is served first. Expect one or the other by anyOf(a, b), or await it.`;
}

/** What is unread, the nearest marked. */
export function listed({ name, stream }: Connection, nearest?: ReceivedMessage): string[] {
  const { unread, cursor } = stream.inbox;
  const read = cursor === 0 ? '' : `, after ${count(cursor, 'message')} already read`;
  if (unread.length === 0) return [`${name} has no unread messages${read}.`];
  const shown = unread.slice(-LISTED);
  const left = unread.length - shown.length;
  return [
    `${name} has ${count(unread.length, 'unread message')}${read}:`,
    ...(left > 0 ? [`  … ${count(left, 'earlier one')}`] : []),
    ...shown.map(
      (message) =>
        `${message === nearest ? '>' : ' '} #${message.number} ${payloadText(message.payload, LONGEST_PAYLOAD, message.problem)}`,
    ),
  ];
}

export function nearestText(
  { utils, expand }: Speaker,
  nearest: NearestMiss | undefined,
  looked: readonly ReceivedMessage[],
  lacks: readonly Expected[],
): string[] {
  if (nearest) {
    const { message, wanted, expected, closeness } = nearest;
    const received = expected.exact ? message.value : partOf(message.value, wanted);
    const paths = closeness.misses.flatMap(({ path, received }) => {
      return path === '' ? [] : `${oneLine(path)}${received === undefined ? ' (missing)' : ''}`;
    });
    const where = paths.length === 0 ? '' : `, differs in ${paths.slice(0, 3).join(', ')}`;
    const more = paths.length > 3 ? ` and ${paths.length - 3} more` : '';
    const diff = utils.printDiffOrStringify(wanted, received, 'Expected', 'Received', expand ?? false);
    return ['', `The nearest is #${message.number}${where}${more}:`, '', cut(diff)];
  }
  return [...schemaText(looked, lacks), ...bytesText(looked, lacks)];
}

function schemaText(looked: readonly ReceivedMessage[], lacks: readonly Expected[]): string[] {
  const { issues } = lacks.find((expected) => expected.issues) ?? {};
  if (!issues || looked.length === 0) return [];
  const [nearest] = looked
    .slice(-100)
    .map((message) => ({ message, found: issues(message) }))
    .sort((a, b) => a.found.length - b.found.length);
  if (!nearest) return [];
  const lines = nearest.found.slice(0, LISTED).map(({ path = [], message }) => {
    const keys = path.map((key) => (typeof key === 'object' && key !== null && 'key' in key ? key.key : key));
    return `  ${oneLine(keys.length > 0 ? `${keys.map(String).join('.')}: ${message}` : message)}`;
  });
  const more = nearest.found.length > LISTED ? [`  … ${count(nearest.found.length - LISTED, 'more issue')}`] : [];
  return ['', `What the schema finds wrong with #${nearest.message.number}:`, ...lines, ...more];
}

function bytesText(looked: readonly ReceivedMessage[], lacks: readonly Expected[]): string[] {
  const bytes = lacks.find(({ form }) => form === 'bytes');
  const nearest = bytes && nearestBytes(looked, bytes.source);
  return nearest ? ['', `The nearest, #${nearest.message.number}, differs from byte ${nearest.index} on.`] : [];
}

function hintLines({ connections, occasion }: Reading, part: Part, nearest: NearestMiss | undefined): string[] {
  const neighbours = [...new Set([...connections, ...(occasion?.scope.connections ?? [])])];
  const typed = nearest && typeHint(nearest.message.number, nearest.closeness);
  const hints = [...(typed ? [typed] : []), ...hintsFor(part, neighbours), ...ruleHints(part.connection)];
  return hints.length === 0 ? [] : ['', ...hints.map((hint) => `Hint: ${hint}`)];
}

/** A standing rule may not have done what is waited for. */
function ruleHints({ stream }: Connection): string[] {
  return stream.troubledRules.map(({ expected, reader }) => {
    const [trouble] = troublesOf(expected);
    return `The predicate of ${reader.name}() (${shownPlace(reader.place)}) ${trouble?.sentence}.`;
  });
}

/** A diff of at most so many lines. */
const LONGEST_DIFF = 24;

function cut(diff: string): string {
  const lines = diff.split('\n');
  if (lines.length <= LONGEST_DIFF) return diff;
  return [...lines.slice(0, LONGEST_DIFF), `… ${lines.length - LONGEST_DIFF} more lines`].join('\n');
}
