import { type Equality, type Expected, understand } from '../expectations/expected';
import type { Realm } from '../runtime/realm';
import { valuesAt } from '../text/path';
import { UsageError } from '../text/usage-error';
import type { Planned } from './planned';
import type { Attribute } from './steps';
import type { Sources } from './template';

/**
 * The expected message of a scenario's step.
 * @param sources What it needs; or `anything` in the place of what is not captured yet, to see which messages it may be.
 * @throws {UsageError} when it can never match.
 */
export function expectedOf({ step }: Planned, sources: Sources, equality: Equality, realm: Realm): Expected {
  if (step.kind !== 'expect') throw new UsageError('Only an expectation can be matched with messages.');
  const { expected, exact, attributes } = step;
  const base = understand(expected.make(sources, realm), equality, exact);
  if (attributes.length === 0) return base;
  const checks = attributes.map((attribute) => checkOf(attribute, sources, equality, realm));
  return { ...base, matches: (message) => base.matches(message) && checks.every((fits) => fits(message.value)) };
}

/** What stands for a value that is not known yet: any there is. */
export const anything = { asymmetricMatch: (value: unknown): boolean => value !== undefined };

/** Checks that the expected value is at the path; if none is expected, that anything is there, even null. */
function checkOf({ path, expected }: Attribute, sources: Sources, equality: Equality, realm: Realm): (value: unknown) => boolean {
  if (!expected) return (value) => valuesAt(value, path).length > 0;
  const { matches } = understand(expected.make(sources, realm), equality);
  return (value) => valuesAt(value, path).some((one) => matches({ payload: typeof one === 'string' ? one : '', value: one }));
}
