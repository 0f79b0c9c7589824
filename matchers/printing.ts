import type { MatcherContext } from 'expect';
import type { Paint } from '../src/explain/conversation';
import { displayablePair } from '../src/explain/displayable-pair';
import { bytesOf } from '../src/runtime/bytes';
import { isAsymmetric } from '../src/runtime/tag';
import { bytesText } from '../src/text/bytes-text';
import { displayable } from '../src/text/displayable';
import { escaped } from '../src/text/escape';
import { namesOf, oneLine } from '../src/text/show';
import { StandIns } from '../src/text/stand-ins';

/** What is needed to print failures: Jest's printers, how the matcher was called, and whether the user wants whole diffs. */
export type Printers = Pick<MatcherContext, 'utils' | 'isNot' | 'promise' | 'expand'>;

type Utils = MatcherContext['utils'];

/**
 * The context that `expect` passes to a matcher, with its printers made safe: they print a displayable copy, limited in
 * size, and do not throw when a value cannot be printed. Everything that matchers print goes through these.
 */
export function printingSafely(context: MatcherContext): MatcherContext {
  return { ...context, utils: safe(context.utils) };
}

function safe(utils: Utils): Utils {
  const printing = (print: (value: unknown) => string) => (value: unknown) =>
    attempt(
      ({ mark }) => print(displayable(value, { escape: mark })),
      () => print('(a value that cannot be printed)'),
    );
  return {
    ...utils,
    printExpected: printing(utils.printExpected),
    printReceived: printing(utils.printReceived),
    stringify: printing((value) => utils.stringify(value)),
    printDiffOrStringify: (expected, received, ...labels) =>
      attempt(
        ({ mark }) => utils.printDiffOrStringify(...displayablePair(expected, received, { escape: mark }), ...labels),
        () => 'The difference cannot be printed: an expected value throws when it is.',
      ),
    matcherHint: (name, received = 'received', expected = 'expected', options) =>
      utils.matcherHint(name, escaped(received), escaped(expected), options),
  };
}

function attempt(print: (standIns: StandIns) => string, otherwise: () => string): string {
  const standIns = new StandIns();
  try {
    return standIns.restored(print(standIns));
  } catch {
    return otherwise();
  }
}

/** Jest's colours: none if the terminal has none, or they are switched off. */
export const paintOf = ({ utils }: Pick<Printers, 'utils'>): Paint => ({
  good: utils.EXPECTED_COLOR,
  bad: utils.RECEIVED_COLOR,
  dim: utils.DIM_COLOR,
  strong: utils.BOLD_WEIGHT,
});

/** `expect(rob).not.toClose(code)`, `expect([ann, bob]).toClose(code)`. */
export function hint(
  { utils, isNot, promise }: Printers,
  name: string,
  subjects: readonly { readonly name: string }[],
  expected = 'expected',
): string {
  const names = namesOf(subjects);
  return utils.matcherHint(name, subjects.length === 1 ? names : `[${names}]`, expected, {
    isNot: isNot ?? false,
    promise: promise ?? '',
  });
}

export function printExpected({ utils }: Pick<Printers, 'utils'>, value: unknown): string {
  const bytes = bytesOf(value);
  return bytes ? utils.EXPECTED_COLOR(bytesText(bytes)) : utils.printExpected(value);
}

export function printReceived({ utils }: Pick<Printers, 'utils'>, value: unknown): string {
  const bytes = bytesOf(value);
  return bytes ? utils.RECEIVED_COLOR(bytesText(bytes)) : utils.printReceived(value);
}

/** The largest number of lines in a diff. */
const LONGEST_DIFF = 60;

/** The lines of a diff; undefined if there is nothing to see, since both print alike. */
export function printDiff({ utils, expand }: Printers, expected: unknown, received: unknown): string[] | undefined {
  const diff = utils.printDiffOrStringify(expected, received, 'Expected', 'Received', expand ?? false);
  if (/serializes to the same string|no visual difference/.test(diff)) return undefined;
  const lines = diff.split('\n');
  if (lines.length <= LONGEST_DIFF) return lines;
  return [...lines.slice(0, LONGEST_DIFF), `… ${lines.length - LONGEST_DIFF} more lines`];
}

/** A schema has no name, but what `contract.message()` gives has one. */
export const schemaText = (source: unknown): string =>
  isAsymmetric(source) ? `a message that fits ${oneLine(String(source))}` : 'a message that fits the schema';
