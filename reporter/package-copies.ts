import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

const NAME = 'jest-websocket';

/**
 * Where another copy of this package is, if a test environment is of one: it records nothing for this reporter.
 * @param environment The path of its module.
 */
export function otherCopy(environment: string): string | undefined {
  const folder = packageOf(environment);
  return folder === undefined || folder === packageOf(__filename) ? undefined : folder;
}

/** The folder of the copy of this package that a module is of. */
function packageOf(path: string): string | undefined {
  try {
    for (let folder = dirname(realpathSync(path)); ; folder = dirname(folder)) {
      const name = nameIn(folder);
      if (name === NAME) return folder;
      if (name !== undefined || dirname(folder) === folder) return undefined;
    }
  } catch {
    return undefined;
  }
}

function nameIn(folder: string): unknown {
  try {
    return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { readonly name?: unknown }).name;
  } catch {
    return undefined;
  }
}
