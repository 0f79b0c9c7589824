import { bytesOf } from '../runtime/bytes';
import { fieldsOf } from '../runtime/fields';
import { isAsymmetric, tagOf } from '../runtime/tag';
import { keyIn, keysText } from '../text/path-text';
import { show } from '../text/show';
import type { ExpectedValue } from './one-to-one-codec';

/** The part of an expected value that no JSON can contain, and what to write instead; undefined if there is none. */
export function neverInJson({ source, exact }: ExpectedValue, isForbidden: boolean): string | undefined {
  const found = foundIn(source, true, exact, isForbidden, new Set());
  if (!found) return undefined;
  const { what, advice, keys } = found;
  const [where, at] = keys.length === 0 ? ['is', ''] : ['has', ` at ${keysText(keys)}`];
  return `${where} ${what}${at}, which JSON never contains. Write ${advice}.`;
}

interface Instead {
  readonly what: string;
  readonly advice: string;
}

interface Found extends Instead {
  /** They lead to it, the outermost first. */
  readonly keys: (string | number)[];
}

function foundIn(value: unknown, isTop: boolean, exact: boolean, isForbidden: boolean, seen: Set<unknown>): Found | undefined {
  const instead = insteadOf(value, isTop, exact, isForbidden);
  if (instead) return { ...instead, keys: [] };
  if (typeof value !== 'object' || value === null || isAsymmetric(value) || seen.has(value) || bytesOf(value)) return undefined;
  seen.add(value);
  for (const key of fieldsOf(value)) {
    const found = foundIn((value as Record<PropertyKey, unknown>)[key], false, exact, isForbidden, seen);
    if (!found) continue;
    found.keys.unshift(keyIn(value, key));
    return found;
  }
  return undefined;
}

function insteadOf(value: unknown, isTop: boolean, exact: boolean, isForbidden: boolean): Instead | undefined {
  switch (typeof value) {
    case 'undefined':
      return exact ? undefined : { what: 'undefined', advice: 'a value, or leave it out' };
    case 'bigint':
      return { what: show(value), advice: 'a number, or text' };
    case 'number':
      return Number.isFinite(value) ? undefined : { what: show(value), advice: 'null, or text' };
    case 'object': {
      if (!isTop && bytesOf(value)) return { what: 'bytes', advice: 'what the server makes of them' };
      const tag = tagOf(value);
      if (tag === 'Map' || tag === 'Set')
        return { what: `a ${tag}`, advice: tag === 'Map' ? 'Object.fromEntries(map)' : '[...set]' };
      // a Date that is expected to come fails by itself, and the failure shows the text that came
      if (tag === 'Date' && isForbidden) return { what: 'a Date', advice: 'date.toISOString()' };
      return undefined;
    }
    default:
      return undefined;
  }
}
