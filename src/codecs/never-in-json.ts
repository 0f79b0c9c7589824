import { bytesOf } from '../runtime/bytes';
import { fieldsOf } from '../runtime/fields';
import { isAsymmetric, tagOf } from '../runtime/tag';
import { firstPart, WHOLE } from '../text/first-part';
import { keysText } from '../text/path-text';
import { show } from '../text/show';
import type { ExpectedValue } from './one-to-one-codec';

/** The part of an expected value that no JSON can contain, and what to write instead; undefined if there is none. */
export function neverInJson({ source, exact }: ExpectedValue, isForbidden: boolean): string | undefined {
  const seen = new Set<unknown>();
  const ask = (part: unknown, depth: number) => {
    const instead = insteadOf(part, depth === 0, exact, isForbidden);
    if (instead) return instead;
    if (typeof part !== 'object' || isAsymmetric(part) || seen.has(part) || bytesOf(part)) return WHOLE;
    seen.add(part);
    return undefined;
  };
  const found = firstPart(source, ask, fieldsOf);
  if (!found) return undefined;
  const { wrong, keys } = found;
  const [where, at] = keys.length === 0 ? ['is', ''] : ['has', ` at ${keysText(keys)}`];
  return `${where} ${wrong.what}${at}, which JSON never contains. Write ${wrong.advice}.`;
}

interface Instead {
  readonly what: string;
  readonly advice: string;
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
