import { configOptions, type WebSocketConfig } from '../src/client/config';
import { checkOptions } from '../src/text/options';

/** The key of `testEnvironmentOptions` that is ours. Jest also assigns it to the test's global. */
export const KEY = 'websocket';

/** @throws {UsageError} that names the wrong option. */
export function configFrom(testEnvironmentOptions: Readonly<Record<string, unknown>>): WebSocketConfig {
  const config = testEnvironmentOptions[KEY] ?? {};
  checkOptions(config, configOptions, `testEnvironmentOptions.${KEY}`);
  return config as WebSocketConfig;
}
