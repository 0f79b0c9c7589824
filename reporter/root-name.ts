import { readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/**
 * What the root of a run is called, on whatever machine it is: the name of its package, with the folder within that, if it is
 * another. Undefined if the package has no name.
 */
export function rootName(rootDir: string): string | undefined {
  for (let folder = rootDir; ; folder = dirname(folder)) {
    const text = textOf(join(folder, 'package.json'));
    if (text === undefined && dirname(folder) !== folder) continue;
    const name = nameIn(text);
    return name && [name, ...relative(folder, rootDir).split(sep)].filter((part) => part !== '').join('/');
  }
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined; // it is further up
  }
}

function nameIn(text = ''): string | undefined {
  try {
    const { name } = JSON.parse(text) as { name?: unknown };
    return typeof name === 'string' && name !== '' ? name : undefined;
  } catch {
    return undefined;
  }
}

/** What is called so within a root, as it is called beside others: `@acme/chat: web`; the same if it is called so already. */
export function nameInRoot(root: string, name: string | undefined): string {
  if (name === undefined) return root;
  return name === root || name.startsWith(`${root}: `) ? name : `${root}: ${name}`;
}
