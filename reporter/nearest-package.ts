import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface NamedPackage {
  readonly folder: string;
  readonly name: string;
}

/**
 * The nearest package that has a name, in a folder or around it, within its repository. A `package.json` may have none, such as
 * `{"type":"module"}`.
 */
export function nearestPackage(folder: string): NamedPackage | undefined {
  const name = nameIn(folder);
  if (name !== undefined) return { folder, name };
  const around = dirname(folder);
  return around === folder || existsSync(join(folder, '.git')) ? undefined : nearestPackage(around);
}

function nameIn(folder: string): string | undefined {
  try {
    const { name } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { readonly name?: unknown };
    return typeof name === 'string' && name !== '' ? name : undefined;
  } catch {
    return undefined;
  }
}
