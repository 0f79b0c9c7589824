import type { Connection } from '../src/connection/connection';
import { type Expected, understand } from '../src/expectations/expected';
import { forbidden, refuseForCodec, sameText } from '../src/expectations/given-by-codec';
import { countOf, hasSoMany, ofEvery } from '../src/expectations/looking-back';
import type { ExpectedMessage } from '../src/expectations/pattern';
import { troubleLines, undecided } from '../src/expectations/trouble';
import { differs, hintsFor } from '../src/explain/hints';
import { lookalike, nearestMiss } from '../src/explain/nearest-miss';
import { count } from '../src/text/count';
import { boolean, times } from '../src/text/option-checks';
import { checkOptions, type OptionsOf, refuseMore } from '../src/text/options';
import { expectedData, wordFor } from './explain-wait';
import { type Failure, resultOf, usageErrorResult } from './failure-message';
import { type Call, equalityOf, type MatcherResult } from './matcher';
import { hint } from './printing';
import { connectionsOf } from './subject';
import type { IncomingOf, OnClients, OutgoingOf } from './types';
import { forgottenText, messageLines, nearestBlocks } from './what-came';

const haveMessageOptions = {
  /** How many messages must match, neither more nor fewer; 0 for none. Defaults to one or more. */
  times,
  /** Whether objects must be equal, instead of being contained. Defaults to `false`. */
  exact: boolean,
};

/** How messages of the past are counted and compared. */
export interface HaveMessageOptions extends OptionsOf<typeof haveMessageOptions> {}

declare module './types' {
  interface WebSocketMatchers<R, T> {
    /** A message received so far matches. */
    toHaveReceivedMessage(this: OnClients<R, T>, expected?: ExpectedMessage<IncomingOf<T>>, options?: HaveMessageOptions): R;
    /** A message sent so far matches. */
    toHaveSentMessage(this: OnClients<R, T>, expected?: ExpectedMessage<OutgoingOf<T>>, options?: HaveMessageOptions): R;
  }
}

const LISTED = 10;

/** @internal */
export const toHaveReceivedMessage = (
  call: Call,
  subject: unknown,
  expected?: unknown,
  options?: HaveMessageOptions,
  ...more: unknown[]
) => has(call, subject, expected, options, 'received', more);

/** @internal */
export const toHaveSentMessage = (
  call: Call,
  subject: unknown,
  expected?: unknown,
  options?: HaveMessageOptions,
  ...more: unknown[]
) => has(call, subject, expected, options, 'sent', more);

type Direction = 'received' | 'sent';

function has(
  call: Call,
  subject: unknown,
  source: unknown,
  options: HaveMessageOptions = {},
  direction: Direction,
  more: readonly unknown[],
): MatcherResult {
  try {
    refuseMore(more, call.name, 2);
    const connections = connectionsOf(subject);
    checkOptions(options, haveMessageOptions, call.name);
    const isNot = call.context.isNot ?? false;
    const { times } = options;
    const isForbidden = times === 0 || (isNot && times === undefined);
    const understood = understand(source, equalityOf(call.context), options.exact);
    refuseForCodec([understood], connections, isForbidden);
    const expected = isForbidden ? forbidden(understood) : understood;
    const counts = connections.map(({ log }) => countOf(log[direction], expected.matches));
    const answers = connections.map(({ log }, index) => hasSoMany(counts[index] ?? 0, log.forgottenMessages(direction), times));
    const answer = isForbidden && undecided([expected]) ? undefined : ofEvery(answers, isNot);
    return resultOf(call, answer ?? isNot, () =>
      explained(call, connections, counts, expected, options, direction, answer === undefined),
    );
  } catch (error) {
    return usageErrorResult(call, error);
  }
}

function explained(
  call: Call,
  connections: readonly Connection[],
  counts: readonly number[],
  expected: Expected,
  { times }: HaveMessageOptions,
  direction: Direction,
  isUndecided: boolean,
): Failure {
  const { isNot } = call.context;
  const often = times === undefined ? '' : `, ${count(times, 'time')}`;
  const all = connections.map((connection, index) => {
    const messages = connection.log[direction];
    const found = counts[index] ?? 0;
    const none = !isNot && found === 0;
    const look = () => nearestMiss(messages, [expected]) ?? lookalike(messages, [expected], differs(connection.codecName));
    return { connection, messages, found, nearest: none ? look() : undefined };
  });
  const first = all.find(({ nearest }) => nearest);
  return {
    hint: hint(call.context, call.name, connections, 'expected'),
    expected: `${isNot ? 'not ' : ''}${wordFor(call.context, expected)}${often}`,
    received: all.map(({ connection, messages, found, nearest }) => {
      const forgotten = connection.log.forgottenMessages(direction);
      const same = messages.slice(-LISTED).flatMap((message) => sameText(expected, message) ?? [])[0];
      return [
        `${connection.name} has ${count(found, 'such message')} among ${countOf(messages)}`,
        ...(forgotten > 0 ? [`  ${forgottenText(forgotten, isUndecided)}`] : []),
        ...messageLines(messages, LISTED, nearest?.message),
        ...(same ? [`  Of one, ${same}.`] : []),
      ].join('\n');
    }),
    details: [...nearestBlocks(call.context, first?.nearest, [], []), troubleLines([expected])],
    hints: first ? hintsFor({ nearest: first.nearest, codecName: first.connection.codecName }) : [],
    values: {
      expected: expectedData([expected]),
      actual: first?.nearest
        ? first.nearest.message.value
        : all.flatMap(({ messages }) => messages.slice(-LISTED).map(({ value }) => value)),
    },
  };
}
