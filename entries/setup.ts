import type { createRequire } from 'node:module';
import type { HookGlobals } from '../environment/setup-file';
import type * as NotSetUp from './not-set-up';
import type * as Outside from './setup-outside';

/** A `require` of the world outside of the test's: what it loads is shared by the files, and no mock reaches it. */
function requireOutside(file: string): unknown {
  const { runInThisContext } = require('node:vm') as typeof import('node:vm');
  const { getBuiltinModule } = runInThisContext('process') as NodeJS.Process;
  const outside = getBuiltinModule('node:module') as { createRequire: typeof createRequire };
  return outside.createRequire(__filename)(file);
}

// the door of src/door.ts, by its name: where it is open, every test file pays for this one alone, and it loads nothing
if (!(Symbol.for('jest-websocket.engine') in globalThis)) {
  const globals = globalsOfJest();
  const { begin } = requireOutside('./setup-outside') as typeof Outside;
  // what an async function returns is made by the intrinsic one, whatever the global is by now
  const { constructor } = Object.getPrototypeOf((async () => {})());
  begin(globalThis, globals, constructor);
}

/** Jest answers `@jest/globals` itself, also with `injectGlobals: false`; so does Bun, which is another runner. */
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
