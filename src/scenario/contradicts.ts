import { isPlain } from '../runtime/literal';
import { EACH, type Path } from '../text/path-text';

/** Whether an expected message can have nothing at the path, since that leads into a text or a number. */
export function contradicts(expected: unknown, path: Path): boolean {
  let current = expected;
  for (const { select, anywhere } of path) {
    if (typeof current === 'string' && current.includes('${')) return false; // what was captured may be anything
    if (current === null || ['string', 'number', 'boolean'].includes(typeof current)) return true;
    if (anywhere || select === EACH) return false;
    if (Array.isArray(current)) {
      if (typeof select === 'string') return true;
      current = current.at(select);
      if (current === undefined) return false;
    } else {
      // a message may have more than is expected
      if (!isPlain(current) || !Object.hasOwn(current, select)) return false;
      current = (current as Record<string | number, unknown>)[select];
    }
  }
  return false;
}
