import type { MatcherContext } from 'expect';
import type { Connection } from '../src/connection';
import { describeEnding } from '../src/connection';
import type { Expected } from '../src/expected';
import type { Outcome, Reading } from '../src/reading';
import { count, oneLine, said } from '../src/show';
import type { ReceivedMessage, SentMessage } from '../src/transcript';

/** What words are made with: Jest's printers, and how the matcher was called. */
export type Speaker = Pick<MatcherContext, 'utils' | 'isNot' | 'promise'>;

/** How many of the messages are listed. */
const LISTED = 10;

/** Why a reading failed, as the user reads it. */
export function explain(speaker: Speaker, reading: Reading, outcome: Outcome): string {
  return [
    hint(speaker, reading.reader.name, reading.connections),
    '',
    `Expected: ${reading.negated ? 'not ' : ''}${expectedText(speaker, reading)}`,
    `Received: ${reason(speaker, reading, outcome)}`,
    ...concerned(reading, outcome).flatMap((connection) => ['', ...received(connection)]),
  ].join('\n');
}

export function hint(
  { utils, isNot, promise }: Speaker,
  name: string,
  connections: readonly Connection[],
  expected = 'expected',
): string {
  const names = connections.map((connection) => connection.name).join(', ');
  return utils.matcherHint(name, connections.length === 1 ? names : `[${names}]`, expected, {
    isNot: isNot ?? false,
    promise: promise ?? '',
  });
}

function expectedText(speaker: Speaker, { demand }: Reading): string {
  const texts = demand.expected.map((expected) => wordFor(speaker, expected));
  if (texts.length === 1) return texts[0] ?? '';
  const order = demand.kind === 'slots' ? 'in any order' : demand.strict ? 'these and no others' : 'in this order';
  return `${order}\n${texts.map((text, index) => `  ${index + 1}. ${text}`).join('\n')}`;
}

export function wordFor({ utils }: Pick<Speaker, 'utils'>, { form, source }: Expected): string {
  if (form === 'anything') return 'any message';
  if (form === 'schema') return 'a message that fits the schema';
  if (form === 'predicate') return `a message that satisfies ${utils.printExpected(source)}`;
  if (form === 'text') return `text that matches ${utils.printExpected(source)}`;
  return utils.printExpected(source);
}

function reason({ utils }: Speaker, { negated, timeout }: Reading, outcome: Outcome): string {
  switch (outcome.kind) {
    case 'satisfied':
      return 'it came';
    case 'broken': {
      const message = `#${outcome.by.number} ${utils.printReceived(outcome.by.value)}`;
      return negated ? `${outcome.connection.name} got ${message}` : `${outcome.connection.name} got ${message} first`;
    }
    case 'ended':
      return `nothing more can come to ${outcome.connection.name}: ${describeEnding(outcome.ending)}`;
    case 'timed-out': {
      const names = outcome.missing.map(({ connection }) => connection.name).join(', ');
      const cut = outcome.after < timeout ? `, when the test's own timeout was near` : '';
      const held = outcome.missing.reduce((sum, missing) => sum + missing.held.length, 0);
      const part = held > 0 ? ` only ${held} of them` : ' nothing that matches';
      return `${names} got${part} within ${Math.round(outcome.after)} ms${cut}`;
    }
    case 'mistaken':
      return said(outcome.error);
    case 'abandoned':
      return 'the test ended while this was waiting';
  }
}

/** The clients whose messages say more. */
function concerned(reading: Reading, outcome: Outcome): readonly Connection[] {
  if (outcome.kind === 'timed-out') return outcome.missing.map(({ connection }) => connection);
  return 'connection' in outcome ? [outcome.connection] : reading.connections;
}

function received({ name, stream }: Connection): string[] {
  const { unread, cursor } = stream.inbox;
  const read = cursor === 0 ? '' : `, after ${count(cursor, 'message')} already read`;
  if (unread.length === 0) return [`${name} has no unread messages${read}.`];
  const listed = unread.slice(-LISTED);
  const left = unread.length - listed.length;
  return [
    `${name} has ${count(unread.length, 'unread message')}${read}:`,
    ...(left > 0 ? [`  … ${count(left, 'earlier one')}`] : []),
    ...listed.map((message) => `  #${message.number} ${payloadText(message)}`),
  ];
}

export function payloadText({ payload, ...rest }: ReceivedMessage | SentMessage): string {
  const problem = 'problem' in rest ? rest.problem : undefined;
  const text =
    typeof payload === 'string'
      ? oneLine(payload)
      : `${count(payload.length, 'byte')} ${payload.subarray(0, 32).toString('hex')}`;
  return problem === undefined ? text : `${text} (not decoded: ${problem})`;
}
