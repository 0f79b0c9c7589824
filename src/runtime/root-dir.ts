import { resolve } from 'node:path';

/** What a path of a configuration means: relative to Jest's `rootDir`, which `<rootDir>` stands for at its beginning. */
export const underRoot = (root: string, path: string): string =>
  resolve(
    root,
    path.replace(/^<rootDir>(?=$|[\\/])/, () => root), // a text would be read as a pattern: a root may contain `$&`
  );
