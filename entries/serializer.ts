import type { Serializer } from '../matchers/serializer';
import { apiBehind } from '../src/door';

/** For `snapshotSerializers`, or an `expect` other than the test's: prints clients and `client.messages`. */
const test: Serializer['test'] = (value) => theEngines()?.test(value) ?? false;

const serialize: Serializer['serialize'] = (value, config, indentation) =>
  theEngines()?.serialize(value, config, indentation) ?? String(value);

function theEngines(): Serializer | undefined {
  return apiBehind(globalThis)?.engine.framework.serializer as Serializer | undefined;
}

export = { test, serialize };
