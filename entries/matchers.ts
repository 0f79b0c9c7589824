import type { JestFramework } from '../matchers/matcher';
import type { RegisteredMatchers } from '../matchers/register';
import { apiBehind } from '../src/door';
import { notSetUp } from './not-set-up';

const api = apiBehind(globalThis);
if (!api) throw notSetUp('jest-websocket/matchers');

/** The matchers, for an `expect` other than the test's: `expect.extend(matchers)`. */
const matchers = (api.engine.framework as JestFramework).matchers as RegisteredMatchers;

export = matchers;
