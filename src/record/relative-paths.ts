import { isAbsolute, relative, sep } from 'node:path';

/** A path as a report has it: relative to the root of the run, with `/`. */
export type Shorten = (path: string) => string;

export function relativeTo(root: string): Shorten {
  const known = new Map<string, string>(); // thousands of waits are in the same few files
  return (path) => {
    const short = known.get(path) ?? shortened(path, root);
    known.set(path, short);
    return short;
  };
}

function shortened(path: string, root: string): string {
  const short = isAbsolute(path) ? relative(root, path) : path;
  return (isAbsolute(short) ? path : short).split(sep).join('/');
}
