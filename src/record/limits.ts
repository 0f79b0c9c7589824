/** How much of a conversation a report keeps. */
export interface RecordLimits {
  /** How many events are kept of the beginning, and of the end: those between are left out. */
  readonly first: number;
  readonly last: number;
  /** Characters of one text, or bytes of one payload. */
  readonly payload: number;
  /** Characters of all payloads together: past this, payloads are cut to `SHORT`. */
  readonly total: number;
}

/** What a payload is cut to when `total` is used up, in characters. */
export const SHORT = 256;

/** For a test that has passed: enough to see what it is like. */
export const ofPassed: RecordLimits = { first: 100, last: 100, payload: 4096, total: 2 ** 18 };
/** For a test that has failed: enough to see what went wrong. */
export const ofFailed: RecordLimits = { first: 1000, last: 9000, payload: 2 ** 16, total: 2 ** 23 };
