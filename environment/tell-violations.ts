import { stripVTControlCharacters } from 'node:util';
import type { Realm } from '../src/runtime/realm';
import { errorAt } from '../src/text/error-at';
import { failureText } from '../src/text/failure-text';
import { oneLine } from '../src/text/show';
import type { RuleViolation } from '../src/waiting/rule-violation';
import { MOST_VIOLATIONS, type Scope } from '../src/waiting/scope';
import type { Test } from './jest-internals';
import { partsOf, replacementError, withMore } from './replacement-error';

/** How many breaches are listed in addition to the first. */
const LISTED = 4;
/** How long the sentence of one of these may be. */
const LONGEST = 300;

type Errors = Test['errors'];

/**
 * Adds all breaches of contracts to the errors of a failed test: the first as an error of its own, unless it is one already,
 * with the others below it. A test that fails for another reason may do so because of them.
 */
export function tellBreaches(errors: Errors, scopes: readonly Pick<Scope, 'violations'>[], realm: Realm): void {
  const violations = [...new Set(scopes.flatMap((scope) => scope.violations))];
  const [first, ...others] = violations.filter(({ isBreach, isMeant }) => isBreach && !isMeant);
  if (!first) return;
  const told = failureText(first.sentence);
  const index = errors.findIndex((error) => textOf(error, realm).includes(told));
  if (index === -1) errors.push(breachError(first, others, realm));
  else if (others.length > 0) errors[index] = withMore(errors[index] as Errors[number], realm, moreText(others));
}

/** The error of a breach, with others told below it. */
export const breachError = ({ sentence, location }: RuleViolation, others: readonly RuleViolation[], realm: Realm): Error =>
  errorAt(realm, location, [`${sentence.replace(/\.$/, '')}.`, ...(others.length === 0 ? [] : [moreText(others)])].join('\n\n'));

function textOf(error: Errors[number], realm: Realm): string {
  return stripVTControlCharacters(replacementError(realm, ...partsOf(error)).message);
}

function moreText(breaches: readonly RuleViolation[]): string {
  const listed = breaches.slice(0, LISTED).map(({ sentence }) => `  ${oneLine(sentence, LONGEST)}`);
  const left = breaches.length - listed.length;
  const atLeast = breaches.length + 1 >= MOST_VIOLATIONS ? 'at least ' : '';
  return [
    `And ${atLeast}${breaches.length} more ${breaches.length === 1 ? 'breach' : 'breaches'}:`,
    ...listed,
    ...(left === 0 ? [] : [`  … and ${left} more`]),
  ].join('\n');
}
