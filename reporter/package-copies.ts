import { realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { nearestPackage } from './nearest-package';

const NAME = 'jest-websocket';

/**
 * The folder of another copy of this package, if a test environment belongs to one: that records nothing for this reporter.
 * @param environment The path of its module.
 */
export function otherCopy(environment: string): string | undefined {
  const folder = packageOf(environment);
  return folder === undefined || folder === packageOf(__filename) ? undefined : folder;
}

/** The folder of the copy of this package that a module belongs to; undefined if it is of another package. */
function packageOf(path: string): string | undefined {
  try {
    const found = nearestPackage(dirname(realpathSync(path)));
    return found?.name === NAME ? found.folder : undefined;
  } catch {
    return undefined; // there is no such module
  }
}
