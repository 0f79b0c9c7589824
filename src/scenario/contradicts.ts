import { isPlain } from '../runtime/literal';
import { EACH, type Path } from '../text/path-text';

/** Whether what is expected of a message leaves no room for anything at the path, because it is text or a number before. */
export function contradicts(expected: unknown, path: Path): boolean {
  let current = expected;
  for (const { select, anywhere } of path) {
    if (current === null || ['string', 'number', 'boolean'].includes(typeof current)) return true;
    if (anywhere || select === EACH) return false;
    if (Array.isArray(current)) {
      if (typeof select === 'string') return true;
      current = current.at(select);
      if (current === undefined) return false;
    } else {
      // more may be there than is expected
      if (!isPlain(current) || !Object.hasOwn(current, select)) return false;
      current = (current as Record<string | number, unknown>)[select];
    }
  }
  return false;
}
