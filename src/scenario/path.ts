import { isPlain } from '../runtime/literal';
import { show } from '../text/show';
import { UsageError } from '../text/usage-error';

/** The parts of a path into a message: keys and indexes of lists; an empty one stands for each element of a list. */
export type Path = readonly string[];

/**
 * Reads `body/0/colour` or `body//colour`. A `/` in a key is written `~1`, a `~` is written `~0` (RFC 6901 §3).
 * @throws {UsageError} when it is no path.
 */
export function parsePath(text: unknown): Path {
  if (typeof text !== 'string' || text.trim() === '')
    throw new UsageError(`A path is text such as 'body/message', not ${show(text)}.`);
  const parts = text.replace(/^\//, '').split('/');
  return parts.map((part) => {
    if (/~(?![01])/.test(part))
      throw new UsageError(`The path ${show(text)} has a ~ in it. Write ~0 for it, and ~1 for a / in a key.`);
    return part.replaceAll('~1', '/').replaceAll('~0', '~');
  });
}

/** All that stands at a path; nothing where it leads nowhere. */
export function valuesAt(value: unknown, path: Path): unknown[] {
  let found = [value];
  for (const part of path) found = found.flatMap((current) => partsOf(current, part));
  return found.filter((one) => one !== undefined);
}

function partsOf(value: unknown, part: string): unknown[] {
  if (Array.isArray(value)) {
    if (part === '') return value;
    return /^-?\d+$/.test(part) ? [value.at(Number(part))] : [];
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.hasOwn(value, part) ? [(value as Record<string, unknown>)[part]] : [];
}

/** Whether what is expected of a message leaves no room for anything at the path, because it is text or a number before. */
export function contradicts(expected: unknown, path: Path): boolean {
  let current = expected;
  for (const part of path) {
    if (Array.isArray(current)) {
      const at = /^-?\d+$/.test(part) ? current.at(Number(part)) : undefined;
      if (at === undefined) return part !== '' && !/^-?\d+$/.test(part);
      current = at;
    } else if (isPlain(current)) {
      if (!Object.hasOwn(current, part)) return false; // more may be there than is expected
      current = (current as Record<string, unknown>)[part];
    } else return current === null || ['string', 'number', 'boolean'].includes(typeof current);
  }
  return false;
}
