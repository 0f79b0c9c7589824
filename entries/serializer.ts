import type { JestFramework } from '../matchers/matcher';
import type { Serializer } from '../matchers/serializer';
import { apiBehind } from '../src/door';

/** Prints clients and `client.messages`: for `snapshotSerializers`, or an `expect` other than the test's. */
const test: Serializer['test'] = (value) => theEngines()?.test(value) ?? false;

const serialize: Serializer['serialize'] = (value, config, indentation) =>
  theEngines()?.serialize(value, config, indentation) ?? String(value);

function theEngines(): Serializer | undefined {
  const framework = apiBehind(globalThis)?.engine.framework as JestFramework | undefined;
  return framework?.serializer as Serializer | undefined;
}

export = { test, serialize };
