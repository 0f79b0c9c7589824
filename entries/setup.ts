import type { createRequire } from 'node:module';
import { runInThisContext } from 'node:vm';
import { engineBehind } from '../src/door';
import type * as Outside from './setup-outside';

/** A `require` of the world outside of the test's: what it loads is shared by the files, and no mock reaches it. */
function requireOutside(file: string): unknown {
  const { getBuiltinModule } = runInThisContext('process') as NodeJS.Process;
  const outside = getBuiltinModule('node:module') as { createRequire: typeof createRequire };
  return outside.createRequire(__filename)(file);
}

if (!engineBehind(globalThis)) {
  const { begin } = requireOutside('./setup-outside') as typeof Outside;
  // Jest answers this one itself, also with injectGlobals: false
  begin(globalThis, require('@jest/globals'));
}
