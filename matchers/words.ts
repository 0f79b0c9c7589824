import type { MatcherContext } from 'expect';
import { describeEnding } from '../src/connection/ending';
import type { Waiting } from '../src/expectations/batch';
import type { Expected } from '../src/expectations/expected';
import { sameText } from '../src/expectations/given-by-codec';
import { troubleLines } from '../src/expectations/trouble';
import type { Undecodable } from '../src/expectations/undecodable';
import { differs, hintsFor } from '../src/explain/hints';
import { lookalike, nearestMiss } from '../src/explain/nearest-miss';
import { numbered, otherOrder } from '../src/explain/other-order';
import type { ReceivedMessage } from '../src/log/transcript';
import { shownPosition } from '../src/runtime/call-location';
import { namesOf, oneLine, said } from '../src/text/show';
import type { ClientProgress, Outcome } from '../src/waiting/outcome';
import type { Wait } from '../src/waiting/wait';
import { type Failure, layout } from './layout';
import { listed, nearestBlocks } from './nearest-words';
import { printExpected, printReceived } from './printing';

/** What words are made with: Jest's printers, and how the matcher was called. */
export type Speaker = Pick<MatcherContext, 'utils' | 'isNot' | 'promise' | 'expand'>;

/** Why a reading failed, as the user reads it: hint, expected, received, the nearest, what may help. */
export function explain(speaker: Speaker, wait: Wait, outcome: Outcome): string {
  const part = wait.negated ? undefined : partThatFailed(outcome);
  const behind = partThatFailed(outcome)?.behind;
  if (behind) return explainBehind(speaker, wait, outcome, behind);
  const reordered = part && otherOrder(part.connection.log.unread, orderOf(wait));
  const took = reordered ?? (wait.connections.length === 1 && part ? tookOf(wait, part) : []);
  const { details = [], hints = [] } = part ? shownDetails(speaker, wait, part, outcome, reordered) : {};
  const trouble = part || outcome.kind === 'undecided' ? troubleLines(wait.requirement.expected) : [];
  return layout({
    hint: header(speaker, wait),
    expected: `${wait.negated ? 'not ' : ''}${expectedText(speaker, wait, took)}`,
    received: [reordered ? `all came, in another order: ${numbered(reordered)}` : reason(speaker, wait, outcome)],
    details: [...details, trouble],
    hints,
  });
}

/** Nothing was looked at: another expectation waits before this one. */
function explainBehind(speaker: Speaker, wait: Wait, outcome: Outcome, behind: Waiting): string {
  const connection = partThatFailed(outcome)?.connection;
  const first = behind.lacks[0] ? ` for ${oneLine(wordFor(speaker, behind.lacks[0]), LONGEST_WORD)}` : '';
  return layout({
    hint: header(speaker, wait),
    expected: `${wait.negated ? 'not ' : ''}${expectedText(speaker, wait, [])}`,
    received: [reason(speaker, wait, outcome)],
    details: connection ? [listed(connection)] : [],
    // who lost a `Promise.race`, say, waits on
    hints: [`It still waits${first}; who waits first is served first. Expect one or the other by anyOf(a, b), or await it.`],
  });
}

const LONGEST_WORD = 66;

/** What must come in this order, if it must. */
const orderOf = ({ requirement }: Wait): readonly Expected[] => (requirement.kind === 'in order' ? requirement.expected : []);

/** Which message each of the expected ones has got. */
function tookOf({ requirement }: Wait, { held, lacks }: ClientProgress): (ReceivedMessage | undefined)[] {
  if (requirement.kind === 'in order') return [...held];
  const missing = new Set(lacks);
  let next = 0;
  return requirement.expected.map((expected) => (missing.has(expected) ? undefined : held[next++]));
}

/** Methods of a client wait as matchers do. */
const METHODS = ['receive', 'request'];

function header(speaker: Speaker, { reader, connections, subjects = connections }: Wait): string {
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

function expectedText(speaker: Speaker, { requirement }: Wait, took: readonly (ReceivedMessage | undefined)[]): string {
  const [only] = requirement.expected;
  if (only && requirement.expected.length === 1) return wordFor(speaker, only);
  const order = requirement.kind === 'any order' ? 'in any order' : requirement.strict ? 'these and no others' : 'in this order';
  return [order, ...expectedLines(speaker, requirement.expected, took)].join('\n');
}

/** Of a list of expected messages so many are shown. */
const SHOWN = 20;

/** Expected messages, a line each; of a long list the first. */
export function expectedLines(
  speaker: Pick<Speaker, 'utils'>,
  expected: readonly Expected[],
  took: readonly (ReceivedMessage | undefined)[] = [],
): string[] {
  const lines = expected.slice(0, SHOWN).map((one, index) => {
    const by = took[index];
    return `  ${index + 1}. ${wordFor(speaker, one)}${by ? ` ← #${by.number}` : ''}`;
  });
  const left = expected.length - lines.length;
  return left > 0 ? [...lines, `  … ${left.toLocaleString('en-US')} more`] : lines;
}

export function wordFor(speaker: Pick<Speaker, 'utils'>, { form, source, exact, alternatives }: Expected): string {
  if (alternatives) return `any of ${alternatives.map((one) => wordFor(speaker, one)).join(', ')}`;
  if (form === 'anything') return 'any message';
  if (form === 'undecodable') {
    const { problem } = source as Undecodable;
    return `a message that the codec cannot decode${problem === undefined ? '' : `: ${printExpected(speaker, problem)}`}`;
  }
  if (form === 'schema') return 'a message that fits the schema';
  if (form === 'predicate') return `a message that satisfies ${printExpected(speaker, source)}`;
  if (form === 'text') return `text that matches ${printExpected(speaker, source)}`;
  return exact ? `exactly ${printExpected(speaker, source)}` : printExpected(speaker, source);
}

function reason(speaker: Speaker, { negated, timeout, requirement, caller }: Wait, outcome: Outcome): string {
  switch (outcome.kind) {
    case 'satisfied':
      return 'it came';
    case 'broken': {
      const message = `#${outcome.by.number} ${printReceived(speaker, outcome.by.value)}`;
      if (!negated) return `${outcome.connection.name} got ${message} first`;
      const same = requirement.expected.map((expected) => sameText(expected, outcome.by)).find((text) => text !== undefined);
      return `${outcome.connection.name} got ${message}${same ? `: ${same}` : ''}`;
    }
    case 'ended': {
      const got = outcome.held.length > 0 ? ` It got ${outcome.held.length} of ${requirement.expected.length}.` : '';
      return `nothing more can come to ${outcome.connection.name}: ${describeEnding(outcome.ending)}${got && `.${got}`}`;
    }
    case 'timed-out': {
      const { connection, behind } = outcome.parts.find((part) => part.behind) ?? {};
      if (connection && behind) {
        const first = `${behind.reader.name} (${shownPosition(behind.reader.position)})`;
        return `${connection.name} has looked at no message within ${Math.round(outcome.after)} ms: ${first} waits first`;
      }
      const replying = outcome.parts.find(({ acting }) => acting);
      if (replying) {
        const [trigger] = replying.held;
        return `${replying.connection.name} got #${trigger?.number}, and its reply was not sent within ${Math.round(outcome.after)} ms`;
      }
      const names = namesOf(outcome.parts.map(({ connection }) => connection));
      const isOfTest = Number.isFinite(caller?.deadline) && outcome.after < (timeout ?? Number.POSITIVE_INFINITY);
      const cut = isOfTest ? `, when the test's own timeout was near` : '';
      const within = `within ${Math.round(outcome.after)} ms${cut}`;
      const held = outcome.parts.reduce((sum, { held }) => sum + held.length, 0);
      const got = held > 0 ? ` only ${held} of them` : ' nothing that matches';
      return `${names} got${got} ${within}`;
    }
    case 'undecided':
      return 'it is not known: what looks at the message threw at every one';
    case 'forbidden':
      return outcome.violation.sentence;
    case 'error':
      return said(outcome.error);
    case 'abandoned':
      return 'the test ended while this was waiting. Await it: forEach() does not, nor a .then() that is not returned';
  }
}

function partThatFailed(outcome: Outcome): ClientProgress | undefined {
  if (outcome.kind === 'timed-out') return outcome.parts.find(({ behind }) => behind) ?? outcome.parts[0];
  return outcome.kind === 'broken' || outcome.kind === 'ended' ? outcome : undefined;
}

/** The failure stands also where a value of the user's throws when it is looked at. */
function shownDetails(...args: Parameters<typeof details>): ReturnType<typeof details> {
  try {
    return details(...args);
  } catch (error) {
    return { details: [[`What came instead cannot be shown: ${said(error)}`]] };
  }
}

/** What came instead, the nearest of it as a diff, and what may help. */
function details(
  speaker: Speaker,
  { connections, requirement, caller }: Wait,
  part: ClientProgress,
  outcome: Outcome,
  reordered: readonly ReceivedMessage[] | undefined,
): Pick<Failure, 'details' | 'hints'> {
  const { connection } = part;
  const lacks = part.lacks.flatMap((one) => one.alternatives ?? one);
  const by = outcome.kind === 'broken' ? outcome.by : undefined;
  const { unread } = connection.log;
  const looked = by ? [by] : unread;
  if (reordered) return { details: [listed(connection)] };
  const nearest = nearestMiss(looked, lacks) ?? lookalike(looked, lacks, differs(connection.codecName));
  const neighbours = [...new Set([...connections, ...(caller?.scope.connections ?? [])])];
  const blocks = nearestBlocks(speaker, nearest, looked, lacks);
  return {
    details: by ? blocks : [listed(connection, nearest?.message), ...blocks],
    hints: hintsFor({ ...part, lacks, ...(by && { by }), requirement, neighbours, nearest }),
  };
}
