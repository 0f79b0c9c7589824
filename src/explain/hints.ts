import { differencesOf } from './difference';
import { differenceHints } from './difference-hints';
import type { Hint, HintContext, Unmet } from './hint';
import type { NearestMiss } from './nearest-miss';
import { waitHints } from './wait-hints';

/** All of them, in order of priority: of each difference only the first has a say. A new one goes into the file of its kind. */
const HINTS: readonly Hint[] = [...differenceHints, ...waitHints];

export function hintsFor(unmet: Unmet): string[] {
  const { nearest, codecName } = unmet;
  const differences = nearest ? differencesOf(nearest, codecName) : [];
  const context: HintContext = { ...unmet, differences, open: new Set(differences) };
  return HINTS.flatMap((hint) => hint(context) ?? []);
}

/** Whether it can be said in which way a message only looks like what is expected. */
export const differs =
  (codecName: string) =>
  (nearest: NearestMiss): boolean =>
    hintsFor({ nearest, codecName }).length > 0;
