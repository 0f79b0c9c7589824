import { differencesOf } from './difference';
import { differenceHints } from './difference-hints';
import type { Hint, HintContext, Unmet } from './hint';
import type { NearestMiss } from './nearest-miss';
import { waitHints } from './wait-hints';

/** All hints, in order of priority: for each difference, only the first with something to say is shown. */
const HINTS: readonly Hint[] = [...differenceHints, ...waitHints];

export function hintsFor(unmet: Unmet): string[] {
  const { nearest, codecName } = unmet;
  const differences = nearest ? differencesOf(nearest, codecName) : [];
  const context: HintContext = { ...unmet, differences, open: new Set(differences) };
  return HINTS.flatMap((hint) => hint(context) ?? []);
}

/** Whether a hint can explain the difference of a message that only looks like the expected one. */
export const differs =
  (codecName: string) =>
  (nearest: NearestMiss): boolean =>
    hintsFor({ nearest, codecName }).length > 0;
