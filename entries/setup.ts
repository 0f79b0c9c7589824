import type { createRequire } from 'node:module';
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
  const { begin } = requireOutside('./setup-outside') as typeof Outside;
  // what an async function returns is made by the intrinsic one, whatever the global is by now
  const { constructor } = Object.getPrototypeOf((async () => {})());
  // Jest answers this one itself, also with injectGlobals: false
  begin(globalThis, require('@jest/globals'), constructor);
}
