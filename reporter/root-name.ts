import { relative, sep } from 'node:path';
import { nearestPackage } from './nearest-package';

/**
 * A name for the root of a run that is the same on all machines: that of its package, with the folder within that if it is not
 * the package's own. Undefined if no package around it has a name.
 */
export function rootName(rootDir: string): string | undefined {
  const found = nearestPackage(rootDir);
  return found && [found.name, ...relative(found.folder, rootDir).split(sep)].filter((part) => part !== '').join('/');
}
