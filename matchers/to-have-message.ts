import * as check from '../src/check';
import type { Connection } from '../src/connection';
import { payloadText } from '../src/conversation';
import { type Expected, understand } from '../src/expected';
import { count } from '../src/show';
import type { ReceivedMessage, SentMessage } from '../src/transcript';
import { troubleLines, undecided } from '../src/trouble';
import { type Call, equalityOf, mistaken, type Verdict } from './context';
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
    const trouble = undecided([expected]);
    const negative = call.context.isNot || options.times === 0;
    const isSo = counts.every((found) => (options.times === undefined ? found > 0 : found === options.times));
    const pass = trouble && negative ? (call.context.isNot ?? false) : isSo;
    return { pass, name: call.name, message: () => words(call, connections, expected, options, messagesOf) };
  } catch (error) {
    return mistaken(call, error);
  }
}

function words(
  call: Call,
  connections: readonly Connection[],
  expected: Expected,
  { times }: HaveMessageOptions,
  messagesOf: (connection: Connection) => Messages,
): string {
  const trouble = troubleLines([expected]);
  const not = call.context.isNot ? 'not ' : '';
  const often = times === undefined ? '' : `, ${count(times, 'time')}`;
  const head = [
    hint(call.context, call.name, connections, 'expected'),
    '',
    `Expected: ${not}${wordFor(call.context, expected)}${often}`,
  ];
  const parts = connections.map((connection) => {
    const messages = messagesOf(connection);
    const found = messages.filter(expected.matches).length;
    const { forgotten } = connection.stream.transcript;
    return [
      `Received: ${connection.name} has ${count(found, 'such message')} among ${messages.length}`,
      ...(forgotten > 0 ? [`  ${count(forgotten, 'earlier event')} left the transcript (limits.transcript)`] : []),
      ...messages.slice(-LISTED).map((message) => `  #${message.number} ${payloadText(message.payload, 66)}`),
    ].join('\n');
  });
  return [...head, ...parts, ...trouble].join('\n');
}
