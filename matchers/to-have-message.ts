import * as check from '../src/check';
import type { Connection } from '../src/connection';
import { payloadText } from '../src/conversation';
import { type Expected, understand } from '../src/expected';
import { forbidden, refuseForCodec, sameText } from '../src/given-by-codec';
import { countOf, hasSoMany, ofAll } from '../src/recorded';
import { count } from '../src/show';
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

const checks: check.Checks = { times: check.times, exact: check.boolean };

const LISTED = 10;

/** Over everything that was received so far. */
export const toHaveReceivedMessage = (
  call: Call,
  subject: unknown,
  expected?: unknown,
  options?: HaveMessageOptions,
  ...more: unknown[]
) => has(call, subject, expected, options, 'received', more);

/** Over everything that was sent so far. */
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
): Verdict {
  try {
    check.refuseMore(more, call.name, 2);
    const connections = connectionsOf(subject);
    check.checkOptions(options, checks, call.name);
    const isNot = call.context.isNot ?? false;
    const { times } = options;
    const isForbidden = times === 0 || (isNot && times === undefined);
    const understood = understand(source, equalityOf(call.context), options.exact);
    refuseForCodec([understood], connections, isForbidden);
    const expected = isForbidden ? forbidden(understood) : understood;
    const answers = connections.map(({ stream: { transcript } }) =>
      hasSoMany(countOf(transcript[direction], expected.matches), transcript.forgottenMessages(direction), times),
    );
    const answer = isForbidden && undecided([expected]) ? undefined : ofAll(answers);
    const message = () => words(call, connections, expected, options, direction, answer === undefined);
    return { pass: answer ?? isNot, name: call.name, message };
  } catch (error) {
    return mistaken(call, error);
  }
}

function words(
  call: Call,
  connections: readonly Connection[],
  expected: Expected,
  { times }: HaveMessageOptions,
  direction: Direction,
  isUndecided: boolean,
): string {
  const trouble = troubleLines([expected]);
  const not = call.context.isNot ? 'not ' : '';
  const often = times === undefined ? '' : `, ${count(times, 'time')}`;
  const head = [
    hint(call.context, call.name, connections, 'expected'),
    '',
    `Expected: ${not}${wordFor(call.context, expected)}${often}`,
  ];
  const parts = connections.map(({ name, stream: { transcript } }) => {
    const messages = transcript[direction];
    const found = countOf(messages, expected.matches);
    const forgotten = transcript.forgottenMessages(direction);
    const shown = messages.slice(-LISTED);
    const same = shown.flatMap((message) => sameText(expected, message) ?? [])[0];
    return [
      `Received: ${name} has ${count(found, 'such message')} among ${countOf(messages)}`,
      ...(forgotten > 0 ? [`  ${forgottenText(forgotten, isUndecided)}`] : []),
      ...shown.map((message) => `  #${message.number} ${payloadText(message.payload, 66)}`),
      ...(same ? [`  Of one, ${same}.`] : []),
    ].join('\n');
  });
  return [...head, ...parts, ...trouble].join('\n');
}

/** What has left the transcript, and whether the answer would have depended on it. */
export function forgottenText(forgotten: number, isUndecided: boolean): string {
  const left = `${count(forgotten, 'earlier message')} left the transcript (limits.transcript)`;
  return isUndecided ? `${left}: whether it is so cannot be said. Raise limits.transcript` : left;
}
