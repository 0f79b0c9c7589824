import type { createRequire } from 'node:module';
import type { HookGlobals } from '../environment/setup-file';
import type * as NotSetUp from './not-set-up';
import type * as Outside from './setup-outside';

/** A `require` outside of the test's realm: what it loads is shared by the files, and no mock reaches it. */
function requireOutside(file: string): unknown {
  const { runInThisContext } = require('node:vm') as typeof import('node:vm');
  const { getBuiltinModule } = runInThisContext('process') as NodeJS.Process;
  const outside = getBuiltinModule('node:module') as { createRequire: typeof createRequire };
  return outside.createRequire(__filename)(file);
}

// the symbol of src/door.ts, spelled out: where our environment has opened the door, this file loads no other
if (!(Symbol.for('jest-websocket.engine') in globalThis)) {
  const globals = globalsOfJest();
  const { begin } = requireOutside('./setup-outside') as typeof Outside;
  // an async function returns an intrinsic promise, even if the global was replaced
  const { constructor } = Object.getPrototypeOf((async () => {})());
  begin(globalThis, globals, constructor);
}

/** Jest provides `@jest/globals` itself, also with `injectGlobals: false`; so does Bun, which is another runner. */
function globalsOfJest(): HookGlobals {
  let globals: Partial<HookGlobals> | undefined;
  try {
    if (!process.versions.bun) globals = require('@jest/globals');
  } catch {
    // not within Jest
  }
  if (!globals) throw (require('./not-set-up') as typeof NotSetUp).notSetUp('jest-websocket/setup');
  if (globals.expect) return globals as HookGlobals;
  throw new Error(
    "jest-websocket/setup is listed in setupFiles, which run before expect() exists. Write setupFilesAfterEnv: ['jest-websocket/setup'].",
  );
}
