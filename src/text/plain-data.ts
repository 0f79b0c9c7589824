import type { Realm } from '../runtime/realm';
import { isAsymmetric, tagOf } from '../runtime/tag';
import { displayable } from './displayable';
import { Note } from './note';

/**
 * A value as plain data for reporters and editors: safe to show, limited in size, and with nothing in it that is lost
 * between processes. What JSON cannot express is named. Undefined stays undefined.
 */
export function plainData(value: unknown, realm: Realm): unknown {
  if (value === undefined) return undefined;
  try {
    const text = JSON.stringify({ value: displayable(value) }, withNames);
    return (realm.parse(text) as { value: unknown }).value;
  } catch {
    return '(cannot be shown)';
  }
}

/** `JSON.stringify` calls `toJSON()` of the part before it calls this: `this[key]` is the part itself. */
function withNames(this: Record<string, unknown>, key: string, json: unknown): unknown {
  const part = this[key];
  if (part instanceof Note) return part.text;
  if (typeof part === 'function') return `[Function${part.name && ` ${part.name}`}]`;
  if (typeof part === 'bigint') return `${part}n`;
  if (typeof part === 'symbol' || (typeof part === 'number' && !Number.isFinite(part))) return String(part);
  if (isAsymmetric(part)) return asymmetricData(part);
  const tag = tagOf(part);
  if (tag === 'RegExp' || tag === 'Promise') return String(part);
  return tag === 'Map' || tag === 'Set' ? [...(part as Iterable<unknown>)] : json;
}

/** `{ ObjectContaining: { id: 1 } }`, `Any<String>`. */
function asymmetricData(matcher: object): unknown {
  const { toAsymmetricMatcher, sample } = matcher as { toAsymmetricMatcher?: () => string; sample?: unknown };
  if (typeof toAsymmetricMatcher === 'function') return String(toAsymmetricMatcher.call(matcher));
  return Object.hasOwn(matcher, 'sample') ? { [String(matcher)]: sample } : String(matcher);
}
