import * as check from '../text/option-checks';

/** How long to wait, in ms. Defaults to the client's timeout; a wait ends before its test does. */
export interface WaitOptions {
  readonly timeout?: number;
}

export const waitChecks: check.Checks = { timeout: check.milliseconds };

export interface ReceiveOptions extends WaitOptions {
  /** Whether objects must be equal, rather than contained. Defaults to `false`. */
  readonly exact?: boolean;
}

export const receiveChecks: check.Checks = { ...waitChecks, exact: check.boolean };
