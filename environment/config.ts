import { checkOptions } from '../src/check';
import { type Config, configChecks } from '../src/options';

/** The key of `testEnvironmentOptions` that is ours. Jest also assigns it to the test's global. */
export const KEY = 'websocket';

/** @throws {Mistake} that names the option that is wrong. */
export function configFrom(testEnvironmentOptions: Readonly<Record<string, unknown>>): Config {
  const config = testEnvironmentOptions[KEY] ?? {};
  checkOptions(config, configChecks, `testEnvironmentOptions.${KEY}`);
  return config as Config;
}
