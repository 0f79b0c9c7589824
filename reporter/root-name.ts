import { relative, sep } from 'node:path';
import { nearestPackage } from './nearest-package';

/**
 * What the root of a run is called, on whatever machine it is: the name of its package, with the folder within that, if it is
 * another. Undefined if no package around it has a name.
 */
export function rootName(rootDir: string): string | undefined {
  const found = nearestPackage(rootDir);
  return found && [found.name, ...relative(found.folder, rootDir).split(sep)].filter((part) => part !== '').join('/');
}
