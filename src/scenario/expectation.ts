import { type Equality, type Expected, understand } from '../expectations/expected';
import type { Realm } from '../runtime/realm';
import { valuesAt } from '../text/path';
import { UsageError } from '../text/usage-error';
import type { Planned } from './planned';
import type { Attribute } from './steps';

/**
 * The expected message of a scenario's step, once everything that it needs is captured.
 * @throws {UsageError} when it can never match.
 */
export function expectedOf(
  { step }: Planned,
  captured: ReadonlyMap<string, unknown>,
  equality: Equality,
  realm: Realm,
): Expected {
  if (step.kind !== 'expect') throw new UsageError('Only an expectation can be matched with messages.');
  const { expected, exact, attributes } = step;
  const base = understand(expected.make({ captured }, realm), equality, exact);
  if (attributes.length === 0) return base;
  const checks = attributes.map((attribute) => checkOf(attribute, equality));
  return { ...base, matches: (message) => base.matches(message) && checks.every((fits) => fits(message.value)) };
}

/** Checks that the expected value is at the path; if none is expected, that anything is there, even null. */
function checkOf({ path, expected }: Attribute, equality: Equality): (value: unknown) => boolean {
  if (!expected) return (value) => valuesAt(value, path).length > 0;
  const { matches } = understand(expected.value, equality);
  return (value) => valuesAt(value, path).some((one) => matches({ payload: typeof one === 'string' ? one : '', value: one }));
}
