import { duration, oneOf, string } from '../text/option-checks';
import type { OptionsOf } from '../text/options';
import { commandOptions, serveOptions } from './serve-options';

const { command, env, cwd } = commandOptions;

export const serverConfigOptions = {
  /** What the shell runs, with a free port as the variable `PORT`. */
  command,
  /**
   * Instead of a command: the path of a module that exports what `serve()` takes (by default, or as `module.exports`). Node
   * loads it in a process of its own, without Jest's transforms. Relative to `rootDir`.
   */
  module: string,
  /** Where the command listens: `ws://localhost:{port}/chat`. Defaults to `ws://localhost:{port}`. */
  url: string,
  /** A part of the line of its output which says that it can be connected to. Defaults to: when something listens at the URL. */
  ready: string,
  /** Variables of its environment, beside those of the tests. */
  env,
  /** The folder that it runs in. Defaults to `rootDir`. */
  cwd,
  /** The path under which the WebSockets of a module are. */
  path: serveOptions.path,
  /** Whether the test files of a worker share it (`'worker'`, the default; in watch mode `'file'`), or each has its own. */
  per: oneOf('worker', 'file'),
  /** How long it may take to start, in ms. Defaults to 30,000. */
  timeout: duration,
  /** How long it may take to end when it is asked to, in ms. Defaults to 2000. */
  grace: duration,
};

/** The server under `testEnvironmentOptions.websocket.server`. */
export interface ServerConfig extends OptionsOf<typeof serverConfigOptions> {}
