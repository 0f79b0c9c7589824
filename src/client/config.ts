import { type ClientOptions, clientOptions } from '../connection/connect-options';
import type { Limits } from '../log/log';
import { type ServerConfig, serverConfigOptions } from '../server/server-config';
import { boolean, bytes, duration, group, oneOf, string } from '../text/option-checks';
import type { OptionsOf } from '../text/options';

const teardownOptions = {
  /** How long the server may take to answer the closing handshake before the client is cut, in ms. Defaults to 200. */
  grace: duration,
  /** Whether clients close before the user's `afterEach` (`'test'`, the default) or after it (`'hooks'`). */
  after: oneOf('test', 'hooks'),
};

/** How clients end with their test. */
interface TeardownOptions extends OptionsOf<typeof teardownOptions> {}

export const configOptions = {
  /** The URL that `connect()` and `connect('/path')` go to. The environment variable `JEST_WEBSOCKET_URL` takes precedence. */
  url: string,
  /**
   * The server that `connect()` and `connect('/path')` go to, unless `JEST_WEBSOCKET_URL` is set: it is started when it is
   * first needed. Not in `configure()`.
   */
  server: group<ServerConfig>(serverConfigOptions),
  ...clientOptions,
  /** How long a negative expectation, such as `.not.toReceiveMessage()`, watches for messages, in ms. Defaults to 100. */
  quietWindow: duration,
  /** How clients end with their test. */
  teardown: group<TeardownOptions>(teardownOptions),
  /** How much a client may keep of what has happened, in bytes. */
  limits: group<Partial<Limits>>({ transcript: bytes, unread: bytes }),
  /** Whether a test that leaves messages unread fails (`'fail'`) or not (`'ignore'`, the default). */
  unread: oneOf('fail', 'ignore'),
  /** The conversation shown below the failure of a test: about 30 lines of it (`'folded'`, the default), `'all'`, or `'off'`. */
  conversation: oneOf('folded', 'all', 'off'),
  /** Whether every event is printed to stderr as it happens. `JEST_WEBSOCKET_TRACE=1` does the same. Defaults to `false`. */
  trace: boolean,
  /**
   * `true`, the default: expectations on a client bypass most of `expect()`, which is faster. `false`: they go through
   * `expect()`, like the matchers of any other package. Not in `configure()`: it is read before the test file runs.
   */
  fastExpect: boolean,
};

/** What `testEnvironmentOptions.websocket` and `configure()` take: defaults for every client, and for the test file. */
export interface WebSocketConfig extends ClientOptions, OptionsOf<typeof configOptions> {}

const MEBIBYTE = 2 ** 20;

/** The defaults of those options that have one. */
export const defaults = {
  codec: 'json',
  autoPong: true,
  quietWindow: 100,
  teardown: { grace: 200, after: 'test' },
  limits: { transcript: 64 * MEBIBYTE, unread: 256 * MEBIBYTE },
  unread: 'ignore',
  conversation: 'folded',
} as const satisfies WebSocketConfig;

/** A config with the defaults filled in. */
export type Settings = WebSocketConfig & { readonly [Name in keyof typeof defaults]: NonNullable<WebSocketConfig[Name]> } & {
  readonly teardown: Required<TeardownOptions>;
  readonly limits: Limits;
};
