import { bytesOf } from '../runtime/bytes';
import { fieldsOf } from '../runtime/fields';
import { isAsymmetric, tagOf } from '../runtime/tag';
import { pathInto } from '../text/path-text';
import { show } from '../text/show';
import type { ExpectedValue } from './one-to-one-codec';

/** The part of an expected value that no JSON can contain, and what to write instead; undefined if there is none. */
export function neverInJson({ source, exact }: ExpectedValue, isForbidden: boolean): string | undefined {
  return lostIn(source, exact, isForbidden, '', new Set());
}

function lostIn(value: unknown, exact: boolean, isForbidden: boolean, path: string, seen: Set<unknown>): string | undefined {
  const where = path === '' ? 'is' : 'has';
  const at = path === '' ? '' : ` at ${path}`;
  const instead = insteadOf(value, path, exact, isForbidden);
  if (instead) return `${where} ${instead.what}${at}, which JSON never contains. Write ${instead.advice}.`;
  if (typeof value !== 'object' || value === null || isAsymmetric(value) || seen.has(value) || bytesOf(value)) return undefined;
  seen.add(value);
  for (const key of fieldsOf(value)) {
    const part = (value as Record<PropertyKey, unknown>)[key];
    const found = lostIn(part, exact, isForbidden, pathInto(value, path, key), seen);
    if (found) return found;
  }
  return undefined;
}

function insteadOf(
  value: unknown,
  path: string,
  exact: boolean,
  isForbidden: boolean,
): { what: string; advice: string } | undefined {
  switch (typeof value) {
    case 'undefined':
      return exact ? undefined : { what: 'undefined', advice: 'a value, or leave it out' };
    case 'bigint':
      return { what: show(value), advice: 'a number, or text' };
    case 'number':
      return Number.isFinite(value) ? undefined : { what: show(value), advice: 'null, or text' };
    case 'object': {
      if (path !== '' && bytesOf(value)) return { what: 'bytes', advice: 'what the server makes of them' };
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
