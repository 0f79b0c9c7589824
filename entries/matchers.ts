import type { RegisteredMatchers } from '../matchers/register';
import { apiBehind } from '../src/door';

const api = apiBehind(globalThis);
if (!api) {
  throw new Error(
    "jest-websocket/matchers needs jest-websocket to be set up. Add preset: 'jest-websocket' to the Jest config, " +
      "or, beside another testEnvironment, setupFilesAfterEnv: ['jest-websocket/setup'].",
  );
}

/** The matchers, for an `expect` other than the test's: `expect.extend(matchers)`. */
const matchers = api.engine.framework.matchers as RegisteredMatchers;

export = matchers;
