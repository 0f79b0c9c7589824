import type { NamedValues } from '../codecs/named-values';
import type { ExpectedMessage } from '../expectations/pattern';
import { anything, boolean, check, milliseconds, string } from '../text/option-checks';
import { isRecord, type OptionsOf } from '../text/options';

export const timeoutOptions = {
  /** How long the next thing that the scenario waits for may take. Defaults to the client's timeout. */
  response: milliseconds,
  /** How long a message may take to be handed to the operating system. Defaults to the client's timeout. */
  message: milliseconds,
  /** How long a request may take to be answered. Defaults to the client's timeout. */
  request: milliseconds,
  /** How long the whole run may take. Defaults to the time that the test has left. */
  total: milliseconds,
};

/** How long things may take, in ms. */
export interface ScenarioTimeouts extends OptionsOf<typeof timeoutOptions> {}

export const expectOptions = {
  /** Whether objects must be equal, rather than contained. Defaults to `false`. */
  exact: boolean,
};

export interface ScenarioExpectOptions extends OptionsOf<typeof expectOptions> {}

export const requestOptions = {
  /** Defaults to `GET`. */
  method: string,
  /** Headers of the request. */
  headers: check<NamedValues>('an object', isRecord),
  /** Sent as JSON; text and bytes as they are. */
  body: anything<unknown>(),
  /** What the response must be. Defaults to any status below 400. */
  status: check<number>('a number such as 201', Number.isInteger),
  /** What the body of the response must be: anything that may be expected of a message. */
  response: anything<ExpectedMessage>(),
};

/** An HTTP request alongside the conversation. */
export interface ScenarioRequestOptions extends OptionsOf<typeof requestOptions> {}
