import { configOptions, type WebSocketConfig } from '../src/client/config';
import { underRoot } from '../src/runtime/root-dir';
import type { ServerConfig } from '../src/server/server-config';
import { nearestName } from '../src/text/nearest-name';
import { checkOptions } from '../src/text/options';
import { UsageError } from '../src/text/usage-error';

/** The key of `testEnvironmentOptions` that is ours. Jest also assigns it to the test's global. */
export const KEY = 'websocket';

/** What else decides how a server is started. */
interface Project {
  readonly rootDir: string;
  /** Whether Jest watches, so that the same process runs changed files again. */
  readonly isWatched: boolean;
}

/** @throws {UsageError} that names the wrong option. */
export function configFrom(testEnvironmentOptions: Readonly<Record<string, unknown>>, project: Project): WebSocketConfig {
  if (testEnvironmentOptions[KEY] === undefined) refuseMisspeltKey(Object.keys(testEnvironmentOptions));
  const config = (testEnvironmentOptions[KEY] ?? {}) as WebSocketConfig;
  checkOptions(config, configOptions, `testEnvironmentOptions.${KEY}`);
  return config.server ? { ...config, server: ofProject(config.server, project) } : config;
}

/** The other keys belong to other environments, but for those that nobody else would use. */
function refuseMisspeltKey(keys: readonly string[]): void {
  const misspelt = keys.find((key) => nearestName(key, [KEY], 2) && key !== KEY);
  if (misspelt !== undefined) {
    throw new UsageError(`testEnvironmentOptions.${misspelt} has no effect. Did you mean testEnvironmentOptions.${KEY}?`);
  }
}

function ofProject(server: ServerConfig, { rootDir, isWatched }: Project): ServerConfig {
  if ((server.command === undefined) === (server.module === undefined)) {
    throw new UsageError(
      `testEnvironmentOptions.${KEY}.server takes either a command or a module: { command: 'node server.js' }.`,
    );
  }
  const ofCommand = (['url', 'ready'] as const).find((name) => server[name] !== undefined);
  if (server.module !== undefined && ofCommand) {
    throw new UsageError(
      `testEnvironmentOptions.${KEY}.server takes ${ofCommand} beside a command only: ` +
        'it is known when, and where, what a module exports listens. Write path for the path of its WebSockets.',
    );
  }
  const { module, cwd = rootDir, per = isWatched ? 'file' : 'worker' } = server;
  return { ...server, per, cwd: underRoot(rootDir, cwd), ...(module !== undefined && { module: underRoot(rootDir, module) }) };
}
