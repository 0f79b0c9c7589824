import * as check from '../src/check';
import type { Connection } from '../src/connection';
import { type Expected, understand } from '../src/expected';
import { differenceHintsOf, differs } from '../src/hints';
import { lookalike, nearestMiss } from '../src/nearest-miss';
import { count } from '../src/show';
import type { ReceivedMessage, SentMessage } from '../src/transcript';
import { type Call, equalityOf, mistaken, type Verdict } from './context';
import { layout } from './layout';
import { messageLines, nearestBlocks } from './nearest-words';
import { connectionsOf } from './subject';
import { hint, wordFor } from './words';

export interface HaveMessageOptions {
  /** How many messages must match. Defaults to one or more. */
  readonly times?: number;
  /** Whether objects must be equal, instead of being contained. Defaults to `false`. */
  readonly exact?: boolean;
}

const times: check.Check = {
  expects: 'a whole number, 0 or more',
  accepts: (value) => Number.isInteger(value) && (value as number) >= 0,
};

const checks: check.Checks = { times, exact: check.boolean };

const LISTED = 10;

/** Over everything that was received so far. */
export const toHaveReceivedMessage = (call: Call, subject: unknown, expected?: unknown, options?: HaveMessageOptions) =>
  has(call, subject, expected, options, ({ stream }) => stream.transcript.received);

/** Over everything that was sent so far. */
export const toHaveSentMessage = (call: Call, subject: unknown, expected?: unknown, options?: HaveMessageOptions) =>
  has(call, subject, expected, options, ({ stream }) => stream.transcript.sent);

type Messages = readonly (ReceivedMessage | SentMessage)[];

function has(
  call: Call,
  subject: unknown,
  source: unknown,
  options: HaveMessageOptions = {},
  messagesOf: (connection: Connection) => Messages,
): Verdict {
  try {
    const connections = connectionsOf(subject);
    check.checkOptions(options, checks, call.name);
    const expected = understand(source, equalityOf(call.context), options.exact);
    const counts = connections.map((connection) => messagesOf(connection).filter(expected.matches).length);
    const pass = counts.every((found) => (options.times === undefined ? found > 0 : found === options.times));
    return { pass, name: call.name, message: () => words(call, connections, counts, expected, options, messagesOf) };
  } catch (error) {
    return mistaken(call, error);
  }
}

function words(
  call: Call,
  connections: readonly Connection[],
  counts: readonly number[],
  expected: Expected,
  { times }: HaveMessageOptions,
  messagesOf: (connection: Connection) => Messages,
): string {
  const { isNot } = call.context;
  const often = times === undefined ? '' : `, ${count(times, 'time')}`;
  const all = connections.map((connection, index) => {
    const messages = messagesOf(connection);
    const found = counts[index] ?? 0;
    const differ = differs(connection.codecName);
    const none = !isNot && found === 0;
    const nearest = none ? (nearestMiss(messages, [expected]) ?? lookalike(messages, [expected], differ)) : undefined;
    return { connection, messages, found, nearest };
  });
  const first = all.find(({ nearest }) => nearest);
  return layout({
    hint: hint(call.context, call.name, connections, 'expected'),
    expected: `${isNot ? 'not ' : ''}${wordFor(call.context, expected)}${often}`,
    received: all.map(({ connection, messages, found, nearest }) => {
      const { forgotten } = connection.stream.transcript;
      return [
        `${connection.name} has ${count(found, 'such message')} among ${messages.length}`,
        ...(forgotten > 0 ? [`  ${count(forgotten, 'earlier event')} left the transcript (limits.transcript)`] : []),
        ...messageLines(messages, LISTED, nearest?.message),
      ].join('\n');
    }),
    details: nearestBlocks(call.context, first?.nearest, [], []),
    hints: first ? differenceHintsOf(first.nearest, first.connection.codecName) : [],
  });
}
