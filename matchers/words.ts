import type { MatcherContext } from 'expect';
import { describeEnding } from '../src/ending';
import type { Expected } from '../src/expected';
import { differs, hintsFor } from '../src/hints';
import { lookalike, nearestMiss } from '../src/nearest-miss';
import { numbered, otherOrder } from '../src/other-order';
import type { Outcome, Part } from '../src/outcome';
import type { Reading } from '../src/reading';
import { oneLine, said } from '../src/show';
import type { ReceivedMessage } from '../src/transcript';
import { type Failure, layout } from './layout';
import { listed, nearestBlocks } from './nearest-words';
import { printExpected, printReceived } from './printing';

/** What words are made with: Jest's printers, and how the matcher was called. */
export type Speaker = Pick<MatcherContext, 'utils' | 'isNot' | 'promise' | 'expand'>;

/** Why a reading failed, as the user reads it: hint, expected, received, the nearest, what may help. */
export function explain(speaker: Speaker, reading: Reading, outcome: Outcome): string {
  const part = reading.negated ? undefined : partThatFailed(outcome);
  const reordered = part && otherOrder(part.connection.stream.inbox.unread, orderOf(reading));
  const took = reordered ?? (reading.connections.length === 1 && part ? tookOf(reading, part) : []);
  return layout({
    hint: header(speaker, reading),
    expected: `${reading.negated ? 'not ' : ''}${expectedText(speaker, reading, took)}`,
    received: [reordered ? `all came, in another order: ${numbered(reordered)}` : reason(speaker, reading, outcome)],
    ...(part && details(speaker, reading, part, outcome, reordered)),
  });
}

/** What must come in this order, if it must. */
const orderOf = ({ demand }: Reading): readonly Expected[] => (demand.kind === 'steps' ? demand.expected : []);

/** Which message each of the expected ones has got. */
function tookOf({ demand }: Reading, { held, lacks }: Part): (ReceivedMessage | undefined)[] {
  if (demand.kind === 'steps') return [...held];
  const missing = new Set(lacks);
  let next = 0;
  return demand.expected.map((expected) => (missing.has(expected) ? undefined : held[next++]));
}

/** Methods of a client wait as matchers do. */
const METHODS = ['receive', 'request'];

function header(speaker: Speaker, { reader, connections, subjects = connections }: Reading): string {
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
  const names = connections.map((connection) => connection.name).join(', ');
  return utils.matcherHint(name, connections.length === 1 ? names : `[${oneLine(names)}]`, expected, {
    isNot: isNot ?? false,
    promise: promise ?? '',
  });
}

function expectedText(speaker: Speaker, { demand }: Reading, took: readonly (ReceivedMessage | undefined)[]): string {
  const [only, ...others] = demand.expected;
  if (only && others.length === 0) return wordFor(speaker, only);
  const order = demand.kind === 'slots' ? 'in any order' : demand.strict ? 'these and no others' : 'in this order';
  return [order, ...expectedLines(speaker, demand.expected, took)].join('\n');
}

/** So many of what is expected are written out. */
const LISTED = 50;

/** What is expected, numbered; with the message that each has got, where that is known. */
export function expectedLines(
  speaker: Pick<Speaker, 'utils'>,
  expected: readonly Expected[],
  took: readonly (ReceivedMessage | undefined)[] = [],
): string[] {
  const lines = expected.slice(0, LISTED).map((one, index) => {
    const by = took[index];
    return `  ${index + 1}. ${wordFor(speaker, one)}${by ? ` ← #${by.number}` : ''}`;
  });
  return expected.length <= LISTED ? lines : [...lines, `  … ${(expected.length - LISTED).toLocaleString('en-US')} more`];
}

export function wordFor(speaker: Pick<Speaker, 'utils'>, { form, source, exact }: Expected): string {
  if (form === 'anything') return 'any message';
  if (form === 'schema') return 'a message that fits the schema';
  if (form === 'predicate') return `a message that satisfies ${printExpected(speaker, source)}`;
  if (form === 'text') return `text that matches ${printExpected(speaker, source)}`;
  return exact ? `exactly ${printExpected(speaker, source)}` : printExpected(speaker, source);
}

function reason(speaker: Speaker, { negated, timeout, demand }: Reading, outcome: Outcome): string {
  switch (outcome.kind) {
    case 'satisfied':
      return 'it came';
    case 'broken': {
      const message = `#${outcome.by.number} ${printReceived(speaker, outcome.by.value)}`;
      return negated ? `${outcome.connection.name} got ${message}` : `${outcome.connection.name} got ${message} first`;
    }
    case 'ended': {
      const got = outcome.held.length > 0 ? ` It got ${outcome.held.length} of ${demand.expected.length}.` : '';
      return `nothing more can come to ${outcome.connection.name}: ${describeEnding(outcome.ending)}${got && `.${got}`}`;
    }
    case 'timed-out': {
      const names = outcome.parts.map(({ connection }) => connection.name).join(', ');
      const cut = outcome.after < timeout ? `, when the test's own timeout was near` : '';
      const within = `within ${Math.round(outcome.after)} ms${cut}`;
      const unanswered = outcome.parts.find(({ lacks, held }) => lacks.length === 0 && held.length > 0);
      if (unanswered) {
        const { connection, held } = unanswered;
        return `${connection.name} got #${held[0]?.number}, and the promise of its reply did not resolve ${within}`;
      }
      const held = outcome.parts.reduce((sum, { held }) => sum + held.length, 0);
      const got = held > 0 ? ` only ${held} of them` : ' nothing that matches';
      return `${names} got${got} ${within}`;
    }
    case 'forbidden':
      return outcome.breach.sentence;
    case 'mistaken':
      return said(outcome.error);
    case 'abandoned':
      return 'the test ended while this was waiting';
  }
}

function partThatFailed(outcome: Outcome): Part | undefined {
  if (outcome.kind === 'timed-out') return outcome.parts[0];
  return outcome.kind === 'broken' || outcome.kind === 'ended' ? outcome : undefined;
}

/** What came instead, the nearest of it as a diff, and what may help. */
function details(
  speaker: Speaker,
  { connections, demand, occasion }: Reading,
  part: Part,
  outcome: Outcome,
  reordered: readonly ReceivedMessage[] | undefined,
): Pick<Failure, 'details' | 'hints'> {
  const { connection, lacks } = part;
  const by = outcome.kind === 'broken' ? outcome.by : undefined;
  const { unread } = connection.stream.inbox;
  const looked = by ? [by] : unread;
  if (reordered) return { details: [listed(connection)] };
  const nearest = nearestMiss(looked, lacks) ?? lookalike(looked, lacks, differs(connection.codecName));
  const neighbours = [...new Set([...connections, ...(occasion?.scope.connections ?? [])])];
  const blocks = nearestBlocks(speaker, nearest, looked, lacks);
  return {
    details: by ? blocks : [listed(connection, nearest?.message), ...blocks],
    hints: hintsFor({ ...part, ...(by && { by }), demand, neighbours, nearest }),
  };
}
