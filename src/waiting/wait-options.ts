import { boolean, milliseconds } from '../text/option-checks';
import type { OptionsOf } from '../text/options';

export const waitOptions = {
  /** How long to wait, in ms. Defaults to the client's timeout; a wait ends before its test does. */
  timeout: milliseconds,
};

/** How long to wait. */
export interface WaitOptions extends OptionsOf<typeof waitOptions> {}

export const receiveOptions = {
  ...waitOptions,
  /** Whether objects must be equal, rather than contained. Defaults to `false`. */
  exact: boolean,
};

/** How to wait for messages, and how they are compared. */
export interface ReceiveOptions extends OptionsOf<typeof receiveOptions> {}
