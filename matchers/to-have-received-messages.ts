import * as check from '../src/check';
import type { Connection } from '../src/connection';
import { payloadText } from '../src/conversation';
import { type Order, orders } from '../src/demand';
import { type Expected, understand } from '../src/expected';
import { Mistake } from '../src/mistake';
import { matchesInOrder } from '../src/recorded';
import { count, show } from '../src/show';
import { troubleLines, undecided } from '../src/trouble';
import { type Call, equalityOf, mistaken, type Verdict } from './context';
import { connectionsOf } from './subject';
import { hint, numbered } from './words';

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
const LONGEST_PAYLOAD = 66;

/** All of these were received so far. */
export function toHaveReceivedMessages(call: Call, subject: unknown, list: unknown, options: HaveMessagesOptions = {}): Verdict {
  try {
    const connections = connectionsOf(subject);
    check.checkOptions(options, checks, call.name);
    if (!Array.isArray(list) || list.length === 0) {
      throw new Mistake(`${call.name} takes an array of expected messages, not ${show(list)}.`);
    }
    const { order = 'sequence', exact } = options;
    const isNot = call.context.isNot ?? false;
    const expected = list.map((one) => understand(one, equalityOf(call.context), exact));
    const found = connections.map(({ stream }) => matchesInOrder(stream.transcript.received, expected, order));
    const pass = found.every(({ complete }) => complete) || (isNot && undecided(expected) !== undefined);
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
  const lines = connections.flatMap(({ name, stream }, index) => {
    const { received, forgotten } = stream.transcript;
    const { lacks = [] } = found[index] ?? {};
    const lacking = lacks.map((one) => expected.indexOf(one) + 1).join(', ');
    const left = received.length - LISTED;
    return [
      `Received: ${name} got ${count(received.length, 'message')}${lacking ? `, and lacks ${lacking}` : ''}`,
      ...(forgotten > 0 ? [`  ${count(forgotten, 'earlier event')} left the transcript (limits.transcript)`] : []),
      ...(left > 0 ? [`  … ${count(left, 'earlier one')}`] : []),
      ...received.slice(-LISTED).map((message) => `  #${message.number} ${payloadText(message.payload, LONGEST_PAYLOAD)}`),
    ];
  });
  const texts = numbered(call.context, expected);
  const not = call.context.isNot ? 'not ' : '';
  return [
    hint(call.context, call.name, connections),
    '',
    `Expected: ${not}${ordered[order]}`,
    ...texts,
    ...lines,
    ...troubleLines(expected),
  ].join('\n');
}
