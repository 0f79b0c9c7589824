import { describeEnding } from '../src/connection/ending';
import type { Expected } from '../src/expectations/expected';
import { sameText } from '../src/expectations/given-by-codec';
import type { Waiting } from '../src/expectations/queued-expectation';
import type { OwnReply } from '../src/expectations/requirement';
import { troubleLines } from '../src/expectations/trouble';
import type { Undecodable } from '../src/expectations/undecodable';
import { differs, hintsFor } from '../src/explain/hints';
import { lookalike, nearestMiss } from '../src/explain/nearest-miss';
import { numbered, otherOrder } from '../src/explain/other-order';
import type { ReceivedMessage } from '../src/log/transcript';
import { shownPosition } from '../src/runtime/call-location';
import { grouped } from '../src/text/grouped';
import { namesOf, oneLine, said, show } from '../src/text/show';
import type { ClientProgress, EndedEarly, Outcome } from '../src/waiting/outcome';
import type { Wait } from '../src/waiting/wait';
import type { Failure } from './failure-message';
import { hint, type Printers, printExpected, printReceived, schemaText } from './printing';
import { GIVEN, nearestBlocks, unreadLines, unreadValues } from './what-came';

/** Explains why a wait for messages failed: what was expected, why the wait ended, what came, what may help. */
export function explainWait(printers: Printers, wait: Wait, outcome: Outcome): Failure {
  const part = wait.negated ? undefined : partThatFailed(outcome);
  const behind = partThatFailed(outcome)?.behind;
  if (behind) return explainBehind(printers, wait, outcome, behind);
  const reordered = part && otherOrder(part.connection.log.unread, orderOf(wait));
  const took = reordered ?? (wait.connections.length === 1 && part ? tookOf(wait, part) : []);
  const came = part ? shownCame(printers, wait, part, outcome, reordered) : {};
  const trouble = part || outcome.kind === 'undecided' ? troubleLines(wait.requirement.expected) : [];
  return {
    hint: header(printers, wait),
    expected: `${wait.negated ? 'not ' : ''}${expectedText(printers, wait, took)}`,
    received: [reordered ? `all came, in another order: ${numbered(reordered)}` : reason(printers, wait, outcome)],
    details: [...(came.details ?? []), trouble],
    hints: [...(wait.account ? [wait.account()] : []), ...(came.hints ?? [])],
    values: {
      expected: expectedData(wait.requirement.expected),
      actual: outcome.kind === 'broken' ? outcome.by.value : came.actual,
    },
  };
}

/** Explains a wait that has not looked at any message, since an earlier expectation still waits. */
function explainBehind(printers: Printers, wait: Wait, outcome: Outcome, behind: Waiting): Failure {
  const connection = partThatFailed(outcome)?.connection;
  const first = behind.lacks[0] ? ` for ${oneLine(wordFor(printers, behind.lacks[0]), LONGEST_WORD)}` : '';
  return {
    hint: header(printers, wait),
    expected: `${wait.negated ? 'not ' : ''}${expectedText(printers, wait, [])}`,
    received: [reason(printers, wait, outcome)],
    details: connection ? [unreadLines(connection)] : [],
    // the loser of a `Promise.race`, for example, goes on waiting
    hints: [
      `It still waits${first}, and expectations are served in the order in which they began. Expect either one with anyOf(a, b), or await it.`,
    ],
    values: { expected: expectedData(wait.requirement.expected), actual: connection && unreadValues(connection) },
  };
}

const LONGEST_WORD = 66;

/** The expected messages, if they must come in this order. */
const orderOf = ({ requirement }: Wait): readonly Expected[] => (requirement.kind === 'in order' ? requirement.expected : []);

/** The message that each expected message got; undefined for those that got none. */
function tookOf({ requirement }: Wait, { held, lacks }: ClientProgress): (ReceivedMessage | undefined)[] {
  if (requirement.kind === 'in order') return [...held];
  const missing = new Set(lacks);
  let next = 0;
  return requirement.expected.map((expected) => (missing.has(expected) ? undefined : held[next++]));
}

/** Methods of a client that wait as matchers do. */
const METHODS = ['receive', 'request', 'sendUntil'];

function header(printers: Printers, { reader, connections, subjects = connections }: Wait): string {
  const [connection] = connections;
  if (METHODS.includes(reader.name)) return `${connection?.name}.${reader.name}(${printers.utils.EXPECTED_COLOR('expected')})`;
  return hint(printers, reader.name, subjects);
}

function expectedText(printers: Printers, { requirement }: Wait, took: readonly (ReceivedMessage | undefined)[]): string {
  const [only] = requirement.expected;
  if (requirement.kind === 'own reply') return replyText(printers, requirement);
  const times = requirement.expected.length;
  if (only && times === 1) return wordFor(printers, only);
  if (only && requirement.expected.every((one) => one === only)) return `${times} times ${wordFor(printers, only)}`;
  const order = requirement.kind === 'any order' ? 'in any order' : requirement.strict ? 'these and no others' : 'in this order';
  return [order, ...expectedLines(printers, requirement.expected, took)].join('\n');
}

const LONGEST_REQUEST = 120;

function replyText(printers: Printers, { to, expected: [only] }: OwnReply): string {
  const request = printers.utils.EXPECTED_COLOR(show(to, LONGEST_REQUEST));
  return !only || only.form === 'anything' ? `the reply to ${request}` : `${wordFor(printers, only)}, as the reply to ${request}`;
}

/** How many expected messages of a list are shown. */
const SHOWN = 20;

/** Expected messages, a line for each; of a long list only the first. */
export function expectedLines(
  printers: Pick<Printers, 'utils'>,
  expected: readonly Expected[],
  took: readonly (ReceivedMessage | undefined)[] = [],
): string[] {
  const lines = expected.slice(0, SHOWN).map((one, index) => {
    const by = took[index];
    return `  ${index + 1}. ${wordFor(printers, one)}${by ? ` ← #${by.number}` : ''}`;
  });
  const left = expected.length - lines.length;
  return left > 0 ? [...lines, `  … ${grouped(left)} more`] : lines;
}

/** Expected messages for reporters: a single one by itself, several as a list. */
export function expectedData(expected: readonly Expected[]): unknown {
  const [first] = expected;
  return first && expected.length === 1 ? dataOf(first) : expected.slice(0, GIVEN).map(dataOf);
}

function dataOf({ form, source, alternatives }: Expected): unknown {
  if (alternatives) return { anyOf: alternatives.map(dataOf) };
  if (form === 'anything') return 'any message';
  if (form === 'undecodable') return 'a message that the codec cannot decode';
  return form === 'schema' ? schemaText(source) : source;
}

/** An expected message in the words of a failure. */
export function wordFor(printers: Pick<Printers, 'utils'>, { form, source, exact, alternatives }: Expected): string {
  if (alternatives) return `any of ${alternatives.map((one) => wordFor(printers, one)).join(', ')}`;
  if (form === 'anything') return 'any message';
  if (form === 'undecodable') {
    const { problem } = source as Undecodable;
    return `a message that the codec cannot decode${problem === undefined ? '' : `: ${printExpected(printers, problem)}`}`;
  }
  if (form === 'schema') return schemaText(source);
  if (form === 'predicate') return `a message that satisfies ${printExpected(printers, source)}`;
  if (form === 'text') return `text that matches ${printExpected(printers, source)}`;
  return exact ? `exactly ${printExpected(printers, source)}` : printExpected(printers, source);
}

function reason(printers: Printers, { negated, timeout, requirement, caller }: Wait, outcome: Outcome): string {
  switch (outcome.kind) {
    case 'satisfied':
      return 'it came';
    case 'broken': {
      const message = `#${outcome.by.number} ${printReceived(printers, outcome.by.value)}`;
      if (requirement.kind === 'own reply') return `the reply is ${message}`;
      if (!negated) return `${outcome.connection.name} got ${message} first`;
      const same = requirement.expected.map((expected) => sameText(expected, outcome.by)).find((text) => text !== undefined);
      return `${outcome.connection.name} got ${message}${same ? `: ${same}` : ''}`;
    }
    case 'ended': {
      const got = outcome.held.length > 0 ? ` It got ${outcome.held.length} of ${requirement.expected.length}.` : '';
      return `nothing more can reach ${outcome.connection.name}: ${describeEnding(outcome.ending)}${got && `.${got}`}`;
    }
    case 'timed-out': {
      const { connection, behind } = outcome.parts.find((part) => part.behind) ?? {};
      if (connection && behind) {
        const first = `${behind.reader.name} (${shownPosition(behind.reader.position)})`;
        return `${connection.name} looked at no message within ${Math.round(outcome.after)} ms: ${first} waits first`;
      }
      const replying = outcome.parts.find(({ acting }) => acting);
      if (replying) {
        const [trigger] = replying.held;
        return `${replying.connection.name} got #${trigger?.number}, and its reply was not sent within ${Math.round(outcome.after)} ms`;
      }
      const names = namesOf(outcome.parts.map(({ connection }) => connection));
      const isOfTest = Number.isFinite(caller?.deadline) && outcome.after < (timeout ?? Number.POSITIVE_INFINITY);
      const cut = isOfTest ? `, just before the test's own timeout` : '';
      const within = `within ${Math.round(outcome.after)} ms${cut}`;
      const held = outcome.parts.reduce((sum, { held }) => sum + held.length, 0);
      const nothing = requirement.kind === 'own reply' ? ' no such reply' : ' nothing that matches';
      const got = held > 0 ? ` only ${held} of them` : nothing;
      return `${names} got${got} ${within}`;
    }
    case 'undecided':
      return 'the outcome is unknown: the check threw for every message';
    case 'error':
      return said(outcome.error);
    default:
      return endedEarly(outcome);
  }
}

/** Why a wait was ended from outside. */
export function endedEarly(end: EndedEarly): string {
  if (end.kind === 'forbidden') return end.violation.sentence;
  return 'the test ended while this was waiting. Await it; forEach() does not wait for it, nor does a .then() that is not returned';
}

function partThatFailed(outcome: Outcome): ClientProgress | undefined {
  if (outcome.kind === 'timed-out') return outcome.parts.find(({ behind }) => behind) ?? outcome.parts[0];
  return outcome.kind === 'broken' || outcome.kind === 'ended' ? outcome : undefined;
}

/** If a value of the user's throws when it is looked at, the failure is still shown, only without what came. */
function shownCame(...args: Parameters<typeof whatCame>): WhatCame {
  try {
    return whatCame(...args);
  } catch (error) {
    return { details: [[`What arrived instead cannot be shown: ${said(error)}`]] };
  }
}

interface WhatCame extends Pick<Failure, 'details' | 'hints'> {
  /** The nearest message, or all that are unread. */
  readonly actual?: unknown;
}

/** What came instead, the nearest message as a diff, and what may help. */
function whatCame(
  printers: Printers,
  { connections, requirement, caller }: Wait,
  part: ClientProgress,
  outcome: Outcome,
  reordered: readonly ReceivedMessage[] | undefined,
): WhatCame {
  const { connection } = part;
  const lacks = part.lacks.flatMap((one) => one.alternatives ?? one);
  const by = outcome.kind === 'broken' ? outcome.by : undefined;
  const { unread } = connection.log;
  const looked = by ? [by] : unread;
  if (reordered) return { details: [unreadLines(connection)], actual: unreadValues(connection) };
  const nearest = nearestMiss(looked, lacks) ?? lookalike(looked, lacks, differs(connection.codecName));
  const neighbours = [...new Set([...connections, ...(caller?.scope.connections ?? [])])];
  const blocks = nearestBlocks(printers, nearest, looked, lacks);
  return {
    details: by ? blocks : [unreadLines(connection, nearest?.message), ...blocks],
    hints: hintsFor({ codecName: connection.codecName, nearest, wait: { ...part, lacks, by, requirement, neighbours } }),
    actual: nearest ? nearest.message.value : unreadValues(connection),
  };
}
