import { duration, oneOf, string } from '../text/option-checks';
import type { OptionsOf } from '../text/options';
import { commandOptions, serveOptions } from './serve-options';

const { command, env, cwd } = commandOptions;

export const serverConfigOptions = {
  /** What the shell runs: `node server.js`. It is given a free port as the variable `PORT`. */
  command,
  /**
   * Instead of a command: the path of a module that exports what `serve()` takes (by default, or as `module.exports`). Node
   * loads it in a process of its own, without Jest's transforms. Relative to `rootDir`.
   */
  module: string,
  /** Where the command listens: `ws://localhost:{port}/chat`. Defaults to `ws://localhost:{port}`. */
  url: string,
  /** A text in the line that it prints when it is ready. Left out, it is ready when something listens at the URL. */
  ready: string,
  /** Environment variables in addition to those of the tests. */
  env,
  /** The folder that it runs in. Defaults to `rootDir`. */
  cwd,
  /** The path of the WebSockets, for a module: `/chat`. */
  path: serveOptions.path,
  /** `'worker'`: the test files of a worker share it (the default). `'file'`: each has its own (the default in watch mode). */
  per: oneOf('worker', 'file'),
  /** How long it may take to start, in ms. Defaults to 30,000. */
  timeout: duration,
  /** How long it may take to end when it is asked to, in ms, before it is killed. Defaults to 2000. */
  grace: duration,
};

/** The server under `testEnvironmentOptions.websocket.server`. */
export interface ServerConfig extends OptionsOf<typeof serverConfigOptions> {}
