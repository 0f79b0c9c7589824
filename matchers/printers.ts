import type { MatcherContext } from 'expect';
import { displayablePair } from '../src/explain/displayable-pair';
import { displayable } from '../src/text/displayable';
import { escaped, marked, unmarked } from '../src/text/escape';

type Printers = MatcherContext['utils'];

/**
 * The context that `expect` gives to a matcher, its printers made safe: what they print is a displayable copy, of
 * bounded size, and a value whose printing throws is named instead. All that matchers print goes through these.
 */
export function printingSafely(context: MatcherContext): MatcherContext {
  return { ...context, utils: safe(context.utils) };
}

const escape = marked;

function safe(utils: Printers): Printers {
  const printing = (print: (value: unknown) => string) => (value: unknown) =>
    attempt(
      () => unmarked(print(displayable(value, { escape }))),
      () => print('(a value that cannot be printed)'),
    );
  return {
    ...utils,
    printExpected: printing(utils.printExpected),
    printReceived: printing(utils.printReceived),
    stringify: printing((value) => utils.stringify(value)),
    printDiffOrStringify: (expected, received, ...labels) =>
      attempt(
        () => unmarked(utils.printDiffOrStringify(...displayablePair(expected, received, { escape }), ...labels)),
        () => 'The difference cannot be printed: an expected value throws when it is.',
      ),
    matcherHint: (name, received = 'received', expected = 'expected', options) =>
      utils.matcherHint(name, escaped(received), escaped(expected), options),
  };
}

function attempt(print: () => string, otherwise: () => string): string {
  try {
    return print();
  } catch {
    return otherwise();
  }
}
