import type { Expected } from './expected';
import { allTroublesOf, partThrew } from './trouble';

/** The payload of a part that is no text, so that no RegExp matches it. */
const NO_TEXT = Buffer.alloc(0);

/**
 * Whether some value matches an expected one, where that is a part of another expected value. If none does, what the user's
 * code threw is the trouble of the whole; the part just does not match, since Jest may go on to the next one.
 * @param alternatives One of these must match.
 */
export function partMatcher(alternatives: readonly Expected[]): (values: readonly unknown[]) => boolean {
  const troubles = allTroublesOf(alternatives);
  const isOne = (value: unknown): boolean => {
    const message = { payload: typeof value === 'string' ? value : NO_TEXT, value };
    return alternatives.some(({ matches }) => matches(message));
  };
  return (values) => {
    for (const trouble of troubles) trouble.threw = 0;
    if (values.some(isOne)) return true;
    const trouble = troubles.find(({ threw }) => threw > 0);
    if (trouble) partThrew(trouble.error);
    return false;
  };
}
