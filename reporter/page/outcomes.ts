import type { WaitRecord } from '../../src/record/test-record';

const WORDS: Readonly<Record<WaitRecord['outcome'], string>> = {
  satisfied: 'was satisfied',
  'timed-out': 'timed out',
  broken: 'was broken by a message',
  ended: 'ended with the connection',
  undecided: 'could not be decided',
  error: 'met an error',
  forbidden: 'was ended by a broken rule',
  abandoned: 'was abandoned',
};

/** What became of a wait, as the end of a sentence that begins with its name. */
export function outcomeOf({ outcome, negated, breach }: Pick<WaitRecord, 'outcome' | 'negated' | 'breach'>): string {
  if (outcome === 'satisfied' && negated) return 'saw nothing of it, as it should';
  if (outcome === 'forbidden' && breach !== undefined) return 'was ended by a breach';
  return WORDS[outcome] ?? outcome;
}

/** Whether a wait has failed. One that was abandoned has neither failed nor passed. */
export const hasFailed = ({ outcome }: Pick<WaitRecord, 'outcome'>): boolean =>
  outcome !== 'satisfied' && outcome !== 'abandoned';
