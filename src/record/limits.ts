/** How much of a conversation a report keeps. */
export interface RecordLimits {
  /** Events at the beginning, and at the end: what is between them is left out. */
  readonly first: number;
  readonly last: number;
  /** Characters of one text, or bytes of one payload. */
  readonly payload: number;
  /** Characters of all payloads together: those behind are cut to `short`. */
  readonly total: number;
}

/** To these, when there have been too many characters. */
export const SHORT = 256;

/** A test that has passed is looked at for what it is like. */
export const ofPassed: RecordLimits = { first: 100, last: 100, payload: 4096, total: 2 ** 18 };
/** One that has failed, for what went wrong. */
export const ofFailed: RecordLimits = { first: 1000, last: 9000, payload: 2 ** 16, total: 2 ** 23 };
