import type { NamedValues } from '../codecs/named-values';
import type { ExpectedMessage } from '../expectations/pattern';
import { anything, boolean, check, milliseconds, string } from '../text/option-checks';
import { isRecord, type OptionsOf } from '../text/options';

export const timeoutOptions = {
  /** How long the next thing that the scenario waits for may take, in ms. Defaults to the client's timeout. */
  response: milliseconds,
  /** How long a message may take to be handed to the operating system, in ms. Defaults to the client's timeout. */
  message: milliseconds,
  /** How long an HTTP request may take to be answered, in ms. Defaults to the client's timeout. */
  request: milliseconds,
  /** How long the whole run may take, in ms. Defaults to the time that the test has left. */
  total: milliseconds,
};

/** How long things may take, in ms. */
export interface ScenarioTimeouts extends OptionsOf<typeof timeoutOptions> {}

export const expectOptions = {
  /** Whether objects must be equal, rather than contained. Defaults to `false`. */
  exact: boolean,
};

/** How an expected message of a scenario is compared. */
export interface ScenarioExpectOptions extends OptionsOf<typeof expectOptions> {}

export const requestOptions = {
  /** The HTTP method. Defaults to `GET`. */
  method: string,
  /** Headers of the request. */
  headers: check<NamedValues>('an object', isRecord),
  /** Sent as JSON; text and bytes as they are. */
  body: anything<unknown>(),
  /** The status that the response must have. Defaults to any below 400. */
  status: check<number>('a number such as 201', Number.isInteger),
  /** What the body of the response must match: anything that may be expected of a message. Defaults to any body. */
  response: anything<ExpectedMessage>(),
};

/** An HTTP request alongside the conversation. */
export interface ScenarioRequestOptions extends OptionsOf<typeof requestOptions> {}
