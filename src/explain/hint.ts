import type { Connection } from '../connection/connection';
import type { OwnReply, Requirement } from '../expectations/requirement';
import type { ReceivedMessage } from '../log/transcript';
import type { ClientProgress } from '../waiting/outcome';
import type { Difference } from './difference';
import type { NearestMiss } from './nearest-miss';

/** What hints know of an unmet expectation. */
export interface Unmet {
  readonly codecName: string;
  /** The message that came nearest to what was expected. */
  readonly nearest: NearestMiss | undefined;
  /** Set if the expectation waited for messages; not if it looked back at them. */
  readonly wait?: UnmetWait;
}

export interface UnmetWait extends ClientProgress {
  readonly requirement: Requirement | OwnReply;
  /** The message at which a strict expectation failed. */
  readonly by?: ReceivedMessage | undefined;
  /** The other clients of the test. */
  readonly neighbours: readonly Connection[];
}

export interface HintContext extends Unmet {
  /** How the nearest message differs. */
  readonly differences: readonly Difference[];
  /** The differences that no hint has explained yet. */
  readonly open: Set<Difference>;
}

/** Gives a sentence that may help the reader of the failure, if it has one: a fact, true whatever the cause. */
export type Hint = (failure: HintContext) => string | undefined;

/** A hint about differences. For each difference, only the first hint that has something to say is shown. */
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
