import { decoded } from '../text/decoded';
import { MASK, maskText } from '../text/mask';
import { shortSecrets } from '../text/secret-names';

/** A text for a document that is kept: short secrets are masked too, if they are whole words. */
export function maskLearnt(text: string): string {
  let masked = maskText(text);
  for (const secret of shortSecrets()) {
    if (masked.includes(secret)) masked = masked.replaceAll(asWord(secret), MASK);
  }
  return masked;
}

const asWord = (text: string): RegExp => new RegExp(`(?<![\\p{L}\\d])${text.replace(/[.+]/g, '\\$&')}(?![\\p{L}\\d])`, 'gu');

/** A path in which each segment that has a secret is masked as a whole. */
export function maskedPath(path: string): string {
  const hasSecret = (segment: string) => segment.includes(MASK) || maskLearnt(decoded(segment)) !== decoded(segment);
  const segments = maskLearnt(path).split('/');
  return segments.map((segment) => (hasSecret(segment) ? MASK : segment)).join('/');
}

/**
 * A value of JSON with its secrets masked, and the type of everything kept: a secret number becomes 0, or 0.5.
 * @param text Its JSON.
 */
export function maskedValue(value: unknown, text: string): unknown {
  const masked = maskLearnt(text);
  if (masked === text) return value;
  try {
    return ofType(value, JSON.parse(masked));
  } catch {
    return withoutTexts(value); // masked, it is not JSON any more
  }
}

/** The masked value, with the types of the original. */
function ofType(value: unknown, masked: unknown): unknown {
  if (Array.isArray(value)) {
    return Array.isArray(masked) ? value.map((item, index) => ofType(item, masked[index])) : withoutTexts(value);
  }
  if (typeof value === 'object' && value !== null) {
    if (typeof masked !== 'object' || masked === null) return withoutTexts(value);
    const names = Object.keys(masked);
    const parts = Object.values(masked) as unknown[];
    return fieldsOf(value, (part, index) => [names[index] ?? MASK, ofType(part, parts[index])]);
  }
  return typeof masked === typeof value ? masked : withoutTexts(value);
}

function withoutTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutTexts);
  if (typeof value === 'object' && value !== null) {
    return fieldsOf(value, (part, _, name) => [maskLearnt(name), withoutTexts(part)]);
  }
  return typeof value === 'string' ? MASK : typeof value === 'number' ? (Number.isInteger(value) ? 0 : 0.5) : value;
}

const fieldsOf = (value: object, one: (part: unknown, index: number, name: string) => [string, unknown]): object =>
  Object.fromEntries(Object.entries(value).map(([name, part], index) => one(part, index, name)));
