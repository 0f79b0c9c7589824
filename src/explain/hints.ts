import type { Connection } from '../connection/connection';
import type { Requirement } from '../expectations/requirement';
import type { ReceivedMessage } from '../log/transcript';
import type { ClientProgress } from '../waiting/outcome';
import { type Difference, differencesOf } from './difference';
import { differenceHints } from './difference-hints';
import type { NearestMiss } from './nearest-miss';
import { waitHints } from './wait-hints';

/** An expectation that was not met, as the hints look at it. */
export interface Unmet {
  readonly codecName: string;
  /** The message that came nearest to what was expected. */
  readonly nearest: NearestMiss | undefined;
  /** Where messages were waited for, and not looked back at. */
  readonly wait?: UnmetWait;
}

export interface UnmetWait extends ClientProgress {
  readonly requirement: Requirement;
  /** The message at which a strict expectation failed. */
  readonly by?: ReceivedMessage | undefined;
  /** The other clients of the test. */
  readonly neighbours: readonly Connection[];
}

export interface HintContext extends Unmet {
  /** In what the nearest message differs. */
  readonly differences: readonly Difference[];
  /** Those of which nothing was said yet. */
  readonly open: Set<Difference>;
}

/** A sentence that may help who reads of the failure, if there is something to say: a fact, true whatever the cause. */
export type Hint = (failure: HintContext) => string | undefined;

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
