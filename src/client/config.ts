import { type ConnectOptions, sharedChecks } from '../connection/connect-options';
import type { Limits } from '../log/log';
import * as check from '../text/option-checks';

/** What `testEnvironmentOptions.websocket` and `configure()` take: defaults for every client, and for the test file. */
export interface Config extends Omit<ConnectOptions, 'name' | 'path'> {
  /** Where `connect()` and `connect('/path')` go. The environment variable `JEST_WEBSOCKET_URL` takes precedence. */
  readonly url?: string;
  /** How long a negative expectation watches, in ms. Defaults to 100. */
  readonly quietWindow?: number;
  readonly teardown?: {
    /** How long the server may take to answer the closing handshake before the client is cut, in ms. Defaults to 200. */
    readonly grace?: number;
    /** Whether clients close before the user's `afterEach` (`'test'`, the default) or after it (`'hooks'`). */
    readonly after?: 'test' | 'hooks';
  };
  readonly limits?: Partial<Limits>;
  /** Whether a test that leaves messages unread fails (`'fail'`) or not (`'ignore'`, the default). */
  readonly unread?: 'fail' | 'ignore';
  /** The conversation under a failing test: about 30 lines of it (`'folded'`, the default), `'all'`, or none (`'off'`). */
  readonly conversation?: 'folded' | 'all' | 'off';
  /** Whether every event is printed to stderr as it happens. `JEST_WEBSOCKET_TRACE=1` does the same. Defaults to `false`. */
  readonly trace?: boolean;
  /**
   * Whether an expectation on a client is made past `expect()`, which is faster (the default), or by `expect()` itself, as
   * with the matchers of any other package. Not in `configure()`: it is read before the test file runs.
   */
  readonly fastExpect?: boolean;
}

export const configChecks: check.Checks = {
  url: check.string,
  ...sharedChecks,
  quietWindow: check.duration,
  teardown: check.options({ grace: check.duration, after: check.oneOf('test', 'hooks') }),
  unread: check.oneOf('fail', 'ignore'),
  conversation: check.oneOf('folded', 'all', 'off'),
  trace: check.boolean,
  fastExpect: check.boolean,
  limits: check.options({ transcript: check.bytes, unread: check.bytes }),
};
