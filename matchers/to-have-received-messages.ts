import * as check from '../src/check';
import type { Connection } from '../src/connection';
import { type Order, orders } from '../src/demand';
import { type Expected, understand, wouldMatch } from '../src/expected';
import { Mistake } from '../src/mistake';
import { numbered, otherOrder } from '../src/other-order';
import { matchesInOrder } from '../src/recorded';
import { count, show } from '../src/show';
import type { ReceivedMessage } from '../src/transcript';
import { type Call, equalityOf, mistaken, type Verdict } from './context';
import { layout } from './layout';
import { messageLines } from './nearest-words';
import { connectionsOf } from './subject';
import { expectedLines, hint } from './words';

export interface HaveMessagesOptions {
  /**
   * `'sequence'`: in this order, others may be between. `'exact'`: these, in this order, and nothing else was received.
   * `'any'`: each by a message of its own, in any order. Defaults to `'sequence'`.
   */
  readonly order?: Order;
  /** Whether objects must be equal, instead of being contained. Defaults to `false`. */
  readonly exact?: boolean;
}

const checks: check.Checks = { order: check.oneOf(...orders), exact: check.boolean };

const LISTED = 10;

/** All of these were received so far. */
export function toHaveReceivedMessages(call: Call, subject: unknown, list: unknown, options: HaveMessagesOptions = {}): Verdict {
  try {
    const connections = connectionsOf(subject);
    check.checkOptions(options, checks, call.name);
    if (!Array.isArray(list) || list.length === 0) {
      throw new Mistake(`${call.name} takes an array of expected messages, not ${show(list)}.`);
    }
    const { order = 'sequence', exact } = options;
    const expected = list.map((one) => understand(one, equalityOf(call.context), exact));
    const found = connections.map(({ stream }) => matchesInOrder(stream.transcript.received, expected, order));
    const pass = found.every(({ complete }) => complete);
    const message = () => words(call, connections, expected, order, found);
    return { pass, message, name: call.name };
  } catch (error) {
    return mistaken(call, error);
  }
}

const ordered: Record<Order, string> = { sequence: 'in this order', exact: 'these and no others', any: 'in any order' };

function words(
  call: Call,
  connections: readonly Connection[],
  expected: readonly Expected[],
  order: Order,
  found: readonly ReturnType<typeof matchesInOrder>[],
): string {
  const not = call.context.isNot ? 'not ' : '';
  return layout({
    hint: hint(call.context, call.name, connections),
    expected: [`${not}${ordered[order]}`, ...expectedLines(call.context, expected)].join('\n'),
    received: connections.map(({ name, stream }, index) => {
      const { received, forgotten } = stream.transcript;
      const why = found[index]?.complete ? '' : whyNot(received, expected, order, found[index]?.lacks ?? []);
      return [
        `${name} got ${count(received.length, 'message')}${why}`,
        ...(forgotten > 0 ? [`  ${count(forgotten, 'earlier event')} left the transcript (limits.transcript)`] : []),
        ...messageLines(received, LISTED),
      ].join('\n');
    }),
  });
}

/** More pairs are not compared for a failure's words. */
const COMPARED = 200_000;

function whyNot(
  received: readonly ReceivedMessage[],
  expected: readonly Expected[],
  order: Order,
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

/** `2, 3`: where the expected ones stand among all of them. */
function places(some: readonly Expected[], all: readonly Expected[]): string {
  const more = some.length > LISTED ? ` and ${some.length - LISTED} more` : '';
  return (
    some
      .slice(0, LISTED)
      .map((one) => all.indexOf(one) + 1)
      .join(', ') + more
  );
}
