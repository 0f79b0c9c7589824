import type { Connection } from '../connection/connection';
import type { Requirement } from '../expectations/requirement';
import type { ReceivedMessage } from '../log/transcript';
import type { ClientProgress } from '../waiting/outcome';
import type { Difference } from './difference';
import type { NearestMiss } from './nearest-miss';

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

/** A hint about a difference: of each, the first hint that has something to say is the only one. */
export function aboutDifference(say: (difference: Difference) => string | undefined): Hint {
  return ({ open }) => {
    const sentences: string[] = [];
    for (const difference of open) {
      const sentence = say(difference);
      if (sentence === undefined) continue;
      open.delete(difference);
      sentences.push(sentence);
    }
    return sentences.length === 0 ? undefined : sentences.join(' ');
  };
}
