import type { Expected } from './expected';
import { allTroublesOf } from './trouble';

/**
 * Whether some value matches an expected one, where that is a part of another expected value. If none does, what the user's
 * code threw is thrown on, so that the whole tells it.
 * @param alternatives One of these must match.
 */
export function partMatcher(alternatives: readonly Expected[]): (values: readonly unknown[]) => boolean {
  const troubles = allTroublesOf(alternatives);
  const isOne = (value: unknown): boolean => {
    const message = { payload: typeof value === 'string' ? value : '', value };
    return alternatives.some(({ matches }) => matches(message));
  };
  return (values) => {
    for (const trouble of troubles) trouble.threw = 0;
    if (values.some(isOne)) return true;
    const trouble = troubles.find(({ threw }) => threw > 0);
    if (trouble) throw trouble.error;
    return false;
  };
}
