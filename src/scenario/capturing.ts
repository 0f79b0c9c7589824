import { valuesAt } from '../text/path';
import { pathText } from '../text/path-text';
import { UsageError } from '../text/usage-error';
import type { Capture } from './steps';

/**
 * Keeps values of a message, or of a response, under their names.
 * @throws {UsageError} when one is not there.
 */
export function capture(captures: readonly Capture[], value: unknown, keep: (name: string, found: unknown) => void): void {
  for (const { name, from } of captures) {
    const found = typeof from === 'function' ? from(value) : valuesAt(value, from)[0];
    if (found === undefined) throw new UsageError(`${nothing(from)} to be captured as '${name}'.`);
    keep(name, found);
  }
}

const nothing = (from: Capture['from']): string =>
  typeof from === 'function' ? 'the function given to capture() found nothing' : `there is nothing at '${pathText(from)}'`;
