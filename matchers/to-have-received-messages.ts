import type { Connection } from '../src/connection/connection';
import { type Expected, understand, wouldMatch } from '../src/expectations/expected';
import { forbidden, refuseForCodec } from '../src/expectations/given-by-codec';
import { matchesInOrder, ofEvery } from '../src/expectations/looking-back';
import type { ExpectedMessage } from '../src/expectations/pattern';
import { type MessageOrder, orders } from '../src/expectations/requirement';
import { troubleLines, undecided } from '../src/expectations/trouble';
import { numbered, otherOrder } from '../src/explain/other-order';
import type { Log } from '../src/log/log';
import type { ReceivedMessage } from '../src/log/transcript';
import { count } from '../src/text/count';
import { listed } from '../src/text/listed';
import { boolean, oneOf } from '../src/text/option-checks';
import { checkOptions, type OptionsOf, refuseMore } from '../src/text/options';
import { show } from '../src/text/show';
import { UsageError } from '../src/text/usage-error';
import { expectedData, expectedLines } from './explain-wait';
import { type Failure, resultOf, usageErrorResult } from './failure-message';
import { type Call, equalityOf, type MatcherResult } from './matcher';
import { hint } from './printing';
import { connectionsOf } from './subject';
import type { IncomingOf, OnClients } from './types';
import { forgottenText, messageLines } from './what-came';

const haveMessagesOptions = {
  /**
   * `'sequence'`: in this order, others may be between. `'exact'`: these, in this order, and nothing else was received.
   * `'any'`: each by a message of its own, in any order. Defaults to `'sequence'`.
   */
  order: oneOf(...orders),
  /** Whether objects must be equal, instead of being contained. Defaults to `false`. */
  exact: boolean,
};

/** How a list of expected messages is compared with those of the past. */
export interface HaveMessagesOptions extends OptionsOf<typeof haveMessagesOptions> {}

declare module './types' {
  interface WebSocketMatchers<R, T> {
    /** All of these are among the messages received so far, in this order unless `order` says otherwise. */
    toHaveReceivedMessages(
      this: OnClients<R, T>,
      expected: readonly ExpectedMessage<IncomingOf<T>>[],
      options?: HaveMessagesOptions,
    ): R;
  }
}

const LISTED = 10;

/** @internal */
export function toHaveReceivedMessages(
  call: Call,
  subject: unknown,
  list: unknown,
  options: HaveMessagesOptions = {},
  ...more: unknown[]
): MatcherResult {
  try {
    refuseMore(more, call.name, 2);
    const connections = connectionsOf(subject);
    checkOptions(options, haveMessagesOptions, call.name);
    if (!Array.isArray(list) || list.length === 0) {
      throw new UsageError(`${call.name} takes an array of expected messages, not ${show(list)}.`);
    }
    const { order = 'sequence', exact } = options;
    const isNot = call.context.isNot ?? false;
    const understood = list.map((one) => understand(one, equalityOf(call.context), exact));
    refuseForCodec(understood, connections, isNot);
    const expected = isNot ? understood.map(forbidden) : understood;
    const found = connections.map(({ log }) => matchesInOrder(log.received, expected, order));
    const decisions = connections.map(({ log }, index) => decided(log, found[index]?.complete ?? false, expected, order));
    const answer = isNot && undecided(expected) ? undefined : ofEvery(decisions, isNot);
    return resultOf(call, answer ?? isNot, () => explained(call, connections, expected, order, found, answer === undefined));
  } catch (error) {
    return usageErrorResult(call, error);
  }
}

/** Whether the messages of a client pass; undefined if that depends on messages that have left the transcript. */
function decided(log: Log, complete: boolean, expected: readonly Expected[], order: MessageOrder): boolean | undefined {
  const forgotten = log.forgottenMessages('received');
  if (forgotten === 0) return complete;
  if (order === 'exact') return log.received.length + forgotten === expected.length ? undefined : false;
  return complete || undefined;
}

const ordered: Record<MessageOrder, string> = { sequence: 'in this order', exact: 'these and no others', any: 'in any order' };

function explained(
  call: Call,
  connections: readonly Connection[],
  expected: readonly Expected[],
  order: MessageOrder,
  found: readonly ReturnType<typeof matchesInOrder>[],
  isUndecided: boolean,
): Failure {
  const not = call.context.isNot ? 'not ' : '';
  return {
    hint: hint(call.context, call.name, connections),
    expected: [`${not}${ordered[order]}`, ...expectedLines(call.context, expected)].join('\n'),
    received: connections.map(({ name, log }, index) => {
      const { received } = log;
      const forgotten = log.forgottenMessages('received');
      const why = found[index]?.complete ? '' : whyNot(received, expected, order, found[index]?.lacks ?? []);
      return [
        `${name} got ${count(received.length, 'message')}${why}`,
        ...(forgotten > 0 ? [`  ${forgottenText(forgotten, isUndecided)}`] : []),
        ...messageLines(received, LISTED),
      ].join('\n');
    }),
    details: [troubleLines(expected)],
    values: {
      expected: expectedData(expected),
      actual: connections.flatMap(({ log }) => log.received.slice(-LISTED).map(({ value }) => value)),
    },
  };
}

/** How many pairs of messages are compared to word a failure. */
const COMPARED = 200_000;

function whyNot(
  received: readonly ReceivedMessage[],
  expected: readonly Expected[],
  order: MessageOrder,
  lacks: readonly Expected[],
): string {
  const reordered = order === 'any' ? undefined : otherOrder(received, expected);
  const isSmall = received.length * expected.length <= COMPARED;
  const others =
    order === 'exact' && isSmall ? received.filter((one) => !expected.some((wanted) => wouldMatch(wanted, one))) : [];
  const missing =
    isSmall && order === 'exact' ? lacks.filter((one) => !received.some((message) => wouldMatch(one, message))) : lacks;
  const why = [
    ...(reordered ? [`all came, in another order: ${numbered(reordered)}`] : []),
    ...(others.length > 0 ? [`these are not expected: ${numbered(others.slice(0, LISTED))}`] : []),
    ...(missing.length > 0 && !reordered ? [`lacks ${places(missing, expected)}`] : []),
  ];
  if (why.length === 0)
    why.push(received.length > expected.length ? 'that is more than is expected' : `lacks ${places(lacks, expected)}`);
  return `, and ${why.join('; ')}`;
}

/** `2, 3`: the places of some expected messages in the list of all. */
const places = (some: readonly Expected[], all: readonly Expected[]): string =>
  listed(some, LISTED, (one) => String(all.indexOf(one) + 1));
