import { stripVTControlCharacters } from 'node:util';
import type { Realm } from '../src/runtime/realm';
import { errorAt } from '../src/text/error-at';
import { failureText } from '../src/text/failure-text';
import { oneLine } from '../src/text/show';
import type { RuleViolation } from '../src/waiting/rule-violation';
import { MOST_VIOLATIONS } from '../src/waiting/scope';
import type { Test } from './jest-internals';
import { partsOf, replacementError, withMore } from './replacement-error';

/** How many breaches are listed in addition to the first. */
const LISTED = 4;
/** How long the sentence of one of these may be. */
const LONGEST = 300;

type Errors = Test['errors'];

/**
 * Adds what was broken to the errors of a failed test, which may have failed because of it: the first breach of a contract,
 * with the others below it, and the first of other broken rules, each as an error of its own unless an error tells it already.
 */
export function tellViolations(errors: Errors, violations: readonly RuleViolation[], realm: Realm): void {
  const { breaches, others } = sorted(violations);
  const at = indexOf(breaches[0], errors, realm);
  if (at !== undefined && breaches.length > 1) errors[at] = withMore(errors[at] as Errors[number], realm, moreText(breaches));
  const isTold = indexOf(others[0], errors, realm) !== undefined;
  errors.push(...violationErrors([...(at === undefined ? breaches : []), ...(isTold ? [] : others)], realm));
}

/** One error for all breaches of contracts, and one for all other broken rules. */
export function violationErrors(violations: readonly RuleViolation[], realm: Realm): Error[] {
  const { breaches, others } = sorted(violations);
  return [breaches, others].flatMap((same) => (same[0] ? errorOf(same[0], same, realm) : []));
}

/** The error of the first, with the others told below it. */
function errorOf({ sentence, location }: RuleViolation, same: readonly RuleViolation[], realm: Realm): Error {
  const parts = [`${sentence.replace(/\.$/, '')}.`, ...(same.length > 1 ? [moreText(same)] : [])];
  return errorAt(realm, location, parts.join('\n\n'));
}

/** Those that a test must be told. Jest itself tells what was thrown. */
function sorted(violations: readonly RuleViolation[]) {
  const all = [...new Set(violations)].filter(({ isMeant, isThrown }) => !isMeant && !isThrown);
  return { breaches: all.filter(({ isBreach }) => isBreach), others: all.filter(({ isBreach }) => !isBreach) };
}

/** The index of the error that tells a violation. */
function indexOf(violation: RuleViolation | undefined, errors: Errors, realm: Realm): number | undefined {
  if (!violation) return undefined;
  const told = failureText(violation.sentence);
  const index = errors.findIndex((error) => textOf(error, realm).includes(told));
  return index === -1 ? undefined : index;
}

function textOf(error: Errors[number], realm: Realm): string {
  return stripVTControlCharacters(replacementError(realm, ...partsOf(error)).message);
}

/** What is told below the first of several violations of the same kind. */
function moreText(same: readonly RuleViolation[]): string {
  const [first, ...others] = same;
  const lines = others.slice(0, LISTED).map(({ sentence }) => `  ${oneLine(sentence, LONGEST)}`);
  const left = others.length - lines.length;
  const atLeast = same.length >= MOST_VIOLATIONS ? 'at least ' : '';
  const breaches = others.length === 1 ? ' breach' : ' breaches';
  return [
    `And ${atLeast}${others.length} more${first?.isBreach ? breaches : ''}:`,
    ...lines,
    ...(left === 0 ? [] : [`  … and ${left} more`]),
  ].join('\n');
}
